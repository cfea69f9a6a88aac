package dev.tidings.doctor;

import static dev.tidings.doctor.Verdict.OK;
import static dev.tidings.doctor.Verdict.PROBLEM;
import static dev.tidings.doctor.Verdict.UNKNOWN;
import static dev.tidings.doctor.Verdict.WARNING;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges what a node knows of itself.
 *
 * @param maxFiles file descriptors that the process may have, -1 where the platform does not say
 * @param openFiles those it has
 * @param streams open now
 * @param maxStreams that it may let in
 * @param database how far the database's clock is ahead; null where it did not answer
 * @param browser by how many milliseconds the browser's clock is ahead; null where there is none
 */
record NodeFindings(
    long maxFiles,
    long openFiles,
    long streams,
    long maxStreams,
    DatabaseClock.@Nullable Offset database,
    @Nullable Long browser) {
  /** What a node needs besides streams: jars, connections to the database, other requests. */
  static final long SPARE = 1_000;

  private static final long NOTICEABLE = 2_000;
  private static final long MUCH = 10_000;
  private static final long MINUTE = 60_000;

  List<Finding> all() {
    List<Finding> findings = new ArrayList<>(List.of(descriptors(), clock()));
    if (browser != null) {
      findings.add(browserClock(browser));
    }
    return findings;
  }

  private Finding descriptors() {
    if (maxFiles < 0) {
      return Finding.of(
          "descriptors", UNKNOWN, "This platform does not say how many there may be.");
    }
    // Others than streams that are open now stay so, and some more will come.
    long room = maxFiles - Math.max(SPARE, openFiles - streams);
    String facts =
        "The process may have "
            + maxFiles
            + " file descriptors and has "
            + openFiles
            + "; "
            + maxStreams
            + " streams may be open (tidings.stream.max-per-node)";
    return room >= maxStreams
        ? Finding.of("descriptors", OK, facts + ", which is room enough.")
        : Finding.of(
            "descriptors",
            PROBLEM,
            facts
                + ". After some "
                + Math.max(0, room)
                + " streams nobody gets a connection any more, instead of being told limit.");
  }

  private Finding clock() {
    if (database == null) {
      return Finding.of("clock", UNKNOWN, "The database did not tell its time.");
    }
    // What the question took is not held against the clock.
    long off = Math.max(0, Math.abs(database.ahead()) - database.error());
    String way = database.ahead() > 0 ? " ahead of" : " behind";
    if (off < NOTICEABLE) {
      return Finding.of("clock", OK, "The clocks of this node and of the database agree.");
    }
    return Finding.of(
        "clock",
        off < MUCH ? WARNING : PROBLEM,
        "The database's clock is "
            + StreamFindings.seconds(off)
            + way
            + " that of this node. Times of events, the ends of logins and what is due go wrong by as"
            + " much.");
  }

  private static Finding browserClock(long ahead) {
    if (Math.abs(ahead) < MINUTE) {
      return Finding.of("clock-browser", OK, "The clocks of this browser and of the node agree.");
    }
    return Finding.of(
        "clock-browser",
        WARNING,
        "This browser's clock is "
            + StreamFindings.seconds(Math.abs(ahead) / 1_000 * 1_000)
            + (ahead > 0 ? " ahead of" : " behind")
            + " that of the node. One of them is wrong, and pages show wrong times.");
  }
}
