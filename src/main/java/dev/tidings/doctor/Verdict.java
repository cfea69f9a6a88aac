package dev.tidings.doctor;

import java.util.Locale;

/** How something is, from the best to the worst. */
enum Verdict {
  OK,
  /** It could not be found out. */
  UNKNOWN,
  WARNING,
  PROBLEM;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
