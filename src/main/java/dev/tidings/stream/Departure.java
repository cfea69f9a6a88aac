package dev.tidings.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Ends the streams of a node that stops or is drained: each is told {@code bye} and its own random
 * moment to come back, one after the other, so that they do not all knock elsewhere at once. Safe
 * for any thread.
 */
final class Departure {
  /** So that whoever waits hears of the end of it. */
  private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();

  private final Hub hub;
  private final StreamConfig config;
  private final AtomicBoolean stopping = new AtomicBoolean();

  /** Until it is cancelled. */
  private volatile boolean draining;

  private volatile boolean closed;
  private volatile boolean elsewhere;

  Departure(Hub hub, StreamConfig config) {
    this.hub = hub;
    this.config = config;
  }

  /** Whether others should send anybody here. */
  boolean ready() {
    return !draining && !stopping.get();
  }

  /** Whether the node stops, for good. */
  boolean stops() {
    return stopping.get();
  }

  /** Whether no stream is to be opened any more. */
  boolean begun() {
    return closed;
  }

  /** Whether there is another node where streams can go on at once. */
  void elsewhere(boolean there) {
    elsewhere = there;
  }

  /** From here on the node is not ready. */
  void announce() {
    draining = true;
  }

  /** Leaves others the time to notice that it is not. */
  void awaitNoticed() {
    await(System.nanoTime() + config.notice().toNanos(), () -> true);
  }

  /**
   * Tells every stream, which takes {@link StreamConfig#leave}, and lets no other in; for good.
   * Does nothing if that was begun before.
   *
   * @param most how long it may take
   */
  void begin(Duration most) {
    if (stopping.compareAndSet(false, true)) {
      synchronized (this) {
        closed = true;
      }
      tell(most);
      // Those that came in between.
      hub.census().streams().forEach(this::bye);
    }
  }

  /**
   * Moves all streams away after it was announced, and lets no other in until it is cancelled.
   * Returns when all are told, or it was.
   */
  void drain() {
    await(System.nanoTime() + config.notice().toNanos(), this::drains);
    if (close()) {
      tell(config.leave(), this::drains);
      if (drains()) {
        hub.census().streams().forEach(this::bye);
      }
    }
  }

  private boolean drains() {
    return draining && !stopping.get() && !Thread.currentThread().isInterrupted();
  }

  private synchronized boolean close() {
    closed |= drains();
    return closed;
  }

  /** What was drained takes streams again. A node that stops does not. */
  synchronized void cancel() {
    draining = false;
    if (!stopping.get()) {
      closed = false;
    }
  }

  /**
   * Tells every stream, which takes {@link StreamConfig#leave}.
   *
   * @param most how long it may take
   */
  void tell(Duration most) {
    tell(most, () -> true);
  }

  private void tell(Duration most, BooleanSupplier still) {
    List<Subscriber> streams = new ArrayList<>(hub.census().streams());
    long start = System.nanoTime();
    long whole = Math.min(config.leave().toNanos(), most.toNanos());
    for (int i = 0; i < streams.size() && still.getAsBoolean(); i++) {
      await(start + whole * i / streams.size(), still);
      if (still.getAsBoolean()) {
        bye(streams.get(i));
      }
    }
  }

  /** Waits for a moment, or until there is no reason to any more. */
  private static void await(long due, BooleanSupplier still) {
    while (due - System.nanoTime() > 0
        && still.getAsBoolean()
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(Math.min(LOOK_NANOS, due - System.nanoTime()));
    }
  }

  private void bye(Subscriber stream) {
    if (!stream.sink().isClosed()) {
      Duration retry = elsewhere ? config.rotation() : config.retry();
      stream.bye(Ending.STOPPING, retry.toMillis());
    }
  }
}
