package dev.tidings.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What exports wrote, in pieces, each read in a transaction of its own. Safe for any thread. */
@ApplicationScoped
@Transactional
class Results {
  @PersistenceContext(unitName = "tidings")
  EntityManager em;

  /**
   * Writes more, from a piece on.
   *
   * @param number of the first piece
   * @param starts how many bytes lie before it
   * @return the number of the next piece
   */
  int append(String job, int number, long starts, byte[] bytes) {
    int next = number;
    for (int from = 0; from < bytes.length; from += JobPart.MAX) {
      int to = Math.min(bytes.length, from + JobPart.MAX);
      em.persist(JobPart.of(job, next++, starts + from, Arrays.copyOfRange(bytes, from, to)));
    }
    return next;
  }

  /** Takes away what an earlier attempt may have left. */
  void clear(String job) {
    em.createQuery("delete from JobPart p where p.key.job = :job")
        .setParameter("job", job)
        .executeUpdate();
  }

  /** The piece that holds a byte; null if it is not there any more. */
  @Nullable JobPart at(String job, long offset) {
    return em.createQuery(
            "from JobPart p where p.key.job = :job and p.starts <= :offset"
                + " order by p.key.job desc, p.starts desc",
            JobPart.class)
        .setParameter("job", job)
        .setParameter("offset", offset)
        .setMaxResults(1)
        .getResultStream()
        .filter(part -> offset < part.starts + part.bytes.length)
        .findFirst()
        .orElse(null);
  }
}
