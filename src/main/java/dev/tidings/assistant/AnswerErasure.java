package dev.tidings.assistant;

import dev.tidings.events.Erasure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;

/** The statements of {@link PersonalAnswers}, a transaction each. */
@ApplicationScoped
@Transactional
class AnswerErasure {
  private static final int SOME = 100;

  @Inject Erasure log;

  @PersistenceContext(unitName = "tidings")
  EntityManager em;

  /** Some of a user's answers. */
  List<String> some(String user) {
    return em.createQuery("select a.id from Answer a where a.user = :user", String.class)
        .setParameter("user", user)
        .setMaxResults(SOME)
        .getResultList();
  }

  /** One that is under way ends: whoever writes it finds that it is over. */
  void remove(String id) {
    em.createQuery("delete from Answer a where a.id = :id").setParameter("id", id).executeUpdate();
    log.clear(AssistantTopic.of(id));
  }
}
