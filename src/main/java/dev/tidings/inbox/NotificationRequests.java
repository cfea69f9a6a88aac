package dev.tidings.inbox;

import dev.tidings.events.EventId;
import dev.tidings.events.HubIntake;
import dev.tidings.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Notifications that were asked for over HTTP; applications have {@link Notifications}. Safe for
 * any thread.
 */
@ApplicationScoped
public class NotificationRequests {
  @Inject HubIntake intake;

  /**
   * Sends a notification in one transaction with other requests.
   *
   * @param sender who asks
   * @param key the idempotency key of this user, or null
   * @return its ids, once committed; fails with a {@link Problem}
   * @throws Problem 413 if it is too large, 429 where this user publishes too much, 503 where too
   *     much waits
   */
  public CompletionStage<List<EventId>> submit(
      Notification notification, String sender, @Nullable String key) {
    return intake.submit(
        sender, key, InboxTopic.NOTIFICATIONS, Notifications.drafts(notification, sender));
  }
}
