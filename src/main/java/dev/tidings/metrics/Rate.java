package dev.tidings.metrics;

/** How fast a count grows. Not safe for threads. */
final class Rate {
  private long last;
  private long at;

  /** From here on. */
  void begin(long count, long nanos) {
    last = count;
    at = nanos;
  }

  /**
   * Growth per second since the last look; 0 where the count has begun anew, or no time has passed.
   */
  double next(long count, long nanos) {
    double seconds = (nanos - at) / 1e9;
    long grown = count - last;
    begin(count, nanos);
    return seconds > 0 && grown > 0 ? grown / seconds : 0;
  }
}
