package dev.tidings.inbox;

import dev.tidings.events.Event;
import dev.tidings.events.HubTopicReader;
import dev.tidings.problem.Problem;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
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
  private static final int MANY = 250;

  /** SQL states of a value that the database does not take. */
  private static final String DATA = "22";

  @Inject Rounds rounds;
  @Inject InboxConfig config;

  @Resource ManagedThreadFactory threads;

  /** One permit however often it was told. */
  private final Semaphore told = new Semaphore(0);

  private @Nullable Thread thread;
  private volatile boolean stopped;
  private int failures;
  private long swept = System.nanoTime() - SWEEP_NANOS;

  /** What is done for at most so many; whether there may be more. */
  private interface Round {
    boolean perform(int most);
  }

  void start(@Observes Startup started) {
    Thread running = threads.newThread(this::run);
    running.start();
    thread = running;
  }

  void stop(@Observes Shutdown stopping) {
    Thread running = thread;
    if (running != null) {
      stopped = true;
      told.release();
      try {
        running.join(LEAVE_MILLIS);
        // Only now: H2 closes its files when a thread is interrupted that writes to them.
        running.interrupt();
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
      while (!stopped) {
        told.tryAcquire(config.poll().toMillis(), TimeUnit.MILLISECONDS);
        told.drainPermits();
        work();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** What fails is tried again at the next look, and told if it fails again. */
  void work() {
    RuntimeException failure = null;
    boolean more = true;
    while (more && failure == null && !stopped) {
      // Those who are named do not wait for a broadcast to many, and no kind for one that fails.
      more = false;
      for (BooleanSupplier kind : kinds()) {
        try {
          more |= kind.getAsBoolean();
        } catch (RuntimeException failed) {
          failure = failed;
        }
      }
    }
    if (failure == null) {
      sweep();
      if (failures > 1) {
        LOG.info("Notifications are delivered again.");
      }
      failures = 0;
    } else if (++failures == 2 && !stopped) {
      LOG.log(
          Level.WARNING, "Notifications cannot be delivered; they are kept for later.", failure);
    }
  }

  private List<BooleanSupplier> kinds() {
    return List.of(
        () -> perform("A notification", rounds::deliver, rounds::passOver),
        () -> perform("A user of a broadcast", rounds::broadcast, rounds::passOverUser),
        () -> perform("An item that is due", rounds::wake, rounds::passOverItem),
        () -> perform("A scheduled notification", rounds::send, rounds::passOverScheduled));
  }

  /**
   * Does some. What fails for its own sake, and would each time, is found by doing one at a time,
   * and passed over: it must not keep all that comes after it.
   */
  private static boolean perform(String what, Round round, Runnable passOver) {
    try {
      return round.perform(MANY);
    } catch (RuntimeException failure) {
      if (!ofItsOwn(failure)) {
        throw failure;
      }
    }
    try {
      return round.perform(1);
    } catch (RuntimeException failure) {
      if (!ofItsOwn(failure)) {
        throw failure;
      }
      LOG.log(Level.SEVERE, what + " cannot be delivered, and is passed over.", failure);
      passOver.run();
      return true;
    }
  }

  /** Whether it lies in what was to be done, and not in the database or in the moment. */
  private static boolean ofItsOwn(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException refused) {
        return String.valueOf(refused.getSQLState()).startsWith(DATA);
      }
    }
    return failure instanceof IllegalArgumentException || failure instanceof Problem;
  }

  private void sweep() {
    if (System.nanoTime() - swept < SWEEP_NANOS) {
      return;
    }
    swept = System.nanoTime();
    try {
      while (rounds.forget() && !stopped) {
        // A transaction each.
      }
    } catch (RuntimeException later) {
      LOG.log(Level.FINE, "What nobody has any more is forgotten later.", later);
    }
  }
}
