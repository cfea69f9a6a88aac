package dev.tidings.doctor;

import dev.tidings.problem.Body;

/**
 * What came of a probe that says nothing for a while, and then one word more. In milliseconds.
 *
 * @param asked for how long it was to say nothing
 * @param whole whether the last word came
 * @param closed whether the stream ended before that; if neither, it went quiet for good
 * @param lasted how long the stream was there after the first event
 */
record Silence(long asked, boolean whole, boolean closed, long lasted) {
  static final long MOST = 120_000;

  static Silence of(Body body) {
    return new Silence(
        body.number("asked", 0, MOST, 0),
        body.flag("whole", false),
        body.flag("closed", false),
        body.number("lasted", 0, 2 * MOST, 0));
  }

  /**
   * How long a silence has to be to show whether heartbeats keep streams alive, with something to
   * spare; at most {@value #MOST}.
   */
  static long enough(long heartbeat) {
    return Math.min(MOST, heartbeat + Math.max(1_000, heartbeat / 3));
  }
}
