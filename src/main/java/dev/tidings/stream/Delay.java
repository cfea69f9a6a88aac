package dev.tidings.stream;

/**
 * For how long the oldest event of a batch was under way: from when it happened to when it was
 * written. Only what happened while the stream was open counts; what was there before is replayed,
 * however old. Only the run loop of its stream uses it.
 */
final class Delay {
  private final long since;
  private long oldest = Long.MAX_VALUE;

  /**
   * @param since when the stream was opened, in epoch milliseconds
   */
  Delay(long since) {
    this.since = since;
  }

  long since() {
    return since;
  }

  /** The batch has an event of this moment, in epoch milliseconds. */
  void of(long at) {
    if (at >= since && at < oldest) {
      oldest = at;
    }
  }

  /**
   * The batch was written, and another begins.
   *
   * @return milliseconds up to now; -1 where no event of the batch counts
   */
  long written(long now) {
    long waited = oldest == Long.MAX_VALUE ? -1 : Math.max(0, now - oldest);
    oldest = Long.MAX_VALUE;
    return waited;
  }
}
