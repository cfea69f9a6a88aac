package dev.tidings.security;

import dev.tidings.config.Settings;
import dev.tidings.events.Topic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Who may read and write which topics, by the rules in {@code tidings.topics.rules}. The first rule
 * whose pattern fits a topic holds for it; a topic that none fits is nobody's. Rules that cannot be
 * read allow nothing. Safe for any thread.
 */
@ApplicationScoped
public class TopicPolicy {
  private static final Logger LOG = Logger.getLogger(TopicPolicy.class.getName());

  private record Rules(String text, List<TopicRule> rules) {}

  @Inject Settings settings;

  private volatile Rules current = new Rules("", List.of());

  /** Whether the caller may listen to a topic and page through its history. */
  public boolean mayRead(Topic topic, Caller caller) {
    return rule(topic).filter(rule -> rule.mayRead(topic, caller)).isPresent();
  }

  /** Whether the caller may publish to a topic and clear it. */
  public boolean mayWrite(Topic topic, Caller caller) {
    return rule(topic).filter(rule -> rule.mayWrite(topic, caller)).isPresent();
  }

  private Optional<TopicRule> rule(Topic topic) {
    return rules().stream().filter(rule -> rule.pattern().fits(topic)).findFirst();
  }

  private List<TopicRule> rules() {
    String text = settings.text("tidings.topics.rules");
    Rules known = current;
    if (!known.text().equals(text)) {
      known = new Rules(text, parse(text));
      current = known;
    }
    return known.rules();
  }

  private static List<TopicRule> parse(String text) {
    try {
      return TopicRule.parse(text);
    } catch (IllegalArgumentException malformed) {
      LOG.log(
          Level.SEVERE,
          "Nobody may read or write any topic until tidings.topics.rules is mended: {0}",
          malformed.getMessage());
      return List.of();
    }
  }
}
