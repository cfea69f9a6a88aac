package dev.tidings.metrics;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The recent samples of one gauge, one for each second at most: the last. Guarded by {@link
 * Recent}.
 */
final class Ring {
  private static final int OVERHEAD = 100;

  /** One value of a gauge; the data is JSON. */
  record Sample(Instant at, String type, String data) {
    /** What it takes in memory, about. */
    int size() {
      return type.length() + data.length() + OVERHEAD;
    }
  }

  private final Deque<Sample> samples = new ArrayDeque<>();
  private long bytes;

  void put(Sample sample) {
    Sample last = samples.peekLast();
    if (last != null && last.at().getEpochSecond() == sample.at().getEpochSecond()) {
      samples.removeLast();
      bytes -= last.size();
    }
    samples.addLast(sample);
    bytes += sample.size();
  }

  /** Forgets the oldest. */
  void evict() {
    Sample oldest = samples.pollFirst();
    bytes -= oldest == null ? 0 : oldest.size();
  }

  /** Forgets what is from before. */
  void expire(Instant before) {
    for (Sample oldest = samples.peekFirst();
        oldest != null && oldest.at().isBefore(before);
        oldest = samples.peekFirst()) {
      evict();
    }
  }

  boolean isEmpty() {
    return samples.isEmpty();
  }

  long bytes() {
    return bytes;
  }

  /** The samples from a moment on, the oldest first. */
  List<Sample> since(Instant from) {
    return samples.stream().filter(sample -> !sample.at().isBefore(from)).toList();
  }
}
