package dev.tidings.events;

import dev.tidings.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Which topics are live, by the rules in {@code tidings.topics.live}. The first rule whose pattern
 * fits a topic holds for it; a topic that none fits is durable. Rules that cannot be read leave
 * those before in force. Safe for any thread.
 */
@ApplicationScoped
public class LiveTopics {
  private static final Logger LOG = Logger.getLogger(LiveTopics.class.getName());

  /** What becomes of a topic's events. */
  public enum Kind {
    /** They are in the log: stored, resumed, never skipped. */
    DURABLE,
    /** Only the newest event of each key counts. */
    CONFLATED,
    /** Each counts; a bounded stretch is kept, and who falls out of it is told. */
    WINDOWED
  }

  /** What the topics of a pattern are. */
  record Rule(TopicPattern pattern, Kind kind) {}

  private record Rules(String text, List<Rule> rules) {}

  @Inject Settings settings;

  private volatile Rules current = new Rules("", List.of());

  /** What becomes of a topic's events. */
  public Kind kind(Topic topic) {
    if (topic.isOfHub()) {
      return Kind.DURABLE;
    }
    return rules().stream()
        .filter(rule -> rule.pattern().fits(topic))
        .findFirst()
        .map(Rule::kind)
        .orElse(Kind.DURABLE);
  }

  private List<Rule> rules() {
    String text = settings.text("tidings.topics.live");
    Rules known = current;
    if (!known.text().equals(text)) {
      known = new Rules(text, read(text, known.rules()));
      current = known;
    }
    return known.rules();
  }

  private static List<Rule> read(String text, List<Rule> before) {
    try {
      return parse(text);
    } catch (IllegalArgumentException malformed) {
      LOG.log(
          Level.WARNING,
          "tidings.topics.live cannot be read; what held before stays in force. {0}",
          malformed.getMessage());
      return before;
    }
  }

  /**
   * Rules from a text such as {@code metrics/** conflated, logs/** windowed}.
   *
   * @throws IllegalArgumentException if the text is not of that form
   */
  static List<Rule> parse(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(rule -> !rule.isEmpty())
        .map(LiveTopics::one)
        .toList();
  }

  private static Rule one(String text) {
    String[] words = text.split("\\s+", -1);
    if (words.length == 2) {
      for (Kind kind : Kind.values()) {
        if (kind.name().toLowerCase(Locale.ROOT).equals(words[1])) {
          return new Rule(new TopicPattern(words[0]), kind);
        }
      }
    }
    throw new IllegalArgumentException(
        "A rule reads PATTERN conflated, PATTERN windowed or PATTERN durable, not '" + text + "'.");
  }
}
