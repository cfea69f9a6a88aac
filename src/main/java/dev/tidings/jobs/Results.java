package dev.tidings.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What exports wrote, in pieces, each read in a transaction of its own. Safe for any thread. */
@ApplicationScoped
@Transactional
class Results {
  /** Pieces in one transaction, of at most 256 KiB each. */
  private static final int SOME = 64;

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

  /** Takes away some of what is left of a job that is gone; whether there may be more. */
  boolean clearSome(String job) {
    List<Integer> some =
        em.createQuery(
                "select p.key.number from JobPart p where p.key.job = :job order by p.key.number",
                Integer.class)
            .setParameter("job", job)
            .setMaxResults(SOME)
            .getResultList();
    if (!some.isEmpty()) {
      em.createQuery("delete from JobPart p where p.key.job = :job and p.key.number in :some")
          .setParameter("job", job)
          .setParameter("some", some)
          .executeUpdate();
    }
    return some.size() == SOME;
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
