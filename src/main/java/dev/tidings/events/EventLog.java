package dev.tidings.events;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.stream.Collectors;

/**
 * The durable, totally ordered sequence of committed events.
 *
 * <p>Positions are handed out by one counter row that is locked last before the commit, so that the
 * order of positions is the order of commits and a number that was rolled back is used again: there
 * are no holes, and whoever has read up to a position never finds a lower one later. Rows that are
 * missing were expired or cleared.
 *
 * <p>Every method throws {@link jakarta.persistence.PersistenceException} when the database does
 * not do its part. Safe for any thread.
 */
@ApplicationScoped
@Transactional // Reading too: without one, Liberty keeps an entity manager for as long as the
// thread.
public class EventLog {
  private static final int ONLY_ROW = 1;

  /** Of a page. Larger bounds would overflow where the rows that fit are reckoned. */
  private static final long MOST_BYTES = Integer.MAX_VALUE;

  private static final int EPOCH_LENGTH = 8;
  private static final String EPOCH_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final SecureRandom RANDOM = new SecureRandom();

  @PersistenceContext(unitName = "tidings")
  EntityManager em;

  /** Where the log ends. */
  public record Head(String epoch, long position) {
    /** The id of the newest event. */
    public EventId id() {
      return new EventId(epoch, position);
    }
  }

  /**
   * A stretch of the log.
   *
   * @param complete whether it reaches to the end of what was asked for
   */
  public record Page(List<Event> events, boolean complete) {}

  /** A random name for one life of a log. */
  public static String newEpoch() {
    return RANDOM
        .ints(EPOCH_LENGTH, 0, EPOCH_LETTERS.length())
        .mapToObj(EPOCH_LETTERS::charAt)
        .map(String::valueOf)
        .collect(Collectors.joining());
  }

  /**
   * Begins the log of a new database. Does nothing where there is one. Nodes may start at once.
   *
   * @param turnstile a table that has rows: one node at a time gets past it
   */
  void begin(String turnstile) {
    // Quoted, as it was made: H2 would look for one in capitals.
    em.createNativeQuery("select 1 from \"" + turnstile + "\" for update").getResultList();
    if (em.find(LogHead.class, ONLY_ROW) == null) {
      LogHead head = new LogHead();
      head.id = ONLY_ROW;
      head.epoch = newEpoch();
      em.persist(head);
    }
  }

  public Head head() {
    return em.createQuery("select h.epoch, h.position from LogHead h", Head.class)
        .getSingleResult();
  }

  /**
   * The events of all topics after a position, in order.
   *
   * @param upTo the last position to read
   * @param limit how many at most
   */
  public List<Event> after(long position, long upTo, int limit) {
    return em.createQuery(
            "select new dev.tidings.events.Event("
                + "e.position, e.topic, e.type, e.data, e.at, e.trace)"
                + " from StoredEvent e"
                + " where e.position > :after and e.position <= :upTo order by e.position",
            Event.class)
        .setParameter("after", position)
        .setParameter("upTo", upTo)
        .setMaxResults(limit)
        .getResultList();
  }

  /** The events after a position that are part of a trace, in order and without their data. */
  public List<Event> traced(long position) {
    return em.createQuery(
            "select new dev.tidings.events.Event(e.position, e.topic, e.type, '', e.at, e.trace)"
                + " from StoredEvent e"
                + " where e.position > :after and e.trace is not null order by e.position",
            Event.class)
        .setParameter("after", position)
        .getResultList();
  }

  /**
   * The events of some topics after a position, in order. Ask for the {@link #floors} of the topics
   * <em>after</em> this: what was deleted in between then shows as a floor, not as a silent hole.
   *
   * @param upTo the last position to read
   * @param rows how many events at most
   * @param bytes how many characters of data at most, but at least one event
   */
  public Page after(Collection<Topic> topics, long position, long upTo, int rows, long bytes) {
    return page(topics, position, upTo, rows, bytes, true);
  }

  /** The same for one topic, newest first. */
  public Page newest(Topic topic, long position, long upTo, int rows, long bytes) {
    return page(List.of(topic), position, upTo, rows, bytes, false);
  }

  /**
   * Merges the topics: each by itself is read in the order of its index, whatever the log holds.
   */
  private Page page(
      Collection<Topic> topics, long after, long upTo, int rows, long most, boolean ascending) {
    Comparator<TopicRows> nearest = Comparator.comparingLong(TopicRows::position);
    Queue<TopicRows> next = new PriorityQueue<>(ascending ? nearest : nearest.reversed());
    // Not for what is answered: what is below a floor may still be there, a million rows of it.
    Map<Topic, Long> floors = floors(topics);
    for (Topic topic : topics) {
      long from = Math.max(after, floors.getOrDefault(topic, 0L));
      TopicRows of = new TopicRows(em, topic, from, upTo, ascending);
      if (of.more()) {
        next.add(of);
      }
    }
    List<Event> events = new ArrayList<>();
    long size = 0;
    long bytes = Math.min(most, MOST_BYTES);
    for (TopicRows of = next.poll(); of != null; of = next.poll()) {
      Event event = of.take();
      if (size > 0 && size + event.data().length() > bytes) {
        return new Page(events, false);
      }
      size += event.data().length();
      events.add(event);
      if (events.size() >= rows || size >= bytes) {
        return new Page(events, false);
      }
      long fitting = 1 + (bytes - size) * events.size() / Math.max(1, size);
      if (of.more(Math.min(fitting, rows - events.size()))) {
        next.add(of);
      }
    }
    return new Page(events, true);
  }

  /**
   * How many events a topic has up to a position. Looks at each: for what runs in the background.
   */
  public long count(Topic topic, long upTo) {
    return em.createQuery(
            "select count(*) from StoredEvent e"
                + " where e.topic = :topic and e.position > :floor and e.position <= :upTo",
            Long.class)
        .setParameter("topic", topic.path())
        .setParameter("floor", floors(List.of(topic)).getOrDefault(topic, 0L))
        .setParameter("upTo", upTo)
        .getSingleResult();
  }

  /** Per topic the position up to which its events are gone; topics that lost none are absent. */
  public Map<Topic, Long> floors(Collection<Topic> topics) {
    return em.createQuery("from Floor f where f.topic in :topics", Floor.class)
        .setParameter("topics", topics.stream().map(Topic::path).toList())
        .getResultStream()
        .collect(Collectors.toMap(floor -> new Topic(floor.topic), floor -> floor.position));
  }

  /**
   * Begins another life of the log, if {@code seen} is still its epoch: ids given out before mean
   * nothing from now on.
   */
  public void rotateEpoch(String seen, String next) {
    em.createQuery("update LogHead h set h.epoch = :next where h.epoch = :seen")
        .setParameter("next", next)
        .setParameter("seen", seen)
        .executeUpdate();
  }
}
