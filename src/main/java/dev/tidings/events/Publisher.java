package dev.tidings.events;

import dev.tidings.events.EventLog.Entry;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.util.List;

/**
 * Publishes events inside the caller's own JTA transaction: listeners see them after the commit,
 * and never if it rolls back. Without a transaction each call is one of its own.
 *
 * <p>The events are kept until the transaction is about to commit and get their positions then, so
 * publishing early in a long transaction holds no lock. If the log cannot take them, the
 * transaction rolls back. Safe for any thread that may have a transaction.
 */
@ApplicationScoped
public class Publisher {
  @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
  TransactionSynchronizationRegistry transactions;

  @Inject EventLog log;
  @Inject jakarta.enterprise.event.Event<Published> published;

  /** Publishes one event; see {@link #publish(Topic, List)}. */
  @Transactional
  public Receipt publish(Topic topic, Draft draft) {
    return add(List.of(Entry.of(topic, draft)));
  }

  /**
   * Publishes events in their order.
   *
   * @param drafts at least one
   * @return their ids, readable after the commit
   */
  @Transactional
  public Receipt publish(Topic topic, List<Draft> drafts) {
    if (drafts.isEmpty()) {
      throw new IllegalArgumentException("There is nothing to publish.");
    }
    return add(drafts.stream().map(draft -> Entry.of(topic, draft)).toList());
  }

  /** Clears a topic: its history is gone, and listeners get a {@code clear} event. */
  @Transactional
  public Receipt clear(Topic topic) {
    return add(List.of(Entry.clear(topic)));
  }

  private Receipt add(List<Entry> entries) {
    if (transactions.getResource(Pending.class) instanceof Pending pending) {
      return pending.add(entries);
    }
    Pending pending = new Pending(log, published);
    transactions.putResource(Pending.class, pending);
    // Interposed: called after the application's own synchronizations and its flush.
    transactions.registerInterposedSynchronization(pending);
    return pending.add(entries);
  }
}
