package dev.tidings.metrics;

import java.lang.management.MemoryUsage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Gauge;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Takes samples of this server. What cannot be told is left out. One thread at a time. */
final class ServerSample {
  private static final double DIGITS = 10_000;

  private final Machine machine;
  private final MetricRegistry registry;
  private final Rate processor = new Rate();
  private final Rate published = new Rate();
  private final Rate live = new Rate();
  private final Rate delivered = new Rate();
  private final Rate bytes = new Rate();

  ServerSample(Machine machine, MetricRegistry registry) {
    this.machine = machine;
    this.registry = registry;
  }

  /** What is counted counts from here on. */
  void begin(long nanos) {
    machine.busy();
    processor.begin(machine.processorNanos(), nanos);
    published.begin(count("tidings_events_published"), nanos);
    live.begin(count("tidings_live_events_published"), nanos);
    delivered.begin(count("tidings_deliveries"), nanos);
    bytes.begin(count("tidings_delivered_bytes"), nanos);
  }

  /** Bytes, fractions from 0 to 1, numbers, rates per second, milliseconds; see metrics.md. */
  Map<String, Object> take(String node, long nanos) {
    Map<String, Object> sample = new LinkedHashMap<>();
    sample.put("node", node);
    MemoryUsage heap = machine.heap();
    sample.put("heapUsed", heap.getUsed());
    if (heap.getMax() > 0) {
      sample.put("heapMax", heap.getMax());
    }
    double cores = processor.next(machine.processorNanos(), nanos) / 1e9;
    sample.put("cpuProcess", rounded(Math.min(1, cores / machine.processors())));
    machine.busy().ifPresent(load -> sample.put("cpuMachine", rounded(load)));
    sample.put("threads", machine.threads());
    gauge(sample, "streams", "tidings_streams_open");
    sample.put("published", rate(published, "tidings_events_published", nanos));
    sample.put("publishedLive", rate(live, "tidings_live_events_published", nanos));
    sample.put("delivered", rate(delivered, "tidings_deliveries", nanos));
    sample.put("deliveredBytes", rate(bytes, "tidings_delivered_bytes", nanos));
    gauge(sample, "tailLag", "tidings_tail_lag_events");
    if (value("tidings_latency_writes") > 0) {
      gauge(sample, "latency50", "tidings_latency_p50_ms");
      gauge(sample, "latency99", "tidings_latency_p99_ms");
      gauge(sample, "latencyMax", "tidings_latency_max_ms");
    }
    return sample;
  }

  private double rate(Rate rate, String counter, long nanos) {
    return rounded(rate.next(count(counter), nanos));
  }

  private long count(String counter) {
    Counter known = registry.getCounter(new MetricID(counter));
    return known == null ? 0 : known.getCount();
  }

  private void gauge(Map<String, Object> sample, String name, String gauge) {
    long value = value(gauge);
    if (value >= 0) {
      sample.put(name, value);
    }
  }

  /** -1 where it is not there. */
  private long value(String gauge) {
    Gauge<?> known = registry.getGauge(new MetricID(gauge));
    return known == null ? -1 : known.getValue().longValue();
  }

  private static double rounded(double value) {
    return Math.round(value * DIGITS) / DIGITS;
  }
}
