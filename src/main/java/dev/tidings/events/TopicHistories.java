package dev.tidings.events;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the log holds, topic by topic, for those who operate it. Every method throws {@link
 * jakarta.persistence.PersistenceException} when the database does not do its part. Safe for any
 * thread.
 */
@ApplicationScoped
@Transactional
public class TopicHistories {
  /** Topics that are looked at in search of those with a prefix, at most. */
  private static final int WALK = 10_000;

  /** Rows that are counted for one answer, about, and of one topic however many are asked for. */
  private static final int COUNTED = 1_000_000;

  private static final int COUNTED_OF_ONE = 10_000;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final long FIRST_STEP = 64;

  /** The order names the topic for the reason that {@link TopicRows} tells. */
  private static final String COUNT =
      "select count(*) from (select position from tidings_event where topic = ?1 and position > ?2"
          + " order by topic, position limit ?3) counted";

  private static final String END =
      "select new dev.tidings.events.Event(e.position, e.topic, e.type, '', e.at)"
          + " from StoredEvent e where e.topic = :topic and e.position > :floor"
          + " order by e.topic %1$s, e.position %1$s";

  @PersistenceContext(unitName = "tidings")
  EntityManager em;

  @Inject EventLog log;
  @Inject RetentionStore store;

  /**
   * What the log has of a topic.
   *
   * @param events how many, without those that are cleared or expired
   * @param more whether there are more than were counted
   * @param rate events a second in the last minute
   * @param oldest null, as the others, where there is none
   */
  public record TopicHistory(
      Topic topic,
      long events,
      boolean more,
      double rate,
      @Nullable EventId oldest,
      @Nullable Instant oldestAt,
      @Nullable EventId newest,
      @Nullable Instant newestAt) {}

  /**
   * Topics that have rows, in the database's order of paths.
   *
   * @param prefix what their paths begin with; empty for all
   * @param limit how many at most
   */
  public List<Topic> topics(String prefix, int limit) {
    List<Topic> found = new ArrayList<>();
    Optional<Topic> next = prefix.isEmpty() ? Optional.empty() : named(prefix);
    next = next.isPresent() ? next : store.topicAfter(prefix);
    for (int i = 0; i < WALK && next.isPresent() && found.size() < limit; i++) {
      String path = next.get().path();
      if (path.startsWith(prefix)) {
        found.add(next.get());
      } else if (!path.regionMatches(true, 0, prefix, 0, prefix.length())) {
        // Not at the first that does not fit: many databases take no notice of case at first.
        break;
      }
      next = store.topicAfter(path);
    }
    return found;
  }

  private Optional<Topic> named(String path) {
    return em.createQuery("select e.topic from StoredEvent e where e.topic = :path", String.class)
        .setParameter("path", path)
        .setMaxResults(1)
        .getResultStream()
        .findFirst()
        .map(Topic::new);
  }

  /**
   * The histories of some topics, in their order. Of each that is large only so much is counted.
   */
  public List<TopicHistory> of(Collection<Topic> topics) {
    if (topics.isEmpty()) {
      return List.of();
    }
    EventLog.Head head = log.head();
    Map<Topic, Long> floors = log.floors(topics);
    Instant minuteAgo = store.now().minus(MINUTE);
    long since = before(minuteAgo, head.position());
    int most = Math.max(COUNTED_OF_ONE, COUNTED / topics.size());
    return topics.stream()
        .map(topic -> of(topic, floors.getOrDefault(topic, 0L), head, since, most))
        .toList();
  }

  private TopicHistory of(Topic topic, long floor, EventLog.Head head, long since, int most) {
    Event newest = end(topic, floor, "desc");
    Event oldest = newest == null ? null : end(topic, floor, "asc");
    if (newest == null || oldest == null) {
      return new TopicHistory(topic, 0, false, 0, null, null, null, null);
    }
    long count = count(topic, floor, most + 1);
    long recent = newest.position() <= since ? 0 : count(topic, Math.max(floor, since), COUNTED);
    return new TopicHistory(
        topic,
        Math.min(count, most),
        count > most,
        (double) recent / MINUTE.toSeconds(),
        new EventId(head.epoch(), oldest.position()),
        oldest.at(),
        new EventId(head.epoch(), newest.position()),
        newest.at());
  }

  private @Nullable Event end(Topic topic, long floor, String order) {
    return em.createQuery(END.formatted(order), Event.class)
        .setParameter("topic", topic.path())
        .setParameter("floor", floor)
        .setMaxResults(1)
        .getResultStream()
        .findFirst()
        .orElse(null);
  }

  private long count(Topic topic, long after, int most) {
    return ((Number)
            em.createNativeQuery(COUNT)
                .setParameter(1, topic.path())
                .setParameter(2, after)
                .setParameter(3, most)
                .getSingleResult())
        .longValue();
  }

  /**
   * A position before which everything was committed before an instant, and after which it was not:
   * times rise with positions, so a few dozen looks find it.
   */
  private long before(Instant moment, long head) {
    long step = FIRST_STEP;
    long low = head;
    while (low > 0 && !old(low, moment, head)) {
      low = Math.max(0, head - step);
      step *= 4;
    }
    long high = head;
    while (low < high) {
      long middle = low + (high - low + 1) / 2;
      if (old(middle, moment, head)) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Whether the first row from a position on, if there is one, is from before an instant. */
  private boolean old(long position, Instant moment, long head) {
    return em.createQuery(
            "select e.at from StoredEvent e where e.position >= :from and e.position <= :upTo"
                + " order by e.position",
            Instant.class)
        .setParameter("from", position)
        .setParameter("upTo", head)
        .setMaxResults(1)
        .getResultStream()
        .findFirst()
        .filter(at -> at.isBefore(moment))
        .isPresent();
  }
}
