package dev.tidings.events;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.util.List;

/** Adds to what the caller's transaction appends to the log as its last act before the commit. */
@ApplicationScoped
class Enlisted {
  @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
  TransactionSynchronizationRegistry transactions;

  @Inject LogWriter log;
  @Inject Traces traces;
  @Inject jakarta.enterprise.event.Event<Published> published;

  /** Without a transaction, this is one. */
  @Transactional
  public Receipt add(List<Entry> entries) {
    if (transactions.getResource(Pending.class) instanceof Pending pending) {
      return pending.add(entries);
    }
    Pending pending = new Pending(log, published, traces.tracing());
    transactions.putResource(Pending.class, pending);
    // Interposed: called after the application's own synchronizations and its flush.
    transactions.registerInterposedSynchronization(pending);
    return pending.add(entries);
  }
}
