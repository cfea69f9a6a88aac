package dev.tidings.stream;

import java.util.function.Function;
import org.eclipse.microprofile.metrics.Counter;

/** What the streams of this node have done since it started. Safe for any thread. */
final class StreamMetrics {
  private final Counter deliveries;
  private final Counter bytes;
  private final Counter writeFailures;
  private final Counter replayReads;

  /**
   * @param counters the counter of a name
   */
  StreamMetrics(Function<String, Counter> counters) {
    deliveries = counters.apply("tidings_deliveries");
    bytes = counters.apply("tidings_delivered_bytes");
    writeFailures = counters.apply("tidings_write_failures");
    replayReads = counters.apply("tidings_replay_reads");
  }

  void written(int events, int size) {
    if (events > 0) {
      deliveries.inc(events);
    }
    bytes.inc(size);
  }

  void writeFailed() {
    writeFailures.inc();
  }

  void replayRead() {
    replayReads.inc();
  }
}
