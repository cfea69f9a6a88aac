package dev.tidings.events;

import dev.tidings.problem.Problem;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event that is to be published: it has no position and no time yet.
 *
 * @param type 1 to 100 characters without control characters; none of the {@link #RESERVED} names
 * @param data at most 64 KiB of UTF-8
 * @param key what a conflated live topic keeps the newest value of; at most 200 characters; its
 *     type where there is none. Other topics do not use it
 */
public record Draft(String type, Json data, @Nullable String key) {
  /** Bytes of data, at most. */
  public static final int MAX_DATA = 64 * 1024;

  /** Characters in a type, at most. */
  public static final int MAX_TYPE = 100;

  /** Characters in a key, at most. */
  public static final int MAX_KEY = 200;

  /**
   * Names that only the hub itself sends, and the two that browsers fire by themselves on an
   * EventSource ({@code open}, {@code error}), which a page could not tell from an event.
   */
  public static final Set<String> RESERVED =
      Set.of(
          Event.CLEAR,
          "connected",
          "tick",
          "reset",
          "gap",
          "refused",
          "limit",
          "unavailable",
          "session",
          "bye",
          "open",
          "error");

  public Draft {
    if (type.isEmpty()) {
      throw Problem.badField("type", "type: an event needs a type.");
    }
    if (type.length() > MAX_TYPE) {
      throw Problem.badField("type", "type: at most " + MAX_TYPE + " characters.");
    }
    if (type.codePoints().anyMatch(Draft::unfit)) {
      throw Problem.badField("type", "type: no control characters and no broken Unicode.");
    }
    if (RESERVED.contains(type)) {
      throw Problem.badField("type", "type: '" + type + "' is reserved for the hub itself.");
    }
    if (key != null && (key.length() > MAX_KEY || key.codePoints().anyMatch(Draft::unfit))) {
      throw Problem.badField("key", "key: at most " + MAX_KEY + " characters, none of control.");
    }
    // A character is at least one byte, so the cheap look comes first.
    if (data.text().length() > MAX_DATA || data.size() > MAX_DATA) {
      throw Problem.tooLarge("data", "data: at most " + MAX_DATA + " bytes of compact JSON.");
    }
  }

  /** An event with the JSON of a value: a record, a map, a list, a bean. */
  public static Draft of(String type, @Nullable Object value) {
    return new Draft(type, Json.from(value), null);
  }

  private static boolean unfit(int c) {
    return Character.isISOControl(c)
        || c == 0x2028
        || c == 0x2029
        || c == 0xFEFF
        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
