package dev.tidings.events;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Removes what has expired by age or by count, and the rows of cleared topics. First a topic's
 * floor rises, so that readers are told; then its rows go, in chunks, so that no transaction is
 * long. Every node may run it at any time.
 */
@ApplicationScoped
public class Retention {
  private static final Logger LOG = Logger.getLogger(Retention.class.getName());

  /** Of the hub's own topics: longer than any login lasts. */
  private static final Duration HUB_AGE = Duration.ofDays(30);

  @Inject EventsConfig config;
  @Inject RetentionStore store;
  @Resource ManagedScheduledExecutorService scheduler;

  private volatile @Nullable Future<?> next;

  void start(@Observes Startup started) {
    schedule();
  }

  void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object stopping) {
    Future<?> sweep = next;
    if (sweep != null) {
      sweep.cancel(true);
    }
  }

  /** Each sweep schedules the next, so that an edited interval holds from then on. */
  private void schedule() {
    next =
        scheduler.schedule(
            this::sweepAndSchedule, config.retentionInterval().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void sweepAndSchedule() {
    try {
      sweep();
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "Retention will try again later: {0}", failure.toString());
    } finally {
      schedule();
    }
  }

  /**
   * Does all that is due now, in this thread.
   *
   * @throws IllegalArgumentException if the rules cannot be read
   * @throws jakarta.persistence.PersistenceException if the database does not do its part
   * @throws LogWriter.Failed if it does not do its part in raising a floor
   */
  public void sweep() {
    List<RetentionRule> rules = RetentionRule.parse(config.retentionRules());
    for (Optional<Topic> topic = store.topicAfter("");
        topic.isPresent();
        topic = store.topicAfter(topic.get().path())) {
      expire(topic.get(), rules);
      purge(topic.get());
    }
    store.forgetRequests(Instant.now().minus(config.idempotencyKept()));
  }

  private void expire(Topic topic, List<RetentionRule> rules) {
    if (topic.isOfHub()) {
      store.raiseToAge(topic, Instant.now().minus(HUB_AGE), config.retentionChunk());
      return;
    }
    for (RetentionRule rule : rules) {
      if (rule.pattern().fits(topic)) {
        store.raiseToCount(topic, rule.count());
        store.raiseToAge(topic, Instant.now().minus(rule.age()), config.retentionChunk());
        return;
      }
    }
  }

  private void purge(Topic topic) {
    while (store.purge(topic, config.retentionChunk())) {
      // A transaction each.
    }
  }
}
