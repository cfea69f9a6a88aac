package dev.tidings.kafka;

import dev.tidings.events.Topic;
import dev.tidings.events.TopicPattern;
import dev.tidings.security.Caller;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A Kafka topic whose records are published. Whoever may write to it, which is the broker's to say,
 * may publish what its rule allows, within what the topic rules allow its user.
 *
 * @param name the Kafka topic
 * @param caller in whose name, and with which roles
 * @param patterns of the topics that may be published to; none: of all
 */
record Source(String name, Caller caller, List<TopicPattern> patterns) {
  private static final String USER = "user=";
  private static final String ROLES = "roles=";
  private static final String TO = "to=";

  Source {
    patterns = List.copyOf(patterns);
  }

  /** Whether its rule, leaving the topic rules aside, lets it publish to a topic. */
  boolean reaches(Topic topic) {
    return patterns.isEmpty()
        || patterns.stream().anyMatch(pattern -> pattern.fitsFor(topic, caller.name()));
  }

  /**
   * Rules from a text such as {@code orders; shop user=shop roles=publisher to=feeds/*|users/**}.
   *
   * @throws IllegalArgumentException if the text is not of that form, or names a Kafka topic twice
   *     or an unknown role
   */
  static List<Source> parse(String text) {
    List<Source> sources =
        Arrays.stream(text.split(";"))
            .map(String::strip)
            .filter(rule -> !rule.isEmpty())
            .map(Source::one)
            .toList();
    Set<String> names = new HashSet<>();
    for (Source source : sources) {
      if (!names.add(source.name())) {
        throw new IllegalArgumentException("'" + source.name() + "' stands there twice.");
      }
    }
    return sources;
  }

  private static Source one(String text) {
    String[] words = text.split("\\s+", -1);
    String user = "kafka";
    Set<String> roles = Set.of("user", "publisher");
    List<TopicPattern> patterns = new ArrayList<>();
    for (String word : List.of(words).subList(1, words.length)) {
      if (word.startsWith(USER) && word.length() > USER.length()) {
        user = word.substring(USER.length());
      } else if (word.startsWith(ROLES)) {
        roles = roles(word.substring(ROLES.length()));
      } else if (word.startsWith(TO) && word.length() > TO.length()) {
        Arrays.stream(word.substring(TO.length()).split("\\|", -1))
            .map(TopicPattern::new)
            .forEach(patterns::add);
      } else {
        throw new IllegalArgumentException(
            "A rule reads KAFKA-TOPIC user=NAME roles=ROLE|ROLE to=PATTERN|PATTERN, not '"
                + text
                + "'.");
      }
    }
    return new Source(words[0], new Caller(user, roles), patterns);
  }

  private static Set<String> roles(String text) {
    Set<String> roles = new HashSet<>(List.of(text.split("\\|")));
    for (String role : roles) {
      if (!Caller.ROLES.contains(role)) {
        throw new IllegalArgumentException("There is no role '" + role + "'.");
      }
    }
    return roles;
  }
}
