package dev.tidings.jobs;

import dev.tidings.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * The bounds of jobs, read live. Defaults and reasons stand in {@code
 * META-INF/microprofile-config.properties}.
 */
@ApplicationScoped
class JobsConfig {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration YEARS = Duration.ofDays(3_650);

  @Inject Settings settings;

  /** How long a job stays in its owner's list after it has ended. */
  Duration kept() {
    return settings.duration("tidings.jobs.kept", SECOND, YEARS);
  }

  /** How long what an export wrote can be fetched. */
  Duration resultKept() {
    return settings.duration("tidings.jobs.result-kept", SECOND, YEARS);
  }

  /** Exports of a user that have not ended, at most. */
  int exportsPerUser() {
    return (int) settings.number("tidings.jobs.exports-per-user", 1, 1_000);
  }

  /** Exports of all that have not ended, at most. */
  int exports() {
    return (int) settings.number("tidings.jobs.exports", 1, 10_000);
  }

  /** Jobs of one user that an application reports and that have not ended, at most. */
  int openPerUser() {
    return (int) settings.number("tidings.jobs.open-per-user", 1, 100_000);
  }

  /** Bytes that one export may write. */
  long exportBytes() {
    return settings.number("tidings.jobs.export-bytes", 1_024, 1L << 40);
  }

  /** How many events or notifications an export reads in one transaction, at most. */
  int page() {
    return (int) settings.number("tidings.jobs.page", 1, 10_000);
  }

  /** How often to look for exports that stopped by themselves, and for what is over. */
  Duration sweep() {
    return settings.duration("tidings.jobs.sweep", SECOND, Duration.ofHours(1));
  }

  /** How often an export is taken up again after a failure. */
  int retries() {
    return (int) settings.number("tidings.jobs.retries", 0, 1_000);
  }

  /** After how long without a word of its application a job has failed. */
  Duration silent() {
    return settings.duration("tidings.jobs.silent", SECOND, YEARS);
  }

  /** After how long without a page an export is begun anew. */
  Duration stalled() {
    return settings.duration("tidings.jobs.stalled", Duration.ofSeconds(30), Duration.ofDays(30));
  }
}
