package dev.tidings.assistant;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Ends answers whose node is gone, and forgets those that are too old. Every node does, at any
 * time: an answer ends once, whoever does it.
 */
@ApplicationScoped
class Janitor {
  private static final Logger LOG = Logger.getLogger(Janitor.class.getName());
  private static final long FORGET_NANOS = Duration.ofMinutes(10).toNanos();

  @Inject Answers answers;
  @Inject Scribe scribe;
  @Inject AssistantConfig config;

  @Resource ManagedScheduledExecutorService scheduler;

  private volatile @Nullable Future<?> next;
  private volatile boolean stopped;
  private boolean failing;
  private long forgot = System.nanoTime() - FORGET_NANOS;

  void start(@Observes Startup started) {
    schedule(Duration.ZERO);
  }

  void stop(@Observes Shutdown stopping) {
    stopped = true;
    Future<?> round = next;
    if (round != null) {
      // Not interrupted: H2 closes its files when a thread is that writes to them.
      round.cancel(false);
    }
  }

  /** Each round schedules the next, so that an edited interval holds from then on. */
  private void schedule(Duration delay) {
    if (!stopped) {
      next = scheduler.schedule(this::round, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void round() {
    try {
      tidy();
      failing = false;
    } catch (RuntimeException later) {
      if (!failing && !stopped) {
        failing = true;
        LOG.log(Level.WARNING, "Answers are tidied up later: {0}", later.toString());
      }
    } finally {
      schedule(config.lease().dividedBy(4));
    }
  }

  private void tidy() {
    Set<String> here = scribe.following();
    for (String id : answers.abandoned(config.lease())) {
      // A node that stood still for a while is not dead.
      if (!here.contains(id) && answers.end(id, Ending.RESTARTED)) {
        LOG.log(Level.INFO, "The answer {0} was under way on a node that is gone; it failed.", id);
      }
    }
    if (System.nanoTime() - forgot >= FORGET_NANOS) {
      forgot = System.nanoTime();
      while (answers.forget(config.kept()) && !stopped) {
        // A transaction each.
      }
    }
  }
}
