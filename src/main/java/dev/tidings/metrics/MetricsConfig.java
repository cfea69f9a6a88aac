package dev.tidings.metrics;

import dev.tidings.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * The bounds of the dashboard, read live. Defaults and reasons stand in {@code
 * META-INF/microprofile-config.properties}.
 */
@ApplicationScoped
class MetricsConfig {
  private static final int MAX_NODE = 100;

  @Inject Settings settings;

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

  /** The name of this node; without another, that of its host. */
  String node() {
    String name = settings.text("tidings.metrics.node").strip();
    String known = name.isEmpty() ? Host.NAME : name;
    return known.length() <= MAX_NODE ? known : known.substring(0, MAX_NODE);
  }

  /** Not before it is needed: a name service may take its time. */
  private static final class Host {
    static final String NAME = name();

    private static String name() {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException nameless) {
        return "node";
      }
    }
  }
}
