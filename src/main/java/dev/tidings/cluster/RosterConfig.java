package dev.tidings.cluster;

import dev.tidings.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * How often nodes look after each other, read live. Defaults and reasons stand in {@code
 * META-INF/microprofile-config.properties}.
 */
@ApplicationScoped
class RosterConfig {
  @Inject Settings settings;

  /** After how long without a sign a node counts as gone. */
  Duration lease() {
    return settings.duration("tidings.cluster.lease", Duration.ofSeconds(2), Duration.ofMinutes(5));
  }

  /** How often a node tells how many streams its users have. */
  Duration look() {
    return settings.duration("tidings.cluster.look", Duration.ofMillis(50), Duration.ofMinutes(1));
  }
}
