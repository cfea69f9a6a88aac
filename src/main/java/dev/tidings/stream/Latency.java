package dev.tidings.stream;

import java.util.concurrent.atomic.LongAdder;

/**
 * How long deliveries take, as a histogram of milliseconds: to the millisecond below 16, to an
 * eighth above. Recording is one addition, without a lock and without an allocation; any thread.
 */
final class Latency {
  private static final int EXACT = 16;
  private static final int PER_DOUBLING = 8;

  /** Two minutes and more are all the same. */
  private static final long LONGEST = (1L << 17) - 1;

  private final LongAdder[] buckets = new LongAdder[bucket(LONGEST) + 1];

  private volatile Figures latest = Figures.NONE;

  /**
   * What was measured in a stretch of time.
   *
   * @param count writes
   * @param p50 milliseconds that half of them did not exceed; 0 where there were none
   * @param p99 the same for 99 of 100
   * @param max the longest
   */
  record Figures(long count, long p50, long p99, long max) {
    static final Figures NONE = new Figures(0, 0, 0, 0);
  }

  Latency() {
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = new LongAdder();
    }
  }

  void record(long millis) {
    buckets[bucket(Math.min(Math.max(0, millis), LONGEST))].increment();
  }

  /** Of the last stretch that was completed. */
  Figures latest() {
    return latest;
  }

  /** A stretch of time is over, and the next begins. One thread at a time. */
  void roll() {
    long[] counts = new long[buckets.length];
    long all = 0;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = buckets[i].sumThenReset();
      all += counts[i];
    }
    latest =
        all == 0
            ? Figures.NONE
            : new Figures(
                all,
                reached(counts, (all + 1) / 2),
                reached(counts, all - all / 100),
                last(counts));
  }

  /** The milliseconds that so many did not exceed. */
  private static long reached(long[] counts, long many) {
    long sum = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += counts[i];
      if (sum >= many) {
        return top(i);
      }
    }
    return LONGEST;
  }

  private static long last(long[] counts) {
    int i = counts.length - 1;
    while (counts[i] == 0) {
      i--;
    }
    return top(i);
  }

  private static int bucket(long millis) {
    if (millis < EXACT) {
      return (int) millis;
    }
    int doublings = 63 - Long.numberOfLeadingZeros(millis) - 4;
    int eighth = (int) (millis >>> (doublings + 1)) & (PER_DOUBLING - 1);
    return EXACT + doublings * PER_DOUBLING + eighth;
  }

  /** The most milliseconds that fall into a bucket. */
  private static long top(int bucket) {
    if (bucket < EXACT) {
      return bucket;
    }
    int doublings = (bucket - EXACT) / PER_DOUBLING;
    int eighth = (bucket - EXACT) % PER_DOUBLING;
    return ((long) (PER_DOUBLING + eighth + 1) << (doublings + 1)) - 1;
  }
}
