package dev.tidings.inbox;

import dev.tidings.events.Topic;
import java.util.List;
import java.util.Optional;

/** The topic on which a user's own pages hear what becomes of the inbox. */
final class InboxTopic {
  /** Where notifications stand that are to be delivered. */
  static final Topic NOTIFICATIONS = Topic.ofHub("notifications");

  private InboxTopic() {}

  /**
   * That of a user.
   *
   * @throws Topic.Invalid if the name makes it too long
   */
  static Topic of(String user) {
    return Topic.of("users", user, "inbox");
  }

  /** Whose inbox a topic is; empty if it is none. */
  static Optional<String> userOf(Topic topic) {
    List<String> segments = topic.segments();
    return segments.size() == 3
            && segments.get(0).equals("users")
            && segments.get(2).equals("inbox")
        ? Optional.of(Topic.unescape(segments.get(1)))
        : Optional.empty();
  }
}
