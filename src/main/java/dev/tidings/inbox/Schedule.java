package dev.tidings.inbox;

import dev.tidings.events.HubTopics;
import dev.tidings.problem.Body;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is to be sent later. */
@ApplicationScoped
@Transactional
class Schedule {
  /** At the same time. */
  static final int MAX = 1_000;

  @Inject Turn turn;
  @Inject HubTopics topics;

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

  /**
   * Sends what was to be sent at a moment that has come.
   *
   * @param most how many
   * @return whether there may be more
   */
  boolean send(int most) {
    if (turn.take() == null) {
      return false;
    }
    List<Scheduled> due = due(most);
    for (Scheduled scheduled : due) {
      Notification notification = NotificationJson.read(Body.of(scheduled.notification).json());
      topics.publish(
          InboxTopic.NOTIFICATIONS,
          Notifications.drafts(notification, scheduled.sender.isEmpty() ? null : scheduled.sender));
      em.remove(scheduled);
    }
    return !due.isEmpty();
  }

  /** The next one that is due will not be sent. */
  void passOver() {
    if (turn.take() != null) {
      due(1).forEach(em::remove);
    }
  }

  private List<Scheduled> due(int most) {
    return em.createQuery("from Scheduled s where s.due <= :now order by s.due", Scheduled.class)
        .setParameter("now", Instant.now())
        .setMaxResults(most)
        .getResultList();
  }

  /** Whether it was still there. */
  boolean cancel(String id) {
    return em.createQuery("delete from Scheduled s where s.id = :id")
            .setParameter("id", id)
            .executeUpdate()
        > 0;
  }
}
