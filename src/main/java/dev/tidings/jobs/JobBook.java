package dev.tidings.jobs;

import dev.tidings.events.Draft;
import dev.tidings.events.Json;
import dev.tidings.events.Publisher;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObjectBuilder;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The jobs there are. Every change is told with the transaction that makes it: that a job began and
 * how it ended on {@code jobs/ID}, how far it is on {@code jobs/ID/progress}, and all of it on
 * {@code users/OWNER/jobs}. Safe for any thread.
 */
@ApplicationScoped
@Transactional
class JobBook {
  private static final String STARTED = "started";
  private static final String PROGRESS = "progress";
  private static final String JOB = "job";

  /** In one transaction. */
  static final int FEW = 100;

  static final String TIMEOUT = "jakarta.persistence.lock.timeout";

  /** Hibernate's: what somebody else has locked is not there. */
  static final int SKIP_LOCKED = -2;

  private static final String OPEN = " where j.state in (WAITING, RUNNING)";
  private static final String EXPORT = " and j.export is not null";

  @Inject Publisher publisher;
  @Inject JobNews news;

  @PersistenceContext(unitName = "tidings")
  EntityManager em;

  Optional<Job> find(String id) {
    return Optional.ofNullable(em.find(Job.class, id));
  }

  /** With the lock of its row, which a change needs. */
  Optional<Job> locked(String id) {
    return Optional.ofNullable(em.find(Job.class, id, LockModeType.PESSIMISTIC_WRITE));
  }

  /**
   * A user's newest.
   *
   * @param before only those below it
   */
  List<Job> of(String owner, JobCursor before, int limit) {
    return em.createQuery(
            "from Job j where j.owner = :owner and j.createdAt <= :at"
                + " and (j.createdAt < :at or j.id < :id)"
                + " order by j.owner desc, j.createdAt desc, j.id desc",
            Job.class)
        .setParameter("owner", owner)
        .setParameter("at", before.at())
        .setParameter("id", before.id())
        .setMaxResults(limit)
        .getResultList();
  }

  /** How many of all exports have not ended. */
  long openExports() {
    return em.createQuery("select count(*) from Job j" + OPEN + EXPORT, Long.class)
        .getSingleResult();
  }

  /** How many of a user's jobs have not ended: exports, or those that applications report. */
  long open(String owner, boolean exports) {
    return em.createQuery(
            "select count(*) from Job j"
                + OPEN
                + " and j.owner = :owner"
                + (exports ? EXPORT : " and j.export is null"),
            Long.class)
        .setParameter("owner", owner)
        .getSingleResult();
  }

  /** Exports that have not ended. */
  List<Job> exports() {
    return em.createQuery("from Job j" + OPEN + EXPORT, Job.class).getResultList();
  }

  /**
   * Reported jobs that have not ended and of which nobody has said anything since; some of them.
   */
  List<String> silentSince(Instant before) {
    return em.createQuery(
            "select j.id from Job j"
                + OPEN
                + " and j.export is null and j.changedAt < :before order by j.changedAt",
            String.class)
        .setParameter("before", before)
        .setMaxResults(FEW)
        .getResultList();
  }

  /**
   * Whoever is about to add a job waits here until the others have: what it counts, holds until its
   * commit.
   */
  void queue() {
    em.createNativeQuery("select id from tidings_job_queue where id = 1 for update")
        .getSingleResult();
  }

  void add(Job job) {
    em.persist(job);
    tell(job);
  }

  /** It runs. Told once, however often it is taken up again. */
  void begin(Job job) {
    if (job.state != JobState.WAITING) {
      return;
    }
    job.state = JobState.RUNNING;
    job.startedAt = Instant.now();
    publisher.publish(job.topic(), draft(STARTED, JobJson.start(job), null));
    tell(job);
  }

  /** How far it is. Nothing, once it is over. */
  void advance(Job job, long done, @Nullable Long total) {
    if (!job.state.over()) {
      job.advance(done, total, Instant.now());
      tell(job);
    }
  }

  /** It is done, and the job says where its result is. Nothing, once it is over. */
  void complete(Job job) {
    end(job, JobState.COMPLETE, JobJson.result(job));
  }

  /** It cannot be done. Nothing, once it is over. */
  void fail(Job job, String reason) {
    if (!job.state.over()) {
      job.reason = reason;
      end(job, JobState.FAILED, JobJson.failure(reason));
    }
  }

  /** It was left as its owner wished. Nothing, once it is over. */
  void cancelled(Job job) {
    end(job, JobState.CANCELLED, jakarta.json.Json.createObjectBuilder());
  }

  /** Its owner wants it no more. Whoever does the work says when it has stopped. */
  void cancel(Job job) {
    if (!job.state.over() && !job.cancelling) {
      job.cancelling = true;
      tell(job);
    }
  }

  /** Takes it out of the list. Its result goes, too, in a while. */
  void remove(Job job) {
    em.remove(job);
    publisher.publish(
        Job.listOf(job.owner),
        draft("removed", jakarta.json.Json.createObjectBuilder().add("id", job.id), job.id));
  }

  /** Its result cannot be fetched any more; what became of it stays known. */
  void expire(Job job) {
    job.url = null;
    tell(job);
  }

  private void end(Job job, JobState how, JsonObjectBuilder data) {
    if (job.state.over()) {
      return;
    }
    // Listeners get each beginning with its end.
    begin(job);
    job.end(how, Instant.now());
    publisher.publish(job.topic(), draft(how.word(), data, null));
    tell(job);
    news.ended(job);
  }

  private void tell(Job job) {
    job.version++;
    publisher.publish(Job.listOf(job.owner), draft(JOB, JobJson.object(job), job.id));
    if (job.state == JobState.RUNNING) {
      publisher.publish(job.progressTopic(), draft(PROGRESS, JobJson.progress(job), null));
    }
  }

  private static Draft draft(String type, JsonObjectBuilder data, @Nullable String key) {
    return new Draft(type, new Json(data.build().toString()), key);
  }
}
