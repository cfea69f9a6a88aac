package dev.tidings.events;

import dev.tidings.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The way of requests that came over HTTP to the hub's own topics. Safe for any thread. */
@ApplicationScoped
public class HubIntake {
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");

  @Inject Intake intake;
  @Inject Throttle throttle;

  /**
   * Publishes in one transaction, together with other requests.
   *
   * @param user who asks
   * @param key the idempotency key of this user, or null: with a known one the ids from then are
   *     answered
   * @return the ids, once committed; fails with a {@link Problem}
   * @throws Problem 429 where this user publishes too much, 503 where too much is waiting
   */
  public CompletionStage<List<EventId>> submit(
      String user, @Nullable String key, Topic topic, List<Draft> drafts) {
    take(user, drafts.size());
    return intake.submit(new PublishRequest(user, key, HubTopics.entries(topic, drafts)));
  }

  /**
   * Counts what a user is going to publish later.
   *
   * @throws Problem 429 where this user publishes too much
   */
  public void take(String user, int events) {
    throttle.take(user, events);
  }

  /**
   * Lets through what can be an idempotency key.
   *
   * @throws Problem 400 otherwise
   */
  public static void requireKey(@Nullable String key) {
    if (key != null && !KEY.matcher(key).matches()) {
      throw Problem.badField(
          "Idempotency-Key", "Idempotency-Key: 1 to 200 visible ASCII characters.");
    }
  }
}
