package dev.tidings.admin;

import dev.tidings.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * The bounds of the console, read live. Defaults and reasons stand in {@code
 * META-INF/microprofile-config.properties}.
 */
@ApplicationScoped
class ConsoleConfig {
  @Inject Settings settings;

  /** How long an answer waits for what other nodes say. */
  Duration patience() {
    return settings.duration(
        "tidings.admin.patience", Duration.ofMillis(100), Duration.ofSeconds(10));
  }

  /** How long the tables are still published after the last listener has left. */
  Duration linger() {
    return settings.duration("tidings.admin.linger", Duration.ZERO, Duration.ofHours(1));
  }
}
