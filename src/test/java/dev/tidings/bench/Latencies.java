package dev.tidings.bench;

import java.util.Arrays;

/**
 * How long things took: a histogram in microseconds, exact below 64, then to 3.2 %, up to half an
 * hour. For one thread at a time.
 */
final class Latencies {
  private static final int EXACT_BITS = 6;
  private static final int EXACT = 1 << EXACT_BITS;
  private static final int LARGEST_BITS = 31;

  private final long[] counts = new long[(LARGEST_BITS - EXACT_BITS + 1) * EXACT];
  private long count;
  private long max;

  void add(long micros) {
    long value = Math.max(0, Math.min(micros, (1L << LARGEST_BITS) - 1));
    counts[bucket(value)]++;
    count++;
    max = Math.max(max, value);
  }

  void add(Latencies others) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += others.counts[i];
    }
    count += others.count;
    max = Math.max(max, others.max);
  }

  long count() {
    return count;
  }

  long max() {
    return max;
  }

  /** What so many percent did not exceed, in microseconds; 0 if there are none. */
  long percentile(double percent) {
    long wanted = (long) Math.ceil(count * percent / 100);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted && seen > 0) {
        return Math.min(max, highest(i));
      }
    }
    return max;
  }

  void clear() {
    Arrays.fill(counts, 0);
    count = 0;
    max = 0;
  }

  /**
   * Half of the buckets of each power of two would be shared with the power below: they stay empty.
   */
  private static int bucket(long value) {
    if (value < EXACT) {
      return (int) value;
    }
    int shift = Long.SIZE - Long.numberOfLeadingZeros(value) - EXACT_BITS;
    return shift * EXACT + (int) (value >>> shift);
  }

  private static long highest(int bucket) {
    int shift = bucket / EXACT;
    return ((bucket % EXACT + 1L) << shift) - 1;
  }
}
