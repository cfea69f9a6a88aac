package dev.tidings.logs;

import dev.tidings.config.NodeName;
import dev.tidings.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * The bounds of log files, read live. Defaults and reasons stand in {@code
 * META-INF/microprofile-config.properties}.
 */
@ApplicationScoped
class LogsConfig {
  /** Characters of a line that are shown, at most: escaped, they still fit into an event. */
  static final int LONGEST_LINE = 10_000;

  @Inject Settings settings;
  @Inject NodeName name;

  /** By what people tell this node from others. */
  String node() {
    return name.text();
  }

  /** Which files may be followed, by what names. */
  String files() {
    return settings.text("tidings.logs.files");
  }

  /** How often a file is looked at. Used from the next time on that it is followed. */
  Duration poll() {
    return settings.duration("tidings.logs.poll", Duration.ofMillis(50), Duration.ofSeconds(10));
  }

  /** Lines of a file that go out in a second, at most. */
  int rate() {
    return (int) settings.number("tidings.logs.rate", 10, 10_000);
  }

  /** The newest lines of a file that are kept for who comes, at most. */
  int history() {
    return (int) settings.number("tidings.logs.history", 0, 10_000);
  }

  /** Characters of a line that are shown. */
  int line() {
    return (int) settings.number("tidings.logs.line", 200, LONGEST_LINE);
  }

  /** How long a file is followed after the last who wanted it. */
  Duration linger() {
    return settings.duration("tidings.logs.linger", Duration.ZERO, Duration.ofHours(1));
  }

  /** Patterns of what is to be masked besides what always is. */
  String mask() {
    return settings.text("tidings.logs.mask");
  }
}
