package dev.tidings.stream;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.eclipse.microprofile.metrics.Counter;

/** What the streams of this node have done since it started. Safe for any thread. */
final class StreamMetrics {
  private final Counter deliveries;
  private final Counter bytes;
  private final Counter writeFailures;
  private final Counter replayReads;
  private final Counter refused;

  // A registered counter costs as much as everything else that is done for a delivery.
  private final LongAdder newDeliveries = new LongAdder();
  private final LongAdder newBytes = new LongAdder();

  private final LongAdder published = new LongAdder();

  private final Latency latency = new Latency();

  // Only the heartbeat touches them.
  private long rolled = System.nanoTime();
  private long deliveriesThen;
  private long publishesThen;

  private volatile Pace pace = new Pace(0, 0);

  /** What happened in the last second, for each second. */
  record Pace(double deliveries, double publishes) {}

  /**
   * @param counters the counter of a name
   */
  StreamMetrics(Function<String, Counter> counters) {
    deliveries = counters.apply("tidings_deliveries");
    bytes = counters.apply("tidings_delivered_bytes");
    writeFailures = counters.apply("tidings_write_failures");
    replayReads = counters.apply("tidings_replay_reads");
    refused = counters.apply("tidings_streams_refused");
  }

  /** A batch was written. */
  void written(int events, int size, Delay delay) {
    newDeliveries.add(events);
    newBytes.add(size);
    long waited = delay.written(System.currentTimeMillis());
    if (waited >= 0) {
      latency.record(waited);
    }
  }

  /** From when an event was published to when it was written, for the slowest of each write. */
  Latency latency() {
    return latency;
  }

  /** Events were published on this node. */
  void published(int events) {
    published.add(events);
  }

  /** A second is over, about. For one thread. */
  void roll() {
    latency.roll();
    long now = System.nanoTime();
    double seconds = (now - rolled) / 1e9;
    long deliveriesNow = deliveries.getCount();
    long publishesNow = published.sum();
    pace =
        new Pace(
            (deliveriesNow - deliveriesThen) / seconds, (publishesNow - publishesThen) / seconds);
    rolled = now;
    deliveriesThen = deliveriesNow;
    publishesThen = publishesNow;
  }

  /** Of the last second. */
  Pace pace() {
    return pace;
  }

  /** Events that were written to streams since the start, a quarter of a second late. */
  long deliveries() {
    return deliveries.getCount();
  }

  /** Adds what was written since the last call to the registered counters. */
  void publish() {
    deliveries.inc(newDeliveries.sumThenReset());
    bytes.inc(newBytes.sumThenReset());
  }

  void writeFailed() {
    writeFailures.inc();
  }

  void replayRead() {
    replayReads.inc();
  }

  /** A stream was over a limit. */
  void refused() {
    refused.inc();
  }
}
