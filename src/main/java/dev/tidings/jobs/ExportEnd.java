package dev.tidings.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What becomes of exports, a transaction each. Only the execution that a job names may go on with
 * it: where a node was taken for dead, there may be two. Safe for any thread.
 */
@ApplicationScoped
@Transactional
class ExportEnd {
  private static final Duration STARTING = Duration.ofMinutes(1);

  @Inject JobBook book;
  @Inject Results results;
  @Inject JobNews news;
  @Inject JobsConfig config;

  /** An execution begins, or takes it up again. */
  void begin(String id, long execution) {
    change(
        id,
        job -> {
          job.execution = execution;
          book.begin(job);
          job.changedAt = Instant.now();
        });
  }

  /** Which execution does it. */
  void runs(String id, long execution) {
    change(id, job -> job.execution = execution);
  }

  /** How much there is to do. */
  void total(String id, long total) {
    change(id, job -> job.total = total);
  }

  /** The job, if this execution is to go on with it. */
  Optional<Job> wanted(String id, long execution) {
    return book.locked(id)
        .filter(job -> !job.state.over() && !job.cancelling)
        .filter(job -> job.execution != null && job.execution == execution);
  }

  /** All is written. False if the job is not wanted any more. */
  boolean finishing(String id, long execution) {
    Optional<Job> job = wanted(id, execution);
    job.ifPresent(
        known -> {
          if (known.done == 0 && known.export != null) {
            // There was nothing to look at: the format's head is all there is.
            Export export = Export.read(known.export);
            results.clear(id);
            results.append(id, 0, 0, export.format().head(export.columns()));
          }
          known.doing = "finishing";
          book.advance(known, known.done, known.done);
        });
    return job.isPresent();
  }

  void complete(String id, long execution, long size, String checksum) {
    wanted(id, execution)
        .ifPresent(
            job -> {
              Instant now = Instant.now();
              job.name = job.export == null ? null : Export.read(job.export).fileName(now);
              job.url = news.address("/api/jobs/" + id + "/result");
              job.size = size;
              job.checksum = checksum;
              job.keptUntil = now.plus(config.resultKept());
              book.complete(job);
            });
  }

  /** Exports that have not ended, and are not just being started. */
  List<Job> unended() {
    Instant before = Instant.now().minus(STARTING);
    return book.exports().stream()
        .filter(job -> job.execution != null || job.createdAt.isBefore(before))
        .toList();
  }

  /**
   * Whether nothing was heard of it for so long that it is to begin anew; true for one node only.
   */
  boolean takeOver(String id) {
    Instant now = Instant.now();
    Job job =
        book.locked(id)
            .filter(known -> known.changedAt.isBefore(now.minus(config.stalled())))
            .orElse(null);
    if (job == null || !retry(id)) {
      return false;
    }
    job.changedAt = now;
    return true;
  }

  /** Its execution has ended before it did. True: it is to go on; false: it has ended, too. */
  boolean retry(String id) {
    Job job = book.locked(id).filter(known -> !known.state.over()).orElse(null);
    if (job == null) {
      return false;
    }
    if (job.cancelling) {
      book.cancelled(job);
      return false;
    }
    if (job.retries >= config.retries()) {
      book.fail(job, "It was tried again and again. The server's log says what went wrong.");
      return false;
    }
    job.retries++;
    return true;
  }

  /** It could not be started, and is as if it had not been asked for. */
  void drop(String id) {
    change(id, book::remove);
  }

  /** Jobs whose application has not been heard of for long; some of them. */
  List<String> silent() {
    return book.silentSince(Instant.now().minus(config.silent()));
  }

  /** Ends one of them, if it still is. */
  void failSilent(String id) {
    Instant before = Instant.now().minus(config.silent());
    change(
        id,
        job -> {
          if (job.changedAt.isBefore(before) && job.cancelling) {
            book.cancelled(job);
          } else if (job.changedAt.isBefore(before)) {
            book.fail(job, "Its application has not been heard of for long.");
          }
        });
  }

  private void change(String id, Consumer<Job> what) {
    book.locked(id).filter(job -> !job.state.over()).ifPresent(what);
  }
}
