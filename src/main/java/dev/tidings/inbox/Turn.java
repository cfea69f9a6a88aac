package dev.tidings.inbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to do what is done for all inboxes: whoever has the lock of the one progress
 * row, until the end of the transaction. The others find nothing to do.
 */
@ApplicationScoped
@Transactional(TxType.MANDATORY)
class Turn {
  @PersistenceContext(unitName = "tidings")
  EntityManager em;

  /** How far the log was delivered; null where it is another node's turn. */
  @Nullable Progress take() {
    return em.createQuery("from Progress p", Progress.class)
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .setHint("jakarta.persistence.lock.timeout", Inboxes.SKIP_LOCKED)
        .getResultStream()
        .findFirst()
        .orElse(null);
  }
}
