package dev.tidings.assistant;

import dev.tidings.events.Topic;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where it is told how answers go: each has a topic of its own, and each user one for all. */
final class AssistantTopic {
  private static final String NAME = "assistant";
  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private AssistantTopic() {}

  static Topic of(String id) {
    return Topic.of(NAME, id);
  }

  /** Which answers there are; empty where a name is too long for a topic. */
  static Optional<Topic> ofUser(String user) {
    try {
      return Optional.of(Topic.of("users", user, NAME));
    } catch (Topic.Invalid tooLong) {
      return Optional.empty();
    }
  }

  /** Whether it can be the id of an answer. */
  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** Which answer a topic is of; empty if it is of none. */
  static Optional<String> idOf(Topic topic) {
    List<String> segments = topic.segments();
    return segments.size() == 2 && segments.get(0).equals(NAME) && isId(segments.get(1))
        ? Optional.of(segments.get(1))
        : Optional.empty();
  }
}
