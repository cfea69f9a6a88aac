package dev.tidings.events;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * How long and how many events the topics of a pattern keep.
 *
 * @param age older events go
 * @param count more events than this go, the oldest first
 */
record RetentionRule(TopicPattern pattern, Duration age, long count) {

  private static final Duration LONGEST = Duration.ofDays(36_500);

  /**
   * Rules from a text such as {@code feeds/* P30D 100000, ** P90D 10000}: pattern, age, count. The
   * first that fits a topic holds for it; a topic that none fits keeps everything.
   *
   * @throws IllegalArgumentException if the text is not of that form
   */
  static List<RetentionRule> parse(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(rule -> !rule.isEmpty())
        .map(RetentionRule::one)
        .toList();
  }

  private static RetentionRule one(String text) {
    String[] words = text.split("\\s+", -1);
    try {
      RetentionRule rule =
          new RetentionRule(
              new TopicPattern(words[0]), Duration.parse(words[1]), Long.parseLong(words[2]));
      if (words.length == 3
          && !rule.age.isNegative()
          && rule.age.compareTo(LONGEST) <= 0
          && rule.count >= 0) {
        return rule;
      }
    } catch (RuntimeException malformed) {
      throw new IllegalArgumentException(
          "A retention rule reads PATTERN AGE COUNT, such as 'feeds/* P30D 100000', not '"
              + text
              + "'.",
          malformed);
    }
    throw new IllegalArgumentException(
        "A retention rule has three parts, none negative, and an age of at most 100 years: "
            + text);
  }
}
