package dev.tidings.events;

import dev.tidings.problem.Problem;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Where publish requests that came over HTTP go into the log. The counter row makes commits queue,
 * so requests that arrive while one transaction commits go together into the next. If such a group
 * fails, its requests are run singly: one bad apple fails alone.
 *
 * <p>No request thread waits here, and at most one executor thread of a node is in the database, so
 * a database that hangs holds up nothing else. Safe for any thread.
 */
@ApplicationScoped
class Intake {
  private static final Logger LOG = Logger.getLogger(Intake.class.getName());

  private static final String WAITING = "tidings_publish_waiting_bytes";

  /** As many in one group show that more are coming. */
  private static final int MANY = 4;

  /**
   * Seconds: no time-out of the transaction comes before those of its statements. The server would
   * roll back while this thread goes on, and a statement that had waited until then would begin
   * another transaction on the connection: nobody's, with the lock that everybody who publishes
   * waits for.
   */
  private static final int ENDLESS = 3_600;

  @Inject LogWriter writer;
  @Inject EventsConfig config;
  @Inject Traces traces;
  @Inject RefusedCounter refused;
  @Inject MetricRegistry registry;
  @Inject jakarta.enterprise.event.Event<Published> published;
  @Inject AfterCommit afterCommit;

  @PersistenceContext(unitName = "tidings")
  EntityManager em;

  @Resource(lookup = "java:comp/UserTransaction")
  UserTransaction transaction;

  @Resource ManagedExecutorService executor;

  /** Bounded by {@link EventsConfig#waitingBytes}. */
  private final Queue<PublishRequest> waiting = new ConcurrentLinkedQueue<>();

  private final AtomicLong waitingBytes = new AtomicLong();
  private final AtomicBoolean committing = new AtomicBoolean();

  /** Whether the last commit failed: an outage is told once. Only who commits touches it. */
  private volatile boolean failing;

  void start(@Observes Startup started) {
    registry.gauge(
        Metadata.builder()
            .withName(WAITING)
            .withDescription("Bytes of publish requests that wait for their commit, about.")
            .build(),
        waitingBytes,
        AtomicLong::get);
  }

  void stop(@Observes Shutdown stopping) {
    registry.remove(WAITING);
  }

  /**
   * The ids once the commit is through. Fails with a {@link Problem}: 422 for a known idempotency
   * key with another body, 503 when the database does not confirm in time.
   */
  CompletionStage<List<EventId>> submit(PublishRequest request) {
    long size = request.size();
    if (waitingBytes.addAndGet(size) > config.waitingBytes()) {
      waitingBytes.addAndGet(-size);
      refused.full();
      throw Problem.unavailable(
          "More is being published than the database takes. Nothing of this was stored.");
    }
    request.follow(traces.tracing());
    waiting.add(request);
    work();
    Duration timeout = config.publishTimeout();
    return request
        .answer
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        // Elsewhere: whoever completes this commits the next group, and must not write to sockets.
        .handleAsync(
            (ids, failure) -> ids != null ? ids : failed(request, timeout, failure), executor);
  }

  private List<EventId> failed(PublishRequest request, Duration timeout, Throwable failure) {
    if (failure instanceof TimeoutException) {
      refused.unconfirmed();
      throw Problem.unavailable(
          "The database did not answer within "
              + timeout
              + (request.take()
                  ? ". Nothing of this was stored."
                  : ". This may have been stored: repeat it with the same Idempotency-Key."));
    }
    if (failure instanceof Problem problem && problem.status() == 503) {
      refused.unconfirmed();
    }
    throw failure instanceof RuntimeException known ? known : new CompletionException(failure);
  }

  private void work() {
    if (!waiting.isEmpty() && committing.compareAndSet(false, true)) {
      try {
        executor.execute(this::drain);
      } catch (RuntimeException refused) {
        committing.set(false);
        throw refused;
      }
    }
  }

  private void drain() {
    try {
      for (List<PublishRequest> group = next(); !group.isEmpty(); group = next()) {
        commit(group);
        if (group.size() >= MANY) {
          // Those who were answered just now publish again: a short wait lets them share a commit.
          LockSupport.parkNanos(config.gather().toNanos());
        }
      }
    } finally {
      committing.set(false);
    }
    // One may have come between the last look and the release.
    work();
  }

