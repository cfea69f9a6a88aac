package dev.tidings.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One keep-alive connection that posts JSON and reads the status, with as little work as possible.
 * It connects when it is first used and when the server has closed it. For one thread.
 */
final class HttpConnection implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final byte[] END_OF_CHUNKS = {'0', '\r', '\n', '\r', '\n'};

  private final InetSocketAddress server;
  private final String headers;
  private @Nullable Socket socket;
  private @Nullable InputStream in;

  HttpConnection(InetSocketAddress server, String headers) {
    this.server = server;
    this.headers = headers;
  }

  /**
   * The status of the answer.
   *
   * @throws IOException if none came; the request may have been carried out
   */
  int post(String path, byte[] body) throws IOException {
    if (socket == null) {
      connect();
    }
    byte[] head =
        ("POST "
                + path
                + " HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length
                + "\r\n"
                + headers
                + "\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    try {
      socket.getOutputStream().write(request);
      return answer();
    } catch (IOException lost) {
      close();
      throw lost;
    }
  }

  private void connect() throws IOException {
    socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket.connect(server, (int) PATIENCE.toMillis());
    in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
  }

  private int answer() throws IOException {
    String first = line();
    long length = -1;
    boolean last = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String header = line.toLowerCase(Locale.ROOT);
      if (header.startsWith("content-length:")) {
        length = Long.parseLong(header.substring(header.indexOf(':') + 1).strip());
      } else if (header.startsWith("connection: close")) {
        last = true;
      }
    }
    int status = Integer.parseInt(first.substring(9, 12));
    if (length >= 0) {
      in.skipNBytes(length);
    } else if (status != 204) {
      skipChunks();
    }
    if (last) {
      close();
    }
    return status;
  }

  private void skipChunks() throws IOException {
    int matched = 0;
    while (matched < END_OF_CHUNKS.length) {
      int next = read();
      matched = next == END_OF_CHUNKS[matched] ? matched + 1 : next == END_OF_CHUNKS[0] ? 1 : 0;
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(80);
    for (int next = read(); next != '\n'; next = read()) {
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  private int read() throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException("The server closed the connection before it answered.");
    }
    return next;
  }

  @Override
  public void close() {
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException alreadyGone) {
        // It is closed, one way or the other.
      }
      socket = null;
    }
  }
}
