package dev.tidings.admin;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * What a setting may be set to, as {@code META-INF/settings-bounds.properties} has it.
 *
 * @param type how it is read
 * @param min the least, of a number or a duration; empty otherwise
 * @param max the most, likewise
 */
record SettingBounds(Type type, String min, String max) {
  enum Type {
    TEXT,
    FLAG,
    NUMBER,
    DURATION
  }

  /** {@code number 1 100}, {@code duration PT1S PT1H}, {@code flag} or {@code text}. */
  static SettingBounds parse(String text) {
    String[] words = text.strip().split(" +", -1);
    return switch (words[0]) {
      case "number" -> new SettingBounds(Type.NUMBER, words[1], words[2]);
      case "duration" -> new SettingBounds(Type.DURATION, words[1], words[2]);
      case "flag" -> new SettingBounds(Type.FLAG, "", "");
      default -> new SettingBounds(Type.TEXT, "", "");
    };
  }

  /**
   * Why this value is not taken, as a sentence; empty where it is. Texts have rules of their own.
   */
  Optional<String> refusal(String value) {
    try {
      boolean within =
          switch (type) {
            case NUMBER -> within(Long.valueOf(value), Long.valueOf(min), Long.valueOf(max));
            case DURATION ->
                within(Duration.parse(value), Duration.parse(min), Duration.parse(max));
            case TEXT, FLAG -> true;
          };
      return within
          ? Optional.empty()
          : Optional.of("It must lie between " + min + " and " + max + ".");
    } catch (NumberFormatException unreadable) {
      return Optional.of("It must be a whole number.");
    } catch (DateTimeParseException unreadable) {
      return Optional.of("It must be a duration, such as PT15S.");
    }
  }

  private static <T extends Comparable<T>> boolean within(T value, T min, T max) {
    return value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
  }
}
