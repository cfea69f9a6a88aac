package dev.tidings.events;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;

/**
 * Says what has happened once the caller's transaction has committed, and never if it has not.
 *
 * <p>Why not leave that to CDI, which has observers for it: a transaction that takes too long is
 * rolled back by the server while its thread goes on. From then on CDI takes that thread for one
 * without a transaction, and calls those observers at once: of what nobody will find in the log.
 * Safe for any thread.
 */
@ApplicationScoped
class AfterCommit {
  @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
  TransactionSynchronizationRegistry transactions;

  /**
   * Without a transaction, or once it has committed, that is at once.
   *
   * @param told runs on the thread that commits, before the commit returns
   * @throws IllegalStateException if the transaction was rolled back
   */
  void run(Runnable told) {
    int status = transactions.getTransactionStatus();
    if (status == Status.STATUS_NO_TRANSACTION || status == Status.STATUS_COMMITTED) {
      told.run();
      return;
    }
    transactions.registerInterposedSynchronization(
        new Synchronization() {
          @Override
          public void beforeCompletion() {
            // Not yet: others may still refuse.
          }

          @Override
          public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
              told.run();
            }
          }
        });
  }
}
