package dev.tidings.events;

import dev.tidings.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * The bounds of publishing and keeping, read live. Defaults and reasons stand in {@code
 * META-INF/microprofile-config.properties}.
 */
@ApplicationScoped
public class EventsConfig {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Inject Settings settings;

  /** How long a publish request waits for its commit before it is answered 503. */
  public Duration publishTimeout() {
    return settings.duration("tidings.publish.timeout", SECOND, Duration.ofMinutes(1));
  }

  /** Events that a user may publish over HTTP in a second, in the long run. */
  public long publishRate() {
    return settings.number("tidings.publish.rate", 1, 1_000_000_000);
  }

  /** Events that a user may publish over HTTP at once, after a pause. */
  public long publishBurst() {
    return settings.number("tidings.publish.burst", 1, 1_000_000_000);
  }

  /** Events that go into one transaction, at most; one request is never split. */
  public int groupEvents() {
    return (int) settings.number("tidings.publish.group-events", 1, 100_000);
  }

  /** How long publishing waits between two commits for more requests, where there are many. */
  public Duration gather() {
    return settings.duration("tidings.publish.gather", Duration.ZERO, Duration.ofMillis(100));
  }

  /** Bytes of data that may wait for a commit, at most. */
  public long waitingBytes() {
    return settings.number("tidings.publish.waiting-bytes", 1 << 20, 1L << 40);
  }

  /** How long an idempotency key is remembered. */
  public Duration idempotencyKept() {
    return settings.duration("tidings.publish.idempotency-kept", SECOND, Duration.ofDays(365));
  }

  /** Bytes of data in one page of history, at most. */
  public long pageBytes() {
    return settings.number("tidings.history.page-bytes", 1 << 10, 1L << 30);
  }

  /** The rules of {@link Retention}, as text. */
  public String retentionRules() {
    return settings.text("tidings.retention.rules");
  }

  /** How often retention looks for what has expired. */
  public Duration retentionInterval() {
    return settings.duration("tidings.retention.interval", SECOND, Duration.ofDays(1));
  }

  /** Rows that retention deletes in one transaction, at most. */
  public int retentionChunk() {
    return (int) settings.number("tidings.retention.chunk", 1, 100_000);
  }
}
