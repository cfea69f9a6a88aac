package dev.tidings.inbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** What is to be sent later. */
@ApplicationScoped
@Transactional
class Schedule {
  /** At the same time. */
  static final int MAX = 1_000;

  @PersistenceContext(unitName = "tidings")
  EntityManager em;

  /** Those to come, the next first. */
  List<Scheduled> all() {
    return em.createQuery("from Scheduled s order by s.due", Scheduled.class)
        .setMaxResults(MAX)
        .getResultList();
  }

  /** To be sent; its id, also if it was there before, empty where too many are waiting. */
  Optional<String> add(Scheduled scheduled) {
    if (em.find(Scheduled.class, scheduled.id) != null) {
      return Optional.of(scheduled.id);
    }
    long waiting = em.createQuery("select count(s) from Scheduled s", Long.class).getSingleResult();
    if (waiting >= MAX) {
      return Optional.empty();
    }
    em.persist(scheduled);
    return Optional.of(scheduled.id);
  }

  /** Whether it was still there. */
  boolean cancel(String id) {
    return em.createQuery("delete from Scheduled s where s.id = :id")
            .setParameter("id", id)
            .executeUpdate()
        > 0;
  }
}
