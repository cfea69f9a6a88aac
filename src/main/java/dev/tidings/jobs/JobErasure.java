package dev.tidings.jobs;

import dev.tidings.events.Erasure;
import dev.tidings.events.Topic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** The statements of {@link PersonalJobs}, a transaction each. */
@ApplicationScoped
@Transactional
class JobErasure {
  @Inject JobBook book;
  @Inject JobOwners owners;
  @Inject Erasure log;

  @PersistenceContext(unitName = "tidings")
  EntityManager em;

  /** One of a user's jobs. */
  Optional<String> next(String user) {
    return em.createQuery("select j.id from Job j where j.owner = :user", String.class)
        .setParameter("user", user)
        .setMaxResults(1)
        .getResultStream()
        .findFirst();
  }

  /** An export of a user's topics that somebody else made. */
  Optional<String> nextExportOf(String user) {
    return em.createQuery(
            "select j.id from Job j where j.export like :topic escape '!'", String.class)
        .setParameter("topic", "%\"topic\":\"" + below(user) + "%")
        .setMaxResults(1)
        .getResultStream()
        .findFirst();
  }

  /** As a pattern; of a name that is too long for a topic, one that nothing is like. */
  private static String below(String user) {
    try {
      return Topic.of("users", user).path().replaceAll("[_%!]", "!$0") + "/";
    } catch (Topic.Invalid tooLong) {
      return "/";
    }
  }

  /**
   * Takes a job away with all that was told of it. What it wrote is nobody's from then on, and goes
   * next. Another's is told to its owner.
   */
  Optional<Job> remove(String id, String user) {
    Optional<Job> found = book.locked(id);
    found.ifPresent(
        job -> {
          if (job.owner.equals(user)) {
            em.remove(job);
          } else {
            book.remove(job);
          }
          log.clear(job.topic());
          log.clear(job.progressTopic());
        });
    owners.forget(id);
    return found;
  }

  /** Of jobs that are another's; nobody can report them any more. */
  long forgetReporter(String user) {
    return em.createQuery("update Job j set j.reporter = '' where j.reporter = :user")
        .setParameter("user", user)
        .executeUpdate();
  }
}
