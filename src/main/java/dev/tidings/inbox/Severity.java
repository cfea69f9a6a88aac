package dev.tidings.inbox;

import java.util.Locale;

/** How a notification is to be taken. */
public enum Severity {
  INFO,
  SUCCESS,
  WARNING,
  ERROR;

  /** As it stands in JSON. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
