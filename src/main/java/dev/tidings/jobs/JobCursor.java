package dev.tidings.jobs;

import dev.tidings.problem.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A place in a list of jobs, newest first; it holds when the job there is gone. */
record JobCursor(Instant at, String id) {
  private static final JobCursor TOP = new JobCursor(Instant.parse("9999-01-01T00:00:00Z"), "");
  private static final Pattern FORM = Pattern.compile("(\\d{1,15})-([A-Za-z0-9._~-]{1,64})");

  static JobCursor of(Job job) {
    return new JobCursor(job.createdAt, job.id);
  }

  /**
   * What a request brings; the top where it is null.
   *
   * @throws Problem 400 if it is none
   */
  static JobCursor parse(@Nullable String text) {
    if (text == null) {
      return TOP;
    }
    Matcher form = FORM.matcher(text);
    try {
      if (form.matches()) {
        return new JobCursor(Instant.ofEpochMilli(Long.parseLong(form.group(1))), form.group(2));
      }
    } catch (DateTimeException tooFar) {
      // Told below.
    }
    throw Problem.badField("after", "after: a next from before.");
  }

  @Override
  public String toString() {
    return at.toEpochMilli() + "-" + id;
  }
}
