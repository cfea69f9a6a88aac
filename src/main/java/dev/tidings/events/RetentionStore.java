package dev.tidings.events;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The statements of {@link Retention}, a transaction each. They order by topic and position for the
 * reason that {@link TopicRows} tells.
 */
@ApplicationScoped
@Transactional
class RetentionStore {
  private static final Duration SETTLED = Duration.ofHours(1);

  @PersistenceContext(unitName = "tidings")
  EntityManager em;

  @Inject EventLog log;
  @Inject LogWriter writer;

  /** The next topic that has rows, in the order of paths: one look at the index. */
  Optional<Topic> topicAfter(String path) {
    return em.createQuery(
            "select e.topic from StoredEvent e where e.topic > :path order by e.topic",
            String.class)
        .setParameter("path", path)
        .setMaxResults(1)
        .getResultStream()
        .findFirst()
        .map(Topic::new);
  }

  /** By the database's clock: a node whose own is wrong would have everything expire. */
  Instant now() {
    return (Instant)
        em.createNativeQuery("select current_timestamp", Instant.class).getSingleResult();
  }

  /** Where the log ends. */
  long head() {
    return log.head().position();
  }

  /** The topics of what stands in a stretch of the log. */
  List<Topic> topicsBetween(long after, long upTo) {
    return em.createQuery(
            "select distinct e.topic from StoredEvent e"
                + " where e.position > :after and e.position <= :upTo",
            String.class)
        .setParameter("after", after)
        .setParameter("upTo", upTo)
        .getResultStream()
        .map(Topic::new)
        .toList();
  }

  /** When a topic's oldest event was committed. */
  Optional<Instant> oldest(Topic topic) {
    return em.createQuery(
            "select e.at from StoredEvent e where e.topic = :topic order by e.topic, e.position",
            Instant.class)
        .setParameter("topic", topic.path())
        .setMaxResults(1)
        .getResultStream()
        .findFirst();
  }

  /** Lets a topic keep its newest {@code count} events. */
  void raiseToCount(Topic topic, long count) {
    em.createQuery(
            "select e.position from StoredEvent e where e.topic = :topic"
                + " order by e.topic desc, e.position desc",
            Long.class)
        .setParameter("topic", topic.path())
        .setFirstResult((int) Math.min(count, Integer.MAX_VALUE))
        .setMaxResults(1)
        .getResultStream()
        .findFirst()
        .ifPresent(position -> writer.raiseFloor(topic, position));
  }

  /** Lets a topic's oldest events go as far as they were committed before an instant. */
  void raiseToAge(Topic topic, Instant before, int chunk) {
    long floor = log.floors(List.of(topic)).getOrDefault(topic, 0L);
    long expired = floor;
    // One row tells whether there is anything to do at all, as mostly there is not.
    int rows = 1;
    while (true) {
      List<Event> oldest =
          em.createQuery(
                  "select new dev.tidings.events.Event(e.position, e.topic, e.type, '', e.at)"
                      + " from StoredEvent e"
                      + " where e.topic = :topic and e.position > :after"
                      + " order by e.topic, e.position",
                  Event.class)
              .setParameter("topic", topic.path())
              .setParameter("after", expired)
              .setMaxResults(rows)
              .getResultList();
      int old = 0;
      while (old < oldest.size() && oldest.get(old).at().isBefore(before)) {
        expired = oldest.get(old++).position();
      }
      if (old < rows) {
        break;
      }
      rows = chunk;
    }
    if (expired > floor) {
      writer.raiseFloor(topic, expired);
    }
  }

  /**
   * Deletes rows up to a topic's floor. The row at the floor stays for an hour: it may be the
   * {@code clear} that another node has yet to read.
   *
   * @return whether there may be more
   */
  boolean purge(Topic topic, int chunk) {
    long floor = log.floors(List.of(topic)).getOrDefault(topic, 0L);
    List<Long> gone =
        em.createQuery(
                "select e.position from StoredEvent e"
                    + " where e.topic = :topic and e.position <= :floor"
                    + " and (e.position < :floor or e.at < :settled)"
                    + " order by e.topic, e.position",
                Long.class)
            .setParameter("topic", topic.path())
            .setParameter("floor", floor)
            .setParameter("settled", now().minus(SETTLED))
            .setMaxResults(chunk)
            .getResultList();
    if (!gone.isEmpty()) {
      em.createQuery("delete from StoredEvent e where e.topic = :topic and e.position <= :last")
          .setParameter("topic", topic.path())
          .setParameter("last", gone.get(gone.size() - 1))
          .executeUpdate();
    }
    return gone.size() == chunk;
  }

  /** Forgets the idempotency keys answered before an instant. */
  void forgetRequests(Instant before) {
    em.createQuery("delete from KnownRequest r where r.at < :before")
        .setParameter("before", before)
        .executeUpdate();
  }
}
