package dev.tidings.cluster;

import dev.tidings.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * How nodes tell each other what happens, read live but for the signal. Defaults and reasons stand
 * in {@code META-INF/microprofile-config.properties}.
 */
@ApplicationScoped
class ClusterConfig {
  @Inject Settings settings;

  /** Which {@link Signal}, by name; read once, at the start. */
  String signal() {
    return settings.text("tidings.cluster.signal").strip();
  }

  /** What hubs that share a database or a broker tell apart. */
  String channel() {
    return settings.text("tidings.cluster.channel").strip();
  }

  /** How long what there is to tell is gathered into one message. */
  Duration gather() {
    return settings.duration("tidings.cluster.gather", Duration.ZERO, Duration.ofSeconds(1));
  }

  /** Bytes that may wait to be sent, about; beyond, the oldest are dropped. */
  long waitingBytes() {
    return settings.number("tidings.cluster.waiting-bytes", 1 << 16, 1L << 30);
  }

  /** How often a node tells that it is there. */
  Duration here() {
    return settings.duration("tidings.cluster.here", Duration.ofMillis(100), Duration.ofMinutes(1));
  }

  /** For how long a node that is not heard of is taken to be there. */
  Duration absence() {
    return settings.duration("tidings.cluster.absence", Duration.ofSeconds(1), Duration.ofHours(1));
  }

  /** How long live events are still sent here after the last listener has left. */
  Duration linger() {
    return settings.duration("tidings.cluster.linger", Duration.ZERO, Duration.ofHours(1));
  }
}
