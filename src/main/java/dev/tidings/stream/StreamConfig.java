package dev.tidings.stream;

import dev.tidings.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The intervals and bounds of listening, read live unless said otherwise. Defaults and reasons
 * stand in {@code META-INF/microprofile-config.properties}.
 */
@ApplicationScoped
public class StreamConfig {
  private static final double JITTER = 0.25;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration ROTATION = Duration.ofMillis(200);
  private static final int MOST_STREAMS = 1_000_000;
  private static final Duration HOUR = Duration.ofHours(1);

  @Inject Settings settings;

  /** A stream that was quiet for this long gets a {@code tick}. */
  public Duration heartbeat() {
    return settings.duration("tidings.stream.heartbeat", SECOND, HOUR);
  }

  /** After how long a browser comes back, ±25 % so that not all come at once. */
  public Duration retry() {
    return jittered(settings.duration("tidings.stream.retry", Duration.ofMillis(100), HOUR));
  }

  /** The same for a browser that was told {@code unavailable}. */
  public Duration retryUnavailable() {
    return jittered(settings.duration("tidings.stream.retry-unavailable", SECOND, HOUR));
  }

  /** How many streams there may be. */
  Census.Limits limits() {
    return new Census.Limits(
        (int) settings.number("tidings.stream.max-per-user", 1, MOST_STREAMS),
        (int) settings.number("tidings.stream.max-per-address", 1, MOST_STREAMS),
        (int) settings.number("tidings.stream.max-per-node", 1, MOST_STREAMS));
  }

  /** How long a stream lives before its browser has to come back, ±25 %. */
  public Duration lifetime() {
    return jittered(settings.duration("tidings.stream.lifetime", SECOND, Duration.ofDays(30)));
  }

  /** After how long a browser comes back whose stream can go on elsewhere, or here, at once. */
  public Duration rotation() {
    return jittered(ROTATION);
  }

  /** Over how long streams are ended when the node stops or is drained. */
  public Duration leave() {
    return settings.duration("tidings.stream.leave", Duration.ZERO, HOUR);
  }

  /** For how long before that the node only says that it is not ready. */
  public Duration notice() {
    return settings.duration("tidings.stream.notice", Duration.ZERO, Duration.ofMinutes(10));
  }

  /** How long before the end of a login its streams are told of it; zero: not at all. */
  public Duration sessionWarning() {
    return settings.duration("tidings.session.warning", Duration.ZERO, Duration.ofDays(1));
  }

  /** How long the events of a live topic that nobody listens to are kept. */
  public Duration liveKept() {
    return settings.duration("tidings.live.kept", Duration.ZERO, Duration.ofDays(1));
  }

  /** Topics in memory beyond which a live event that nobody listens to is not kept. */
  public int maxLiveTopics() {
    return (int) settings.number("tidings.live.max-topics", 0, MOST_STREAMS);
  }

  /** Topics in one stream, at most. */
  public int maxTopics() {
    return (int) settings.number("tidings.stream.max-topics", 1, 1_000);
  }

  /** Bytes that go out in one write, about. */
  public int writeBytes() {
    return (int) settings.number("tidings.stream.write-bytes", 1 << 10, 1 << 24);
  }

  /** Characters of data that one replay page of one subscriber holds, at most. */
  public long pageBytes() {
    return settings.number("tidings.stream.page-bytes", 1 << 10, 1 << 28);
  }

  /** Events that one replay page of one subscriber holds, at most. */
  public int pageEvents() {
    return (int) settings.number("tidings.stream.page-events", 1, 10_000);
  }

  /** Bytes of recent events that a channel keeps in memory, at most. */
  public long channelBytes() {
    return settings.number("tidings.stream.channel-bytes", 1 << 10, 1L << 40);
  }

  /** Bytes of recent events that all channels of this node keep in memory, at most. */
  public long nodeBytes() {
    return settings.number("tidings.stream.node-bytes", 1 << 10, 1L << 40);
  }

  /** How long a channel without listeners goes on keeping recent events. */
  public Duration channelLinger() {
    return settings.duration("tidings.stream.channel-linger", Duration.ZERO, Duration.ofDays(1));
  }

  /** Threads that write to streams while none of them is blocked. Read at the start. */
  public int writers() {
    return (int) settings.number("tidings.stream.writers", 1, 1_000);
  }

  /** Threads that write to streams, those blocked by stalled clients included. */
  public int maxWriters() {
    return (int) settings.number("tidings.stream.writers-max", 1, 100_000);
  }

  /** Replay pages that are read from the database at the same time, at most. Read at the start. */
  public int readers() {
    return (int) settings.number("tidings.stream.readers", 1, 1_000);
  }

  /** How often the tail looks into the log even if nothing was announced. */
  public Duration poll() {
    return settings.duration("tidings.tail.poll", Duration.ofMillis(10), Duration.ofMinutes(1));
  }

  /** Events that the tail may be behind before the node is not ready. */
  public long mostLag() {
    return settings.number("tidings.tail.most-lag", 1, Long.MAX_VALUE);
  }

  /** How long the tail, or all writers, may be at one thing before the node is taken for dead. */
  public Duration stuck() {
    return settings.duration("tidings.health.stuck", Duration.ofSeconds(20), HOUR);
  }

  /** A tail that has not seen the log for this long makes the node not ready. */
  public Duration stale() {
    return settings.duration("tidings.tail.stale", Duration.ofMillis(100), HOUR);
  }

  /** Bytes of announced events that may wait for the tail; beyond, it reads them from the log. */
  public long announcedBytes() {
    return settings.number("tidings.tail.announced-bytes", 0, 1L << 40);
  }

  private static Duration jittered(Duration base) {
    double factor = 1 + JITTER * ThreadLocalRandom.current().nextDouble(-1, 1);
    return Duration.ofMillis(Math.round(base.toMillis() * factor));
  }
}
