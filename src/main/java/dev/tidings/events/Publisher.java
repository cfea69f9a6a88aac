package dev.tidings.events;

import dev.tidings.events.LiveTopics.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;

/**
 * Publishes events inside the caller's own JTA transaction: listeners see them after the commit,
 * and never if it rolls back. Without a transaction each call is one of its own.
 *
 * <p>Events of durable topics are kept until the transaction is about to commit and get their
 * positions then, so publishing early in a long transaction holds no lock. If the log cannot take
 * them, the transaction rolls back. Events of live topics go to whoever listens, after the commit,
 * or at once where there is no transaction. Safe for any thread that may have a transaction.
 */
@ApplicationScoped
public class Publisher {
  @Inject LiveTopics liveTopics;
  @Inject Enlisted enlisted;
  @Inject AfterCommit afterCommit;
  @Inject jakarta.enterprise.event.Event<LiveOffered> offered;
  @Inject jakarta.enterprise.event.Event<LivePublished> live;

  /** Publishes one event; see {@link #publish(Topic, List)}. */
  public Receipt publish(Topic topic, Draft draft) {
    return publish(topic, List.of(draft));
  }

  /**
   * Publishes events in their order.
   *
   * @param drafts at least one
   * @return their ids, readable after the commit; those of a live topic have none
   * @throws IllegalStateException if the transaction is over, and rolled back
   */
  public Receipt publish(Topic topic, List<Draft> drafts) {
    if (drafts.isEmpty()) {
      throw new IllegalArgumentException("There is nothing to publish.");
    }
    requireOpen(topic);
    Kind kind = liveTopics.kind(topic);
    if (kind == Kind.DURABLE) {
      return enlisted.add(drafts.stream().map(draft -> Entry.of(topic, draft)).toList());
    }
    Instant now = Instant.now();
    return send(drafts.stream().map(draft -> LiveEvent.of(topic, kind, draft, now)).toList());
  }

  /** Clears a topic: its history is gone, and listeners get a {@code clear} event. */
  public Receipt clear(Topic topic) {
    requireOpen(topic);
    Kind kind = liveTopics.kind(topic);
    return kind == Kind.DURABLE
        ? enlisted.add(List.of(Entry.clear(topic)))
        : send(List.of(LiveEvent.clear(topic, kind, Instant.now())));
  }

  private static void requireOpen(Topic topic) {
    if (topic.isOfHub()) {
      throw new IllegalArgumentException(topic + " is the hub's own.");
    }
  }

  private Receipt send(List<LiveEvent> events) {
    offered.fire(new LiveOffered(events));
    afterCommit.run(() -> live.fire(new LivePublished(events)));
    Receipt receipt = new Receipt();
    receipt.committed("", List.of());
    return receipt;
  }
}
