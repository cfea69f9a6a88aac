package dev.tidings.stream;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/**
 * Takes this node out of service without stopping it: it says that it is not ready, and moves its
 * streams to other nodes over the time that {@code tidings.stream.leave} says. All else goes on. It
 * lasts until it is cancelled or the node starts anew. Safe for any thread.
 */
@ApplicationScoped
public class Drain {
  private static final long LEAVE_MILLIS = 500;

  @Inject Engine engine;
  @Resource ManagedThreadFactory threads;

  private @Nullable Thread thread; // Guarded by this.

  /** Begins, and returns at once. Does nothing where it is on, or the node stops. */
  public synchronized void begin() {
    Departure departure = engine.departure();
    if (departure.ready()) {
      end();
      departure.announce();
      thread = threads.newThread(departure::drain);
      thread.start();
    }
  }

  /** The node is ready again and takes streams; those that have gone stay where they are. */
  public synchronized void cancel() {
    engine.departure().cancel();
    end();
  }

  /** Whether it is on, or the node stops. */
  public boolean begun() {
    return !engine.departure().ready();
  }

  synchronized void stop(@Observes Shutdown stopping) {
    end();
  }

  private void end() {
    Thread ending = thread;
    thread = null;
    if (ending != null) {
      ending.interrupt();
      try {
        ending.join(LEAVE_MILLIS);
      } catch (InterruptedException hurry) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
