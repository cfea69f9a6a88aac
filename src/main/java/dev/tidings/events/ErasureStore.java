package dev.tidings.events;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;

/** The statements of {@link Erasure} and {@link PersonalEvents}; a transaction each, or in one. */
@ApplicationScoped
@Transactional
class ErasureStore {
  @PersistenceContext(unitName = "tidings")
  EntityManager em;

  /** Where the log's first event stands; 1 where there is none. */
  long oldest() {
    return em.createQuery("select coalesce(min(e.position), 1) from StoredEvent e", Long.class)
        .getSingleResult();
  }

  /**
   * The topics like a pattern that have events in a stretch of the log.
   *
   * @param like with ! before what is to be taken as it stands
   */
  List<Topic> topics(String like, long after, long upTo) {
    return em.createQuery(
            "select distinct e.topic from StoredEvent e"
                + " where e.position > :after and e.position <= :upTo and e.type <> :clear"
                + " and e.topic like :like escape '!'",
            String.class)
        .setParameter("after", after)
        .setParameter("upTo", upTo)
        .setParameter("clear", Event.CLEAR)
        .setParameter("like", like)
        .getResultStream()
        .map(Topic::new)
        .toList();
  }

  /** How many events a topic has; what tells that it was cleared is none. */
  long count(Topic topic) {
    return em.createQuery(
            "select count(*) from StoredEvent e where e.topic = :topic and e.type <> :clear",
            Long.class)
        .setParameter("topic", topic.path())
        .setParameter("clear", Event.CLEAR)
        .getSingleResult();
  }

  void rewrite(long position, String data) {
    em.createQuery("update StoredEvent e set e.data = :data where e.position = :position")
        .setParameter("data", data)
        .setParameter("position", position)
        .executeUpdate();
  }

  void remove(long position) {
    em.createQuery("delete from StoredEvent e where e.position = :position")
        .setParameter("position", position)
        .executeUpdate();
  }

  /**
   * The publish requests of a user that were answered, in the order of their keys.
   *
   * @param after the key to go on from
   */
  List<KnownRequest> requests(String user, String after, int limit) {
    return em.createQuery(
            "from KnownRequest r where r.id.principal = :user and r.id.key > :after"
                + " order by r.id.key",
            KnownRequest.class)
        .setParameter("user", user)
        .setParameter("after", after)
        .setMaxResults(limit)
        .getResultList();
  }

  /** Forgets some of them; how many. */
  int forgetRequests(String user, int limit) {
    List<String> keys =
        em.createQuery(
                "select r.id.key from KnownRequest r where r.id.principal = :user", String.class)
            .setParameter("user", user)
            .setMaxResults(limit)
            .getResultList();
    if (!keys.isEmpty()) {
      em.createQuery(
              "delete from KnownRequest r where r.id.principal = :user and r.id.key in :keys")
          .setParameter("user", user)
          .setParameter("keys", keys)
          .executeUpdate();
    }
    return keys.size();
  }
}
