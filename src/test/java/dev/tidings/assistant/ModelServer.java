package dev.tidings.assistant;

import dev.tidings.JsonTree;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A server that speaks the OpenAI protocol, with sockets and chunks of its own, so that it can do
 * all that a good or bad one does. What it answers is scripted by the prompt; an unscripted prompt
 * is said back, word by word.
 */
final class ModelServer implements AutoCloseable {
  private static final int SIGN_MILLIS = 500;
  private static final int PATIENCE = 120;

  private final ServerSocket door;
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();

  /** What it does when it is asked something. */
  interface Script {
    void answer(Call call) throws IOException;
  }

  ModelServer() {
    try {
      door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start("model-server", this::accept);
  }

  String url() {
    return "http://localhost:" + door.getLocalPort() + "/v1";
  }

  void on(String prompt, Script script) {
    scripts.put(prompt, script);
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (!door.isClosed()) {
        Socket socket = door.accept();
        start("model-call", () -> serve(socket));
      }
    } catch (IOException closed) {
      // The end.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      Call call = new Call(socket);
      scripts
          .getOrDefault(call.prompt(), said -> said.complete(said.prompt().split("(?<= )")))
          .answer(call);
    } catch (IOException gone) {
      // The other side has hung up.
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One question, and the connection it came by. */
  static final class Call {
    private final InputStream in;
    private final OutputStream out;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final String requestLine;
    private final JsonTree body;

    /** Done as soon as the other side has closed the connection. */
    final CompletableFuture<Void> hungUp = new CompletableFuture<>();

    Call(Socket socket) throws IOException {
      in = new BufferedInputStream(socket.getInputStream());
      out = socket.getOutputStream();
      requestLine = line();
      for (String line = line(); !line.isEmpty(); line = line()) {
        String[] header = line.split(":", 2);
        headers.put(header[0].strip(), header[1].strip());
      }
      int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
      body = JsonTree.of(new String(in.readNBytes(length), StandardCharsets.UTF_8));
      start("model-watch", this::watch);
    }

    private String line() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
        if (octet != '\r') {
          line.write(octet);
        }
      }
      return line.toString(StandardCharsets.UTF_8);
    }

    private void watch() {
      try {
        while (in.read() >= 0) {
          // Nothing more is asked by this connection.
        }
      } catch (SocketException reset) {
        // Likewise.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      hungUp.complete(null);
    }

    String requestLine() {
      return requestLine;
    }

    String header(String name) {
      return headers.get(name);
    }

    JsonTree body() {
      return body;
    }

    /** All that was said so far, such as {@code user: Why?}. */
    List<String> messages() {
      return body.at("messages").list().stream()
          .map(message -> message.at("role").text() + ": " + message.at("content").text())
          .toList();
    }

    String prompt() {
      List<JsonTree> messages = body.at("messages").list();
      return messages.get(messages.size() - 1).at("content").text();
    }

    /** Answers with a status and a body. */
    void refuse(int status, String text, String... more) throws IOException {
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
      for (String header : more) {
        head.append(header).append("\r\n");
      }
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      head.append("Content-Length: ").append(bytes.length).append("\r\nConnection: close\r\n\r\n");
      out.write(head.toString().getBytes(StandardCharsets.UTF_8));
      out.write(bytes);
      out.flush();
    }

    /** The head of an answer that is streamed. */
    void begin() throws IOException {
      out.write(
          """
          HTTP/1.1 200 OK\r
          Content-Type: text/event-stream\r
          Transfer-Encoding: chunked\r
          \r
          """
              .getBytes(StandardCharsets.UTF_8));
      out.flush();
    }

    /** One chunk of the body, whatever it is. */
    void raw(String text) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.UTF_8));
      out.write(bytes);
      out.write("\r\n".getBytes(StandardCharsets.UTF_8));
      out.flush();
    }

    void event(String data) throws IOException {
      raw("data: " + data + "\n\n");
    }

    void say(String token) throws IOException {
      delta("{\"content\":" + quote(token) + "}", "null");
    }

    void delta(String delta, String finish) throws IOException {
      event(
          "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
              + "\"choices\":[{\"index\":0,\"delta\":"
              + delta
              + ",\"finish_reason\":"
              + finish
              + "}]}");
    }

    /** Waits for a test, and shows that it is still there. */
    void await(CountDownLatch latch) throws IOException {
      try {
        for (int tries = 0; !latch.await(SIGN_MILLIS, TimeUnit.MILLISECONDS); tries++) {
          if (tries > PATIENCE) {
            throw new AssertionError("The test did not go on.");
          }
          delta("{}", "null");
        }
      } catch (InterruptedException stop) {
        throw new AssertionError(stop);
      }
    }

    void finish() throws IOException {
      delta("{}", "\"stop\"");
      event(
          "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
              + "\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":5,"
              + "\"total_tokens\":12}}");
      event("[DONE]");
      end();
    }

    void end() throws IOException {
      out.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      out.flush();
    }

    void complete(String... tokens) throws IOException {
      begin();
      delta("{\"role\":\"assistant\",\"content\":\"\"}", "null");
      for (String token : tokens) {
        say(token);
      }
      finish();
    }

    /** As ASCII, so that halves of surrogate pairs go over the wire as they are. */
    private static String quote(String text) {
      StringBuilder quoted = new StringBuilder("\"");
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '"' || c == '\\') {
          quoted.append('\\').append(c);
        } else if (c < ' ' || c > '~') {
          quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        } else {
          quoted.append(c);
        }
      }
      return quoted.append('"').toString();
    }
  }
}
