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
  private static final int MANY = 250;

  /** SQL states of a value that the database does not take. */
  private static final String DATA = "22";

  @Inject Rounds rounds;
  @Inject Due due;
  @Inject Schedule schedule;
  @Inject InboxConfig config;

  @Resource ManagedThreadFactory threads;

  private volatile @Nullable Worker worker;
  private int failures;
  private long swept = System.nanoTime() - SWEEP_NANOS;

  /** What is done for at most so many; whether there may be more. */
  private interface Round {
    boolean perform(int most);
  }

  void start(@Observes Startup started) {
    worker = new Worker(threads, config::poll, this::work);
    worker.start();
  }

  void stop(@Observes Shutdown stopping) {
    if (worker != null) {
      worker.stop();
    }
  }

  @Override
  public void begin() {
    tell();
  }

  @Override
  public void learn(Event event) {
    if (event.topic().equals(InboxTopic.NOTIFICATIONS)) {
      tell();
    }
  }

  private void tell() {
    Worker told = worker;
    if (told != null) {
      told.tell();
    }
  }

  private boolean stopped() {
    return worker != null && worker.stopped();
  }

  /** What fails is tried again at the next look, and told if it fails again. */
  void work() {
    RuntimeException failure = null;
    boolean more = true;
    while (more && failure == null && !stopped()) {
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
    } else if (++failures == 2 && !stopped()) {
      LOG.log(
          Level.WARNING, "Notifications cannot be delivered; they are kept for later.", failure);
    }
  }

  private List<BooleanSupplier> kinds() {
    return List.of(
        () -> perform("A notification", rounds::deliver, rounds::passOver),
        () -> perform("A user of a broadcast", rounds::broadcast, rounds::passOverUser),
        () -> perform("An item that is due", due::wake, due::passOver),
        () -> perform("A scheduled notification", schedule::send, schedule::passOver));
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
      while (rounds.forget() && !stopped()) {
        // A transaction each.
      }
    } catch (RuntimeException later) {
      LOG.log(Level.FINE, "What nobody has any more is forgotten later.", later);
    }
  }
}
