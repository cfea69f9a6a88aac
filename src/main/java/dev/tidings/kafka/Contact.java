package dev.tidings.kafka;

import jakarta.enterprise.inject.Vetoed;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Whether brokers still answer a consumer, which does not say so itself: it tries again without
 * end. While they do, something comes in with each fetch, twice a second, or with each heartbeat of
 * the group, every 3 s. For one thread.
 */
@Vetoed
public final class Contact {
  private final Map<MetricName, ? extends Metric> metrics;
  private final Duration patience;
  private final LongSupplier clock;

  private double received;
  private long last;
  private boolean silent;

  /** What a look has found. */
  public enum Change {
    NONE,
    /** Nothing has come in for too long. */
    LOST,
    /** Something comes in again. */
    BACK
  }

  /**
   * @param metrics of the consumer, which changes them
   * @param patience for how long nothing may come in
   */
  public Contact(Map<MetricName, ? extends Metric> metrics, Duration patience) {
    this(metrics, patience, System::nanoTime);
  }

  Contact(Map<MetricName, ? extends Metric> metrics, Duration patience, LongSupplier clock) {
    this.metrics = metrics;
    this.patience = patience;
    this.clock = clock;
    this.received = received();
    this.last = clock.getAsLong();
  }

  /** To be asked about as often as the consumer polls. */
  public Change look() {
    long now = clock.getAsLong();
    double count = received();
    if (count != received) {
      received = count;
      last = now;
      if (silent) {
        silent = false;
        return Change.BACK;
      }
    } else if (!silent && now - last > patience.toNanos()) {
      silent = true;
      return Change.LOST;
    }
    return Change.NONE;
  }

  private double received() {
    return metrics.entrySet().stream()
        .filter(metric -> metric.getKey().name().equals("incoming-byte-total"))
        .filter(metric -> metric.getKey().group().equals("consumer-metrics"))
        .mapToDouble(metric -> ((Number) metric.getValue().metricValue()).doubleValue())
        .sum();
  }
}