  private List<PublishRequest> next() {
    List<PublishRequest> group = new ArrayList<>();
    Set<KnownRequest.Id> keys = new HashSet<>();
    int room = config.groupEvents();
    for (PublishRequest request = waiting.peek();
        request != null && (group.isEmpty() || request.entries().size() <= room);
        request = waiting.peek()) {
      KnownRequest.Id id = request.id();
      if (id != null && !keys.add(id)) {
        // The same key twice: the second is to find the first's answer in the next transaction.
        break;
      }
      waiting.remove();
      waitingBytes.addAndGet(-request.size());
      if (request.take()) {
        group.add(request);
        room -= request.entries().size();
      }
    }
    return group;
  }

  private void commit(List<PublishRequest> group) {
    try {
      inTransaction(group);
      if (failing) {
        failing = false;
        LOG.info("The log takes publish requests again.");
      }
    } catch (CommitUnknown failure) {
      // Not again: it may be stored.
      fail(group, failure);
    } catch (Exception | Error failure) {
      if (group.size() > 1) {
        // Whoever was answered meanwhile does not expect it any more.
        group.stream()
            .filter(request -> !request.answer.isDone())
            .forEach(request -> commit(List.of(request)));
      } else {
        fail(group, failure);
      }
    }
  }

  private void fail(List<PublishRequest> group, Throwable failure) {
    if (!failing) {
      failing = true;
      LOG.log(
          Level.WARNING,
          "The log does not take publish requests, which are answered 503 until it does: {0}",
          root(failure).toString());
    }
    LOG.log(Level.FINE, "The failure in full.", failure);
    Problem problem =
        Problem.unavailable(
            "The database did not confirm this. It may have been stored: repeat it with the same"
                + " Idempotency-Key.");
    group.forEach(request -> request.answer.completeExceptionally(problem));
  }

  private static Throwable root(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null ? failure : root(cause);
  }

  /** The commit was asked for and not confirmed. */
  private static final class CommitUnknown extends Exception {
    private static final long serialVersionUID = 1L;

    CommitUnknown(Exception cause) {
      super(cause.toString(), cause);
    }
  }

  /**
   * All of them in one transaction, in their order, none twice; each is answered once it has
   * committed.
   *
   * @param group no two with the same key
   */
  void inTransaction(List<PublishRequest> group) throws Exception {
    Map<PublishRequest, List<EventId>> answers = new LinkedHashMap<>();
    List<PublishRequest> refused = new ArrayList<>();
    transaction.setTransactionTimeout(ENDLESS);
    transaction.begin();
    try {
      // Of the next one: what this thread does later is not ours.
      transaction.setTransactionTimeout(0);
      List<PublishRequest> fresh = new ArrayList<>();
      for (PublishRequest request : group) {
        KnownRequest known = known(request);
        if (known == null) {
          fresh.add(request);
        } else if (known.fingerprint.equals(request.fingerprint())) {
          answers.put(request, known.ids());
        } else {
          refused.add(request);
        }
      }
      if (!fresh.isEmpty()) {
        append(fresh, answers);
      }
      // What the database refuses shows here, where it is certain that nothing was stored.
      em.flush();
      confirm();
    } finally {
      if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
        transaction.rollback();
      }
    }
    answers.forEach((request, ids) -> request.answer.complete(ids));
    refused.forEach(request -> request.answer.completeExceptionally(reused()));
  }

  private void confirm() throws CommitUnknown {
    try {
      transaction.commit();
    } catch (Exception unconfirmed) {
      throw new CommitUnknown(unconfirmed);
    }
  }

  private void append(List<PublishRequest> requests, Map<PublishRequest, List<EventId>> answers) {
    List<Entry> entries = new ArrayList<>();
    requests.forEach(request -> entries.addAll(request.entries()));
    Published appended = writer.append(entries);
    int from = 0;
    for (PublishRequest request : requests) {
      List<Event> events = appended.events().subList(from, from + request.entries().size());
      from += events.size();
      answers.put(request, remember(request, appended.epoch(), events));
    }
    afterCommit.run(() -> published.fire(appended));
  }

  private @Nullable KnownRequest known(PublishRequest request) {
    KnownRequest.Id id = request.id();
    return id == null ? null : em.find(KnownRequest.class, id);
  }

  private List<EventId> remember(PublishRequest request, String epoch, List<Event> events) {
    KnownRequest known = new KnownRequest();
    known.epoch = epoch;
    known.first = events.get(0).position();
    known.events = events.size();
    KnownRequest.Id id = request.id();
    if (id != null) {
      known.id = id;
      known.fingerprint = request.fingerprint();
      known.at = Instant.now();
      em.persist(known);
    }
    return known.ids();
  }

  private static Problem reused() {
    return new Problem(
        422,
        "Idempotency key reused",
        "This Idempotency-Key was used with another body or topic. Use a new one.");
  }
}
