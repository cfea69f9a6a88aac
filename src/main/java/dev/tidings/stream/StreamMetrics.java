package dev.tidings.stream;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Tag;
import org.jspecify.annotations.Nullable;

/** What the streams of this node have done since it started. Safe for any thread. */
final class StreamMetrics {
  private final Counter deliveries;
  private final Counter bytes;
  private final Counter writeFailures;
  private final Counter replayReads;
  private final Counter refused;
  private final Map<Ending, Counter> ended = new EnumMap<>(Ending.class);

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

  /** Where counters are registered. */
  interface Counters {
    Counter of(String name, String description, Tag... tags);
  }

  StreamMetrics(Counters counters) {
    deliveries = counters.of("tidings_deliveries", "Events written to streams.");
    bytes = counters.of("tidings_delivered_bytes", "Bytes written to streams.");
    writeFailures =
        counters.of("tidings_write_failures", "Streams that ended because a write failed.");
    replayReads =
        counters.of(
            "tidings_replay_reads",
            "Pages read from the log for streams that memory does not reach back for.");
    refused = counters.of("tidings_streams_refused", "Streams that were over a limit.");
    for (Ending why : Ending.values()) {
      // All of them from the start: what begins with its first increment shows no increase.
      Counter counter =
          counters.of(
              "tidings_streams_ended",
              "Streams that ended, by the reason.",
              new Tag("reason", why.word()));
      ended.put(why, counter);
    }
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

  /** A stream is over; null where nobody said why. */
  void ended(@Nullable Ending why) {
    Counter counter = ended.get(why == null ? Ending.CLOSED : why);
    if (counter != null) {
      counter.inc();
    }
  }
}
