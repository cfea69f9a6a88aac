package dev.tidings.metrics;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes samples, one each period, while somebody listens and for a while after. A sample that takes
 * longer than the period costs those that were due meanwhile; they are not made up for. Safe for
 * any thread.
 */
public final class Pulse {
  private static final Logger LOG = Logger.getLogger(Pulse.class.getName());

  private final ScheduledExecutorService timer;
  private final Duration period;
  private final Supplier<Duration> linger;
  private final Source source;

  // Guarded by this.
  private boolean heard;
  private long quietSince;
  private boolean stopped;
  private @Nullable Future<?> next;

  /** Only one beat at a time touches it. */
  private boolean failing;

  /** What is sampled. Called by one thread at a time. */
  public interface Source {
    /** Sampling begins: the first sample comes within a period. */
    void begin();

    void sample();
  }

  /**
   * @param linger how long to go on when nobody listens any more
   */
  public Pulse(
      ScheduledExecutorService timer, Duration period, Supplier<Duration> linger, Source source) {
    this.timer = timer;
    this.period = period;
    this.linger = linger;
    this.source = source;
  }

  /** Somebody listens. */
  public synchronized void began() {
    heard = true;
    if (next == null && !stopped) {
      try {
        source.begin();
      } finally {
        // Nobody will say once more that somebody listens.
        schedule();
      }
    }
  }

  /** Nobody listens any more. */
  public synchronized void ended() {
    heard = false;
    quietSince = System.nanoTime();
  }

  /** No sample is begun from now on. */
  public synchronized void stop() {
    stopped = true;
    if (next != null) {
      next.cancel(false);
    }
  }

  /** Whether samples are taken. */
  synchronized boolean beating() {
    return next != null && !stopped;
  }

  /** At the whole second, if that is the period: nodes sample together. */
  private void schedule() {
    long millis = period.toMillis();
    try {
      next =
          timer.schedule(
              this::beat, millis - System.currentTimeMillis() % millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException stopping) {
      LOG.log(Level.FINE, "No more samples: the server stops.", stopping);
      next = null;
    }
  }

  private void beat() {
    boolean on = true;
    try {
      on = goesOn();
      if (on) {
        sample();
      }
    } finally {
      again(on);
    }
  }

  private synchronized void again(boolean on) {
    if (on && !stopped) {
      schedule();
    }
  }

  private synchronized boolean goesOn() {
    if (!heard && System.nanoTime() - quietSince >= linger.get().toNanos()) {
      next = null;
    }
    return next != null && !stopped;
  }

  private void sample() {
    try {
      source.sample();
      failing = false;
    } catch (RuntimeException | Error failure) {
      if (!failing) {
        LOG.log(Level.WARNING, "A sample could not be taken; the next one is tried.", failure);
      }
      failing = true;
    }
  }
}
