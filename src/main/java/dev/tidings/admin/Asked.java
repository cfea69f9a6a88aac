package dev.tidings.admin;

import dev.tidings.problem.Problem;
import dev.tidings.problem.WholeNumber;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Query parameters of the console, as they may be. Each other one is a {@link Problem}. */
final class Asked {
  static final int MOST = 1_000;
  static final String USUAL = "200";

  private static final int NAME = 255;
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._~@+%/-]{0,200}");
  private static final Duration SOONEST = Duration.ofMillis(100);
  private static final Duration LATEST = Duration.ofDays(1);

  private Asked() {}

  static int limit(String text) {
    return WholeNumber.of("limit", text, 1, MOST);
  }

  /** A name of a user or a node; null where none is asked for. */
  static @Nullable String name(String field, @Nullable String text) {
    if (text == null) {
      return null;
    }
    String name = text.strip();
    if (name.isEmpty()
        || name.length() > NAME
        || name.codePoints().anyMatch(Character::isISOControl)) {
      throw Problem.badField(field, field + ": a name of 1 to " + NAME + " characters.");
    }
    return name;
  }

  static String prefix(@Nullable String text) {
    if (text == null) {
      return "";
    }
    if (!PREFIX.matcher(text).matches()) {
      throw Problem.badField("prefix", "prefix: the beginning of a topic, such as feeds/.");
    }
    return text;
  }

  /** After how long a browser is to come back; null where nothing is said of it. */
  static @Nullable Duration retry(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      Duration retry = Duration.parse(text);
      if (retry.compareTo(SOONEST) >= 0 && retry.compareTo(LATEST) <= 0) {
        return retry;
      }
    } catch (DateTimeException malformed) {
      // Told below.
    }
    throw Problem.badField("retry", "retry: a duration from PT0.1S to P1D, such as PT5M.");
  }
}
