package dev.tidings.jobs;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How fast a job is: an average in which what was ten seconds ago counts a third. */
final class Pace {
  private static final double WINDOW_SECONDS = 10;

  /** Reports that come together would make a speed of nothing and a moment. */
  private static final double SHORTEST_SECONDS = 0.001;

  /** After such a break, what was before it says nothing. */
  private static final double BREAK_SECONDS = 60;

  private Pace() {}

  /**
   * The speed with one more step.
   *
   * @param before what it was; null if nobody knew
   * @param step what was done since {@code then}; taken for nothing where it is negative
   * @return per second; null if it cannot be told yet
   */
  static @Nullable Double next(@Nullable Double before, long step, Instant then, Instant now) {
    double seconds = Duration.between(then, now).toNanos() / 1e9;
    if (seconds < SHORTEST_SECONDS || step < 0) {
      return before;
    }
    double speed = step / seconds;
    if (before == null || seconds > BREAK_SECONDS) {
      // That nothing was done yet says nothing of how fast it will be.
      return step == 0 ? before : Double.valueOf(speed);
    }
    double weight = 1 - Math.exp(-seconds / WINDOW_SECONDS);
    return before + weight * (speed - before);
  }
}
