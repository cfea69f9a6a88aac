package dev.tidings.stream;

import java.time.Duration;

/** Small bounds, so that tests meet them. */
class FixedConfig extends StreamConfig {
  volatile long channelBytes = 1 << 20;
  volatile long nodeBytes = 1 << 22;
  volatile int pageEvents = 5;
  volatile int writeBytes = 300;
  volatile Duration heartbeat = Duration.ofHours(1);
  volatile Duration linger = Duration.ofMinutes(1);

  volatile Census.Limits limits = Census.Limits.NONE;
  volatile Duration lifetime = Duration.ofHours(1);
  volatile Duration leave = Duration.ofMillis(200);
  volatile Duration liveKept = Duration.ofHours(1);
  volatile int maxLiveTopics = 100;

  @Override
  Census.Limits limits() {
    return limits;
  }

  @Override
  public Duration lifetime() {
    return lifetime;
  }

  @Override
  public Duration sessionWarning() {
    return Duration.ofMinutes(2);
  }

  @Override
  public Duration liveKept() {
    return liveKept;
  }

  @Override
  public int maxLiveTopics() {
    return maxLiveTopics;
  }

  @Override
  public Duration leave() {
    return leave;
  }

  @Override
  public Duration notice() {
    return Duration.ZERO;
  }

  @Override
  public Duration retryUnavailable() {
    return Duration.ofSeconds(10);
  }

  @Override
  public Duration retry() {
    return Duration.ofSeconds(3);
  }

  @Override
  public Duration heartbeat() {
    return heartbeat;
  }

  @Override
  public int writeBytes() {
    return writeBytes;
  }

  @Override
  public long pageBytes() {
    return 1 << 20;
  }

  @Override
  public int pageEvents() {
    return pageEvents;
  }

  @Override
  public long channelBytes() {
    return channelBytes;
  }

  @Override
  public long nodeBytes() {
    return nodeBytes;
  }

  @Override
  public Duration channelLinger() {
    return linger;
  }

  @Override
  public int writers() {
    return 2;
  }

  @Override
  public int maxWriters() {
    return 50;
  }

  @Override
  public Duration poll() {
    return Duration.ofMillis(20);
  }

  @Override
  public Duration stale() {
    return Duration.ofMillis(500);
  }

  @Override
  public long announcedBytes() {
    return 1 << 20;
  }
}
