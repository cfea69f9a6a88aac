package dev.tidings.bench;

import java.util.Locale;

/** What a row of the table can tell. */
enum Figure {
  DELIVERIES("deliveries/s", 0, true),
  CPU_PER_DELIVERY("server µs per delivery", 1, false),
  PUBLISHES("publishes/s", 0, true),
  CPU_PER_PUBLISH("server µs per publish", 0, false),
  P50("p50, ms", 2, false),
  P99("p99, ms", 2, false),
  ANSWER_P50("answer p50, ms", 2, false),
  ANSWER_P99("answer p99, ms", 2, false),
  LATE("sent too late at worst, ms", 0, false),
  RSS_PER_STREAM("RSS per stream, KB", 1, false),
  HEAP_PER_STREAM("of which heap, KB", 1, false),
  HEARTBEATS("CPU of heartbeats, % of a core", 2, false),
  CPU_PER_TICK("server µs per tick", 1, false),
  ALL_SERVED("all served after, s", 2, false),
  ONE_SERVED("one served, p50, s", 2, false),
  CPU_PER_STREAM("server ms per reconnect", 2, false),
  CALM_P99("p99 of readers while none stalls, ms", 2, false),
  STALLED_P99("p99 of readers while others stall, ms", 2, false),
  STALLED_WORST("the worst, ms", 0, false),
  STALLED_HEAP("heap per stalled client, KB", 1, false),
  CUT("a stalled client is cut after its buffers are full, s, median", 1, false),
  LAST_CUT("the last one, s", 1, false),
  RETURNED("all stalled are back and served after, s", 2, false);

  private final String label;
  private final int decimals;
  private final boolean moreIsBetter;

  Figure(String label, int decimals, boolean moreIsBetter) {
    this.label = label;
    this.decimals = decimals;
    this.moreIsBetter = moreIsBetter;
  }

  String label() {
    return label;
  }

  String format(double value) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** How many times better one value is than another. */
  double ratio(double value, double other) {
    return moreIsBetter ? value / other : other / value;
  }
}
