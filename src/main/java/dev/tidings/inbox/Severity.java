package dev.tidings.inbox;

import dev.tidings.problem.Problem;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

  /**
   * The one of a word.
   *
   * @param word null for {@link #INFO}
   * @throws Problem 400 that names the words there are
   */
  public static Severity of(@Nullable String word) {
    return word == null
        ? INFO
        : Arrays.stream(values())
            .filter(each -> each.word().equals(word))
            .findFirst()
            .orElseThrow(
                () ->
                    Problem.badField(
                        "severity",
                        Arrays.stream(values())
                            .map(Severity::word)
                            .collect(Collectors.joining(", ", "severity: one of ", "."))));
  }
}
