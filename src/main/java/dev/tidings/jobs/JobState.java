package dev.tidings.jobs;

import java.util.Locale;

/** Where a job is: it waits, runs, and ends once. */
public enum JobState {
  WAITING,
  RUNNING,
  COMPLETE,
  FAILED,
  CANCELLED;

  /** As it stands in JSON, and as the type of the event that tells of an end. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean over() {
    return this == COMPLETE || this == FAILED || this == CANCELLED;
  }
}
