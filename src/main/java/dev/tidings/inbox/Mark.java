package dev.tidings.inbox;

import dev.tidings.problem.Problem;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a user can do with items. */
enum Mark {
  SEEN,
  READ,
  UNREAD,
  ARCHIVED,
  UNARCHIVED,
  PINNED,
  UNPINNED,
  SNOOZED,
  UNSNOOZED;

  /** Whether it can be done to all at once. */
  boolean forAll() {
    return this == SEEN || this == READ || this == ARCHIVED;
  }

  static Mark of(@Nullable String word) {
    for (Mark mark : values()) {
      if (mark.name().toLowerCase(Locale.ROOT).equals(word)) {
        return mark;
      }
    }
    throw Problem.badField(
        "mark",
        Arrays.stream(values())
            .map(mark -> mark.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", ", "mark: one of ", ".")));
  }
}
