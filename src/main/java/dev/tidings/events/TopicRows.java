package dev.tidings.events;

import jakarta.persistence.EntityManager;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The rows of one topic between two positions, read in chunks as they are taken: a page of large
 * events does not bring a thousand of them to memory. For one thread, within a transaction.
 */
final class TopicRows {
  private static final int FIRST_CHUNK = 64;

  /**
   * The order names the topic, although it is always the same one: only then does H2 read the index
   * in its order. By position alone it reads all of the topic and sorts it, for each chunk.
   */
  private static final String SELECT =
      "select new dev.tidings.events.Event(e.position, e.topic, e.type, e.data, e.at)"
          + " from StoredEvent e"
          + " where e.topic = :topic and e.position > :after and e.position <= :upTo"
          + " and not exists"
          + " (select 1 from Floor f where f.topic = e.topic and f.position >= e.position)";

  private static final String OLDEST_FIRST = SELECT + " order by e.topic, e.position";
  private static final String NEWEST_FIRST = SELECT + " order by e.topic desc, e.position desc";

  private final EntityManager em;
  private final Topic topic;
  private final boolean ascending;
  private final Queue<Event> read = new ArrayDeque<>();
  private long after;
  private long upTo;
  private boolean exhausted;

  TopicRows(EntityManager em, Topic topic, long after, long upTo, boolean ascending) {
    this.em = em;
    this.topic = topic;
    this.after = after;
    this.upTo = upTo;
    this.ascending = ascending;
  }

  /** Whether there is another row. */
  boolean more() {
    return more(FIRST_CHUNK);
  }

  /**
   * Whether there is another row.
   *
   * @param chunk how many to read from the database, if none is left of those that were read
   */
  boolean more(long chunk) {
    if (read.isEmpty() && !exhausted) {
      fetch((int) Math.min(chunk, Integer.MAX_VALUE));
    }
    return !read.isEmpty();
  }

  /** Where the next row stands. */
  long position() {
    return read.element().position();
  }

  Event take() {
    return read.remove();
  }

  private void fetch(int chunk) {
    read.addAll(
        em.createQuery(ascending ? OLDEST_FIRST : NEWEST_FIRST, Event.class)
            .setParameter("topic", topic.path())
            .setParameter("after", after)
            .setParameter("upTo", upTo)
            .setMaxResults(chunk)
            .getResultList());
    exhausted = read.size() < chunk;
    for (Event last : read) {
      if (ascending) {
        after = last.position();
      } else {
        upTo = last.position() - 1;
      }
    }
  }
}
