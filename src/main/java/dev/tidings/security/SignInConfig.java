package dev.tidings.security;

import dev.tidings.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * The bounds of signing in, read live. Defaults and reasons stand in {@code
 * META-INF/microprofile-config.properties}.
 */
@ApplicationScoped
class SignInConfig {
  private static final int MOST = 1_000_000;

  @Inject Settings settings;

  /** How many tries may fail before further ones have to wait. */
  Attempts.Bounds bounds() {
    return new Attempts.Bounds(
        settings.number("tidings.login.tries", 1, MOST),
        settings.number("tidings.login.tries-per-address", 1, MOST),
        settings.number("tidings.login.tries-per-name", 1, MOST),
        settings.duration("tidings.login.window", Duration.ofSeconds(1), Duration.ofDays(1)));
  }
}
