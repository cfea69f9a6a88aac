package dev.tidings;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Many streams on plain sockets, each a connection of its own, that are read when asked only. */
public final class Crowd implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final List<Socket> sockets = new ArrayList<>();

  /**
   * Opens streams and returns when the server has answered all of them.
   *
   * @param query such as {@code topic=feeds/news}
   */
  public static Crowd of(int count, URI server, Client client, String query) {
    Crowd crowd = new Crowd();
    try {
      for (int i = 0; i < count; i++) {
        crowd.open(server, client.cookie(), query);
      }
      for (Socket socket : crowd.sockets) {
        readUntil(socket, "event: connected\n");
      }
      return crowd;
    } catch (IOException | RuntimeException failed) {
      crowd.close();
      throw new AssertionError("The streams could not be opened.", failed);
    }
  }

  private void open(URI server, String cookie, String query) throws IOException {
    Socket socket = new Socket(server.getHost(), server.getPort());
    sockets.add(socket);
    socket.setSoTimeout(PATIENCE_MILLIS);
    String request =
        "GET /api/stream?%s HTTP/1.1\r\nHost: %s:%d\r\nCookie: %s\r\nConnection: close\r\n\r\n"
            .formatted(query, server.getHost(), server.getPort(), cookie);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }

  private static void readUntil(Socket socket, String text) throws IOException {
    StringBuilder read = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (read.indexOf(text) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("It ended before '" + text + "': " + read);
      }
      read.append((char) next);
    }
  }

  /** What each stream says from here to its end. */
  public List<String> lastWords() {
    List<String> words = new ArrayList<>();
    try {
      for (Socket socket : sockets) {
        words.add(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException failed) {
      throw new AssertionError("A stream was not ended properly.", failed);
    }
    return words;
  }

  /** Hangs up, as a client that is closed does. */
  @Override
  public void close() {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException alreadyGone) {
        // It is closed, one way or the other.
      }
    }
    sockets.clear();
  }

  /** Hangs up without a good-bye, as a client that crashed does. */
  public void reset() {
    try {
      for (Socket socket : sockets) {
        socket.setSoLinger(true, 0);
      }
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
    close();
  }
}
