package dev.tidings.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** How exports end, a transaction each. Safe for any thread. */
@ApplicationScoped
@Transactional
class ExportEnd {
  private static final Duration STARTING = Duration.ofMinutes(1);

  @Inject JobBook book;
  @Inject Results results;
  @Inject JobNews news;
  @Inject JobsConfig config;

  /** Says what is being done; false if the job is not wanted any more. */
  boolean doing(String id, String word) {
    Optional<Job> job = book.locked(id).filter(known -> !known.state.over() && !known.cancelling);
    job.ifPresent(
        known -> {
          book.begin(known);
          known.doing = word;
          if (known.total == null && known.export != null) {
            // There was nothing to look at: the format's head is all there is.
            Export export = Export.read(known.export);
            results.append(id, 0, 0, export.format().head(export.columns()));
          }
          book.advance(known, known.done, known.done);
        });
    return job.isPresent();
  }

  void complete(String id, long size, String checksum) {
    change(
        id,
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

  /** An execution has begun. */
  void runs(String id, long execution) {
    change(id, job -> job.execution = execution);
  }

  /** Exports that have not ended, and are not just being started. */
  List<Job> unended() {
    Instant before = Instant.now().minus(STARTING);
    return book.exports().stream()
        .filter(job -> job.execution != null || job.createdAt.isBefore(before))
        .toList();
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

  /** It could not be started. */
  void fail(String id, String reason) {
    change(id, job -> book.fail(job, reason));
  }

  private void change(String id, Consumer<Job> what) {
    book.locked(id).filter(job -> !job.state.over()).ifPresent(what);
  }
}
