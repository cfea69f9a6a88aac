package dev.tidings.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/** Takes away results and jobs whose time is over. */
@ApplicationScoped
@Transactional
class Shreds {
  /** Pieces in one transaction, of at most 256 KiB each. */
  private static final int PIECES = 64;

  @Inject JobBook book;
  @Inject JobsConfig config;

  @PersistenceContext(unitName = "tidings")
  EntityManager em;

  /** Does a little; whether there may be more. */
  boolean sweep() {
    Instant now = Instant.now();
    List<Job> results = some("from Job j where j.keptUntil <= :before and j.url is not null", now);
    results.forEach(book::expire);
    List<Job> jobs =
        some(
            "from Job j where j.endedAt <= :before and j.state in (COMPLETE, FAILED, CANCELLED)",
            now.minus(config.kept()));
    jobs.forEach(book::remove);
    return shred() || results.size() == JobBook.FEW || jobs.size() == JobBook.FEW;
  }

  /** What nobody can fetch: of jobs that are gone, have no result any more, or never got to one. */
  private boolean shred() {
    List<JobPart.Key> first =
        em.createQuery(
                "select p.key from JobPart p left join Job j on j.id = p.key.job"
                    + " where j.id is null"
                    + " or (j.url is null and j.state in (COMPLETE, FAILED, CANCELLED))"
                    + " order by p.key.job, p.key.number",
                JobPart.Key.class)
            .setMaxResults(1)
            .getResultList();
    first.forEach(
        key ->
            em.createQuery("delete from JobPart p where p.key.job = :job and p.key.number < :end")
                .setParameter("job", key.job())
                .setParameter("end", key.number() + PIECES)
                .executeUpdate());
    return !first.isEmpty();
  }

  /** What another node is at is left to it. */
  private List<Job> some(String query, Instant before) {
    return em.createQuery(query + " order by j.id", Job.class)
        .setParameter("before", before)
        .setMaxResults(JobBook.FEW)
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .setHint(JobBook.TIMEOUT, JobBook.SKIP_LOCKED)
        .getResultList();
  }
}
