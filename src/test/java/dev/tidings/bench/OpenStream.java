package dev.tidings.bench;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One stream of an {@link Audience}, through all its connections. For the audience's thread. */
final class OpenStream implements EventScanner.Handler {
  private final Audience audience;
  private final int index;
  private final String path;
  private final Received received;
  private final EventScanner scanner = new EventScanner(this);

  @Nullable SocketChannel channel;
  @Nullable SelectionKey key;

  /** When the current connection was begun, in {@link System#nanoTime()}. */
  long begun;

  boolean connecting;

  /** Whether the stream has said something since. */
  boolean served;

  /** Whether it comes back by itself when the server ends it. */
  boolean persistent;

  /** Whether its latencies count. */
  boolean counted = true;

  OpenStream(Audience audience, int index, String path, Received received) {
    this.audience = audience;
    this.index = index;
    this.path = path;
    this.received = received;
  }

  int index() {
    return index;
  }

  Received received() {
    return received;
  }

  /** A new connection: where it goes on is the id it has read last. */
  String request(String headers) {
    scanner.restart();
    String lastId = scanner.lastId();
    return "GET "
        + path
        + " HTTP/1.1\r\nAccept: text/event-stream\r\n"
        + headers
        + (lastId.isEmpty() ? "" : "Last-Event-ID: " + lastId + "\r\n")
        + "\r\n";
  }

  void feed(byte[] bytes, int length) {
    scanner.feed(bytes, length);
  }

  boolean over() {
    return scanner.over();
  }

  @Override
  public void status(int status) {
    audience.answered(status);
  }

  @Override
  public void event(long seq, long ts) {
    if (audience.ledger().has(seq)) {
      received.take(seq);
      audience.delivered(this, ts);
    }
  }

  @Override
  public void own(String type) {
    audience.told(this, type);
  }
}
