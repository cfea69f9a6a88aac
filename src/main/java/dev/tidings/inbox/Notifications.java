package dev.tidings.inbox;

import dev.tidings.events.Draft;
import dev.tidings.events.HubTopics;
import dev.tidings.events.Json;
import dev.tidings.events.Receipt;
import dev.tidings.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells users something, inside the caller's own JTA transaction: it is in their inboxes a moment
 * after the commit, and never if it rolls back. Without a transaction each call is one of its own.
 *
 * <p>What is sent goes into the log, and is delivered from there once, whatever happens to a node
 * in between: no lock on anybody's inbox is held until the commit. Safe for any thread that may
 * have a transaction.
 */
@ApplicationScoped
public class Notifications {
  static final String TYPE = "notification";

  /** So that any of them fits into an event. */
  private static final int NAMES = 100;

  @Inject HubTopics topics;

  /**
   * Sends a notification.
   *
   * @return its ids, readable after the commit: one for each 100 users
   * @throws Problem 413 if it is too large, which takes more than what its fields allow
   */
  public Receipt send(Notification notification) {
    return topics.publish(InboxTopic.NOTIFICATIONS, drafts(notification, null));
  }

  /** What stands in the log for a notification. */
  static List<Draft> drafts(Notification notification, @Nullable String sender) {
    return parts(notification).stream()
        .map(part -> new Draft(TYPE, new Json(NotificationJson.write(part, sender)), null))
        .toList();
  }

  private static List<Notification> parts(Notification notification) {
    if (!(notification.to() instanceof Audience.Users users) || users.names().size() <= NAMES) {
      return List.of(notification);
    }
    List<Notification> parts = new ArrayList<>();
    List<String> names = users.names();
    for (int from = 0; from < names.size(); from += NAMES) {
      List<String> some = names.subList(from, Math.min(from + NAMES, names.size()));
      parts.add(notification.to(new Audience.Users(some)));
    }
    return parts;
  }
}
