package dev.tidings.inbox;

import dev.tidings.events.Event;
import dev.tidings.events.HubTopicReader;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one thread of a node that carries notifications from the log into inboxes. It is told by the
 * tail, and looks by itself every so often: whoever sent may have been elsewhere, and what is due
 * by itself nobody tells.
 */
@ApplicationScoped
class Courier implements HubTopicReader {
  private static final Logger LOG = Logger.getLogger(Courier.class.getName());
  private static final long SWEEP_NANOS = Duration.ofHours(1).toNanos();
  private static final long LEAVE_MILLIS = 2_000;

  @Inject Rounds rounds;
  @Inject InboxConfig config;

  @Resource ManagedThreadFactory threads;

  /** One permit however often it was told. */
  private final Semaphore told = new Semaphore(0);

  private @Nullable Thread thread;
  private boolean failing;
  private long swept = System.nanoTime() - SWEEP_NANOS;

  void start(@Observes Startup started) {
    Thread running = threads.newThread(this::run);
    running.start();
    thread = running;
  }

  void stop(@Observes Shutdown stopping) {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
      try {
        running.join(LEAVE_MILLIS);
      } catch (InterruptedException hurry) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void begin() {
    told.release();
  }

  @Override
  public void learn(Event event) {
    if (event.topic().equals(InboxTopic.NOTIFICATIONS)) {
      told.release();
    }
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        told.tryAcquire(config.poll().toMillis(), TimeUnit.MILLISECONDS);
        told.drainPermits();
        work();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** A failure is told once, and everything tried again at the next look. */
  private void work() {
    try {
      boolean more = true;
      while (more && !Thread.currentThread().isInterrupted()) {
        // Those who are named do not wait for a broadcast to many.
        more = rounds.deliver();
        more |= rounds.broadcast();
        more |= rounds.wake();
        more |= rounds.send();
      }
      sweep();
      if (failing) {
        failing = false;
        LOG.info("Notifications are delivered again.");
      }
    } catch (RuntimeException | Error failure) {
      if (!failing && !Thread.currentThread().isInterrupted()) {
        failing = true;
        LOG.log(
            Level.WARNING, "Notifications cannot be delivered; they are kept for later.", failure);
      }
    }
  }

  private void sweep() {
    if (System.nanoTime() - swept >= SWEEP_NANOS) {
      swept = System.nanoTime();
      while (rounds.forget()) {
        // A transaction each.
      }
    }
  }
}
