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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

  /** How often all topics are looked at. */
  private static final Duration ALL = Duration.ofHours(1);

  private static final Duration NEVER = Duration.ofDays(36_500);

  @Inject EventsConfig config;
  @Inject RetentionStore store;
  @Resource ManagedScheduledExecutorService scheduler;

  private volatile @Nullable Future<?> next;

  /** Where something gets too old before all are looked at. Guarded by this, as those below. */
  private final Map<Topic, Instant> soon = new HashMap<>();

  private String swept = "";
  private long seen;
  private Instant nextAll = Instant.MIN;

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
   * Does all that is due now, in this thread. Most topics have nothing due at most times, and there
   * may be one for each user: all are looked at every hour, and in between those that something was
   * published to, and those where something gets too old before.
   *
   * @throws IllegalArgumentException if the rules cannot be read
   * @throws jakarta.persistence.PersistenceException if the database does not do its part
   * @throws LogWriter.Failed if it does not do its part in raising a floor
   */
  public synchronized void sweep() {
    String text = config.retentionRules();
    List<RetentionRule> rules = RetentionRule.parse(text);
    Instant now = store.now();
    long head = store.head();
    if (!text.equals(swept) || head < seen || now.isAfter(nextAll)) {
      soon.clear();
      nextAll = now.plus(ALL);
      for (Optional<Topic> topic = store.topicAfter("");
          topic.isPresent();
          topic = store.topicAfter(topic.get().path())) {
        look(topic.get(), rules, now);
      }
    } else {
      Set<Topic> due = new TreeSet<>(store.topicsBetween(seen, head));
      soon.forEach((topic, when) -> due.addAll(when.isAfter(now) ? Set.of() : Set.of(topic)));
      due.forEach(topic -> look(topic, rules, now));
    }
    swept = text;
    seen = head;
    store.forgetRequests(now.minus(config.idempotencyKept()));
  }

  private void look(Topic topic, List<RetentionRule> rules, Instant now) {
    soon.remove(topic);
    Duration age = age(topic, rules);
    expire(topic, rules, now);
    purge(topic);
    store
        .oldest(topic)
        .map(oldest -> oldest.plus(age))
        .filter(when -> when.isBefore(nextAll))
        .ifPresent(when -> soon.put(topic, when));
  }

  private static Duration age(Topic topic, List<RetentionRule> rules) {
    return topic.isOfHub()
        ? HUB_AGE
        : rules.stream()
            .filter(rule -> rule.pattern().fits(topic))
            .findFirst()
            .map(RetentionRule::age)
            .orElse(NEVER);
  }

  private void expire(Topic topic, List<RetentionRule> rules, Instant now) {
    if (topic.isOfHub()) {
      store.raiseToAge(topic, now.minus(HUB_AGE), config.retentionChunk());
      return;
    }
    for (RetentionRule rule : rules) {
      if (rule.pattern().fits(topic)) {
        store.raiseToCount(topic, rule.count());
        store.raiseToAge(topic, now.minus(rule.age()), config.retentionChunk());
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
