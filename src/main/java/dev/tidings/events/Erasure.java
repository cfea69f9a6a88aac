package dev.tidings.events;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes events out of the log for good, where that cannot wait for {@link Retention}. Listeners are
 * told by {@code clear}, and older cursors by {@code reset}. Safe for any thread.
 */
@ApplicationScoped
public class Erasure {
  /**
   * Positions that one statement looks at. Topics are found along the positions: what begins with a
   * text, an index finds on no PostgreSQL whose order is one for people.
   */
  private static final long STRETCH = 20_000;

  @Inject EventLog log;
  @Inject Enlisted enlisted;
  @Inject Publisher publisher;
  @Inject LiveTopics live;
  @Inject RetentionStore store;
  @Inject ErasureStore rows;
  @Inject EventsConfig config;

  /**
   * The topics below one that have events, whether or not they are below a floor already. Looks at
   * all of the log.
   */
  public Set<Topic> topicsBelow(Topic topic) {
    String below = topic.path().replaceAll("[_%!]", "!$0") + "/%";
    Set<Topic> topics = new TreeSet<>();
    long head = log.head().position();
    for (long after = rows.oldest() - 1; after < head; after += STRETCH) {
      topics.addAll(rows.topics(below, after, after + STRETCH));
    }
    return topics;
  }

  /**
   * Clears a topic with the caller's transaction; of one that is live what nodes have in memory,
   * and in the log what is there from when it was not. Follow it up with {@link #purge}; should
   * that not come to pass, retention does it within the hour.
   *
   * @return how many events it has
   */
  @Transactional(TxType.REQUIRED)
  public long clear(Topic topic) {
    if (live.kind(topic) != LiveTopics.Kind.DURABLE) {
      publisher.clear(topic);
    }
    long events = rows.count(topic);
    if (events > 0) {
      enlisted.add(List.of(Entry.clear(topic)));
    }
    return events;
  }

  /** Deletes the rows of cleared topics, in short transactions. */
  public void purge(Collection<Topic> topics) {
    for (Topic topic : topics) {
      while (store.purge(topic, config.retentionChunk())) {
        // A transaction each.
      }
    }
  }

  /**
   * Has an event of the hub's own topics say something else, within the caller's transaction. Nodes
   * that have read it already keep what they learned.
   */
  @Transactional(TxType.MANDATORY)
  public void rewrite(Event event, Json data) {
    requireOfHub(event);
    rows.rewrite(event.position(), data.text());
  }

  /** Removes an event of the hub's own topics, within the caller's transaction. */
  @Transactional(TxType.MANDATORY)
  public void remove(Event event) {
    requireOfHub(event);
    rows.remove(event.position());
  }

  /** Listeners would not learn of it. */
  private static void requireOfHub(Event event) {
    if (!event.topic().isOfHub()) {
      throw new IllegalArgumentException(event.topic() + " is not one of the hub's own.");
    }
  }
}
