package dev.tidings.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends the streams of a node that stops: each is told {@code bye} and its own random moment to come
 * back, one after the other, so that they do not all knock elsewhere at once. Safe for any thread.
 */
final class Departure {
  private final Hub hub;
  private final StreamConfig config;
  private final AtomicBoolean begun = new AtomicBoolean();

  Departure(Hub hub, StreamConfig config) {
    this.hub = hub;
    this.config = config;
  }

  /** Whether no stream is to be opened any more. */
  boolean begun() {
    return begun.get();
  }

  /** Tells every stream, which takes {@link StreamConfig#leave}, and lets no other in. */
  void begin() {
    if (begun.compareAndSet(false, true)) {
      tell();
      // Those that came in between.
      hub.census().streams().forEach(this::bye);
    }
  }

  /** Tells every stream, which takes {@link StreamConfig#leave}. */
  void tell() {
    List<Subscriber> streams = new ArrayList<>(hub.census().streams());
    long start = System.nanoTime();
    long whole = config.leave().toNanos();
    for (int i = 0; i < streams.size(); i++) {
      long due = start + whole * i / streams.size();
      while (due - System.nanoTime() > 0 && !Thread.currentThread().isInterrupted()) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      bye(streams.get(i));
    }
  }

  private void bye(Subscriber stream) {
    if (!stream.sink().isClosed()) {
      stream.bye(Ending.STOPPING, config.retry().toMillis());
    }
  }
}
