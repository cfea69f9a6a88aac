package dev.tidings.stream;

/**
 * Counts what happened in the last minute, in steps of five seconds. One thread at a time adds; a
 * reader that races with it is off by a step, which nobody can tell from a look a moment earlier.
 */
final class Minute {
  private static final long STEP_NANOS = 5_000_000_000L;
  private static final int STEPS = 12;
  private static final double SECOND_NANOS = 1e9;

  private final int[] counts = new int[STEPS];

  /** The number of the step that was added to last. */
  private long last;

  /**
   * @param now as {@link System#nanoTime} has it
   */
  Minute(long now) {
    last = Math.floorDiv(now, STEP_NANOS);
  }

  void add(long now) {
    long step = Math.floorDiv(now, STEP_NANOS);
    if (step > last) {
      for (long over = Math.max(last + 1, step - STEPS + 1); over <= step; over++) {
        counts[place(over)] = 0;
      }
      last = step;
    }
    counts[place(step)]++;
  }

  /** How many there were a second. */
  double perSecond(long now) {
    long step = Math.floorDiv(now, STEP_NANOS);
    long sum = 0;
    for (long each = Math.max(step - STEPS + 1, last - STEPS + 1); each <= last; each++) {
      sum += counts[place(each)];
    }
    long nanos = (STEPS - 1) * STEP_NANOS + Math.floorMod(now, STEP_NANOS);
    return sum * SECOND_NANOS / nanos;
  }

  private static int place(long step) {
    return (int) Math.floorMod(step, (long) STEPS);
  }
}
