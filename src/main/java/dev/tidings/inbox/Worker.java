package dev.tidings.inbox;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A thread of its own that works whenever it is told to, and every so often. Whatever goes wrong,
 * it goes on.
 */
final class Worker {
  private static final Logger LOG = Logger.getLogger(Worker.class.getName());
  private static final long LEAVE_MILLIS = 2_000;

  private final Supplier<Duration> poll;
  private final Runnable work;
  private final Thread thread;

  /** One permit however often it was told. */
  private final Semaphore told = new Semaphore(0);

  private volatile boolean stopped;

  /**
   * A thread that has to be {@link #start started}.
   *
   * @param poll how long it waits where nobody tells it to work
   */
  Worker(ManagedThreadFactory threads, Supplier<Duration> poll, Runnable work) {
    this.poll = poll;
    this.work = work;
    this.thread = threads.newThread(this::run);
  }

  void start() {
    thread.start();
  }

  /** There is something to do. Safe for any thread. */
  void tell() {
    told.release();
  }

  /** Whether what is under way is to be left for later. */
  boolean stopped() {
    return stopped;
  }

  /** Returns when the thread has ended, or has not heard. */
  void stop() {
    stopped = true;
    told.release();
    try {
      thread.join(LEAVE_MILLIS);
      // Only now: H2 closes its files when a thread is interrupted that writes to them.
      thread.interrupt();
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!stopped) {
        told.tryAcquire(poll.get().toMillis(), TimeUnit.MILLISECONDS);
        told.drainPermits();
        workOnce();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void workOnce() {
    try {
      if (!stopped) {
        work.run();
      }
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.SEVERE, "The notification centre goes on after a failure.", failure);
    }
  }
}
