package dev.tidings.assistant;

import java.util.Locale;

/**
 * How an answer stands; once it has ended it stays so. Not longer than 9 letters, as its column.
 */
enum State {
  RUNNING,
  COMPLETE,
  FAILED,
  CANCELLED;

  /** As the API says it; of an end, also the type of its event. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
