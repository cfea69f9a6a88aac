package dev.tidings.metrics;

import dev.tidings.config.NodeName;
import dev.tidings.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * The bounds of the dashboard, read live. Defaults and reasons stand in {@code
 * META-INF/microprofile-config.properties}.
 */
@ApplicationScoped
class MetricsConfig {
  @Inject Settings settings;
  @Inject NodeName name;

  /** How long samples are still taken after the last listener has left. */
  Duration linger() {
    return settings.duration("tidings.metrics.linger", Duration.ZERO, Duration.ofHours(1));
  }

  /** How long samples are kept for who comes next. */
  Duration kept() {
    return settings.duration("tidings.metrics.kept", Duration.ofSeconds(10), Duration.ofDays(1));
  }

  /** Gauges that samples are kept of, at most: the keys of all topics. */
  int series() {
    return (int) settings.number("tidings.metrics.series", 1, 10_000);
  }

  /** Characters of all samples that are kept, about. */
  long bytes() {
    return settings.number("tidings.metrics.bytes", 1 << 16, 1L << 30);
  }

  /** Characters of a sample beyond which it is not kept. */
  int sampleBytes() {
    return (int) settings.number("tidings.metrics.sample-bytes", 256, 1 << 16);
  }

  /** For how long a browser whose stream has ended still counts. */
  Duration absence() {
    return settings.duration("tidings.audience.absence", Duration.ZERO, Duration.ofMinutes(1));
  }

  /** Pages that are counted one by one, at most. */
  int pages() {
    return (int) settings.number("tidings.audience.pages", 1, 200);
  }

  /** Pages that one browser may have open, at most. */
  int pagesPerBrowser() {
    return (int) settings.number("tidings.audience.pages-per-browser", 1, 1_000);
  }

  /** By what people tell this node from others. */
  String node() {
    return name.text();
  }
}
