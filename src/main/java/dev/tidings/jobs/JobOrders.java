package dev.tidings.jobs;

import dev.tidings.events.EventLog;
import dev.tidings.events.Topic;
import dev.tidings.inbox.Audience;
import dev.tidings.problem.Problem;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What users and applications ask for, a transaction each. Safe for any thread. */
@ApplicationScoped
@Transactional
class JobOrders {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int ID_BYTES = 16;
  private static final int MINUTE = 60;

  @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
  TransactionSynchronizationRegistry transactions;

  @Inject EventLog log;
  @Inject JobBook book;
  @Inject JobsConfig config;

  /**
   * What came of it. A problem is returned and not thrown: whatever is thrown through the end of a
   * transaction, Liberty records as a failure of its own.
   *
   * @param fresh whether the job was not there before
   */
  record Ordered(@Nullable Job job, boolean fresh, @Nullable Problem refused) {
    Job orThrow() {
      if (job == null) {
        throw refused == null ? unknown() : refused;
      }
      return job;
    }
  }

  private Ordered attempt(Supplier<Ordered> order) {
    try {
      return order.get();
    } catch (Problem refused) {
      // Nothing of what was done before counts.
      transactions.setRollbackOnly();
      return new Ordered(null, false, refused);
    }
  }

  /**
   * Notes an export that is to be started.
   *
   * @param key the idempotency key of this user, or null: with a known one the job from then is
   *     answered
   * @return 422 if the key was used for another one, 429 if this user has too many under way, 503
   *     if all have
   */
  Ordered export(Export export, String owner, String title, @Nullable String key) {
    return attempt(() -> order(export, owner, title, key));
  }

  private Ordered order(Export export, String owner, String title, @Nullable String key) {
    String id = key == null ? random() : digest(owner + "\n" + key);
    book.queue();
    Job known = book.find(id).orElse(null);
    if (known != null) {
      if (known.export == null || !Export.read(known.export).same(export)) {
        throw new Problem(
            422,
            "Idempotency key reused",
            "This Idempotency-Key was used for another export. Use a new one.");
      }
      return new Ordered(known, false, null);
    }
    if (book.open(owner, true) >= config.exportsPerUser()) {
      throw Problem.tooMany(
          "You have %d exports under way; wait for one to end, or cancel one."
              .formatted(config.exportsPerUser()),
          MINUTE);
    }
    if (book.openExports() >= config.exports()) {
      throw Problem.unavailable("Too many exports are under way. Try again later.");
    }
    requireUnused(
        id, "This Idempotency-Key was used for a job that is not there any more. Use a new one.");
    Job job = Job.of(id, owner, title, Instant.now());
    job.export = export.json();
    book.add(job);
    return new Ordered(job, true, null);
  }

  /** Asks for a job to be left. One that nobody has begun is over at once. */
  Ordered cancel(String id) {
    return attempt(() -> new Ordered(leave(id), false, null));
  }

  private Job leave(String id) {
    Job job = book.locked(id).orElseThrow(JobOrders::unknown);
    if (job.state == JobState.WAITING && job.execution == null) {
      book.cancelled(job);
    } else {
      book.cancel(job);
    }
    return job;
  }

  /**
   * Takes a job out of the list.
   *
   * @return 409 if it is not over
   */
  Ordered remove(String id) {
    return attempt(() -> new Ordered(takeAway(id), false, null));
  }

  private Job takeAway(String id) {
    Job job = book.locked(id).orElseThrow(JobOrders::unknown);
    // What an application does not answer for any more, is its owner's to take away.
    if (!job.state.over() && !(job.cancelling && job.reporter != null)) {
      throw new Problem(409, "Not over", "This job is not over: cancel it first.");
    }
    book.remove(job);
    return job;
  }

  /**
   * Takes the report of an application.
   *
   * @return 400 if the first does not say whose the job is, 403 if another application reports it,
   *     409 if it is over, 429 if its owner has too many
   */
  Ordered report(Report report, String reporter) {
    return attempt(() -> new Ordered(take(report, reporter), false, null));
  }

  private Job take(Report report, String reporter) {
    Job job = book.locked(report.id()).orElseGet(() -> first(report, reporter));
    if (!reporter.equals(job.reporter)) {
      throw Problem.forbidden("Another application reports this job.");
    }
    if (job.state.over()) {
      if (report.state() == job.state) {
        return job;
      }
      throw new Problem(409, "Over", "This job is " + job.state.word() + " already.");
    }
    if (report.title() != null) {
      job.title = report.title();
    }
    if (report.unit() != null) {
      job.unit = report.unit();
    }
    job.doing = report.doing();
    job.quiet = report.quiet();
    book.begin(job);
    if (report.done() >= 0 || report.total() >= 0 || report.state() == JobState.RUNNING) {
      book.advance(
          job,
          report.done() < 0 ? job.done : report.done(),
          report.total() < 0 ? job.total : Long.valueOf(report.total()));
    }
    end(job, report);
    return job;
  }

  private void end(Job job, Report report) {
    switch (report.state()) {
      case COMPLETE -> {
        job.url = report.url();
        job.name = report.name();
        job.size = report.size();
        job.checksum = report.checksum();
        book.complete(job);
      }
      case FAILED -> book.fail(job, report.reason() == null ? "" : report.reason());
      case CANCELLED -> book.cancelled(job);
      default -> {
        // It goes on.
      }
    }
  }

  private Job first(Report report, String reporter) {
    if (report.owner() == null) {
      throw Problem.badField("owner", "owner: the first report has to say whose the job is.");
    }
    if (report.title() == null) {
      throw Problem.badField("title", "title: the first report has to say what the job is called.");
    }
    try {
      // It gets news of its end, too.
      Audience.users(report.owner());
    } catch (Problem unfit) {
      throw Problem.badField("owner", "owner: this cannot be a name.");
    }
    book.queue();
    Optional<Job> other = book.locked(report.id());
    if (other.isPresent()) {
      return other.get();
    }
    requireUnused(report.id(), "This id was used for another job. Choose a new one.");
    if (book.open(report.owner(), false) >= config.openPerUser()) {
      throw Problem.tooMany(
          "%s has %d jobs that are not over. End some."
              .formatted(report.owner(), config.openPerUser()),
          MINUTE);
    }
    Job job = Job.of(report.id(), report.owner(), report.title(), Instant.now());
    job.reporter = reporter;
    // Done before anybody looked: that says nothing of its speed.
    job.done = Math.max(0, report.done());
    book.add(job);
    return job;
  }

  /** Who would own a job that takes the id of another, would own what was told of that. */
  private void requireUnused(String id, String otherwise) {
    List<Topic> topic = List.of(Topic.of(Job.TOPICS, id));
    if (!log.after(topic, 0, log.head().position(), 1, 1).events().isEmpty()) {
      throw new Problem(409, "Used before", otherwise);
    }
  }

  private static Problem unknown() {
    return new Problem(404, "No such job", "You have no job of this id.");
  }

  private static String random() {
    byte[] bytes = new byte[ID_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String digest(String text) {
    try {
      byte[] all =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(all, ID_BYTES));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java has SHA-256.", impossible);
    }
  }
}
