package dev.tidings.jobs;

import dev.tidings.events.Erasure;
import dev.tidings.events.Topic;
import dev.tidings.privacy.Archive;
import dev.tidings.privacy.PersonalData;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A user's jobs with what they wrote, and exports that others made of the user's topics. Of jobs
 * that the user reported for others, the name goes.
 */
@ApplicationScoped
class PersonalJobs implements PersonalData {
  private static final int PAGE = 100;

  @Inject JobBook book;
  @Inject JobErasure erasure;
  @Inject Erasure log;
  @Inject Results results;
  @Inject Exports exports;

  @Override
  public void export(String user, Archive archive) throws IOException {
    archive.file("jobs.jsonl");
    JobCursor before = JobCursor.parse(null);
    List<Job> page = book.of(user, before, PAGE);
    while (!page.isEmpty()) {
      for (Job job : page) {
        before = JobCursor.of(job);
        archive.line(JobJson.object(job).build().toString());
      }
      page = book.of(user, before, PAGE);
    }
  }

  @Override
  public Map<String, Long> erase(String user) {
    long jobs = 0;
    Optional<String> id = next(user);
    while (id.isPresent()) {
      jobs += remove(id.get(), user) ? 1 : 0;
      id = next(user);
    }
    listOf(user).ifPresent(log::clear);
    return Map.of("jobs", jobs, "reports", erasure.forgetReporter(user));
  }

  /** What each page of the user begins with is in the memory of nodes. */
  private static Optional<Topic> listOf(String user) {
    try {
      return Optional.of(Job.listOf(user));
    } catch (Topic.Invalid tooLong) {
      return Optional.empty();
    }
  }

  private Optional<String> next(String user) {
    return erasure.next(user).or(() -> erasure.nextExportOf(user));
  }

  private boolean remove(String id, String user) {
    Optional<Job> gone = erasure.remove(id, user);
    gone.ifPresent(
        job -> {
          if (job.execution != null && !job.state.over()) {
            exports.stop(job.execution);
          }
          while (results.clearSome(id)) {
            // A transaction each.
          }
          List<Topic> topics = List.of(job.topic(), job.progressTopic());
          log.purge(topics);
        });
    return gone.isPresent();
  }
}
