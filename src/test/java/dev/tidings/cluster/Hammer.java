package dev.tidings.cluster;

import dev.tidings.Client;
import dev.tidings.LibertyServer;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;

/** Publishes at one node as fast as it answers, so that it holds the counter most of the time. */
final class Hammer implements AutoCloseable {
  private static final int THREADS = 4;

  private final List<Thread> threads;
  private volatile boolean stopped;

  private Hammer(LibertyServer node) {
    String body = "[" + "%s,".repeat(49).formatted((Object[]) messages(49)) + messages(1)[0] + "]";
    threads =
        IntStream.range(0, THREADS).mapToObj(i -> new Thread(() -> hammer(node, body))).toList();
    threads.forEach(
        thread -> {
          thread.setDaemon(true);
          thread.start();
        });
  }

  static Hammer on(LibertyServer node) {
    return new Hammer(node);
  }

  private static String[] messages(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Client.message("x".repeat(200)))
        .toArray(String[]::new);
  }

  private void hammer(LibertyServer node, String body) {
    Client news = Client.signedIn(node.uri(), "news");
    while (!stopped) {
      try {
        news.post("feeds/hammer", body);
      } catch (UncheckedIOException frozen) {
        // That is what it was for.
      }
    }
  }

  /** Does not wait for answers that may never come. */
  @Override
  public void close() {
    stopped = true;
  }
}
