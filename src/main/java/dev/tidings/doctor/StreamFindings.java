package dev.tidings.doctor;

import static dev.tidings.doctor.Verdict.OK;
import static dev.tidings.doctor.Verdict.PROBLEM;
import static dev.tidings.doctor.Verdict.UNKNOWN;
import static dev.tidings.doctor.Verdict.WARNING;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges what happened to streams on their way. */
final class StreamFindings {
  /** What the probes say they have seen last. */
  static final String LAST_EVENT_ID = "doctor-1";

  private final Observed observed;
  private final long heartbeat;

  /**
   * @param heartbeat in milliseconds
   */
  StreamFindings(Observed observed, long heartbeat) {
    this.observed = observed;
    this.heartbeat = heartbeat;
  }

  List<Finding> all() {
    return List.of(
        reach(), buffering(), compression(), idle(), resume(), clientProtocol(), nodeProtocol());
  }

  private Finding reach() {
    Optional<Pulse> heard =
        observed.pulses().stream()
            .filter(pulse -> pulse.isStream() && !pulse.beats().isEmpty())
            .findFirst();
    if (heard.isPresent()) {
      return Finding.of(
          "reach",
          OK,
          "A stream opened at "
              + observed.address()
              + ", answered by "
              + String.join(" and ", observed.nodes())
              + ".");
    }
    return Finding.of("reach", PROBLEM, "No stream came from " + observed.address() + ": " + why());
  }

  private String why() {
    for (Pulse pulse : observed.pulses()) {
      if (pulse.failure() != null) {
        return pulse.failure();
      }
      if (pulse.status() != 200) {
        return "the answer had status " + pulse.status() + ".";
      }
      if (!pulse.isStream()) {
        return "the answer was no stream, but '" + pulse.type() + "'.";
      }
    }
    return observed.pulses().isEmpty()
        ? "nothing was asked."
        : "it began, but no event of the hub's came in time. Something holds all of them back, or"
            + " answers in the hub's place.";
  }

  private Finding buffering() {
    Pulse best = observed.best();
    if (best == null || best.beats().size() < 2) {
      boolean begun = observed.pulses().stream().anyMatch(Pulse::isStream);
      return begun
          ? Finding.of("buffering", PROBLEM, "A stream began, but its events did not come in time.")
          : unknown("buffering");
    }
    int gaps = best.beats().size() - 1;
    int together = best.together();
    String measured =
        together
            + " of "
            + gaps
            + " events came together with the one before, though the hub sent one each "
            + Pulse.EVERY
            + " ms; one was held back for "
            + best.held()
            + " ms.";
    if (3 * together >= 2 * gaps) {
      return Finding.of(
          "buffering",
          PROBLEM,
          "Something on the way collects events before it passes them on: "
              + measured
              + " Users see what happens late, or not before the stream ends.");
    }
    if (3 * together >= gaps) {
      return Finding.of(
          "buffering",
          WARNING,
          measured + " The way here, or this machine, is busy, or something collects events.");
    }
    return Finding.of(
        "buffering", OK, "Each event came by itself, at most " + best.held() + " ms late.");
  }

  private Finding compression() {
    Optional<Pulse> stream = observed.pulses().stream().filter(Pulse::isStream).findFirst();
    if (stream.isEmpty()) {
      return unknown("compression");
    }
    String encoding = stream.get().encoding();
    if (encoding == null || encoding.isBlank() || encoding.equalsIgnoreCase("identity")) {
      return Finding.of("compression", OK, "Streams are not compressed.");
    }
    return Finding.of(
        "compression",
        PROBLEM,
        "Something on the way compresses streams ("
            + encoding
            + "), though the hub says no-transform. It has to keep a compressor for each open stream,"
            + " and many hold events back until there are enough of them.");
  }

  private Finding idle() {
    List<Silence> silences = observed.silences();
    Optional<Silence> cut =
        silences.stream()
            .filter(silence -> !silence.whole() && silence.closed())
            .min(Comparator.comparingLong(Silence::lasted));
    if (cut.isPresent()) {
      long lasted = cut.get().lasted();
      return cut(lasted, "after " + seconds(lasted) + " of silence");
    }
    long survived =
        silences.stream().filter(Silence::whole).mapToLong(Silence::asked).max().orElse(0);
    Optional<Silence> lost =
        silences.stream()
            .filter(silence -> !silence.whole())
            .min(Comparator.comparingLong(Silence::asked));
    if (lost.isPresent()) {
      return cut(
          lost.get().asked(),
          "without a word, after a silence between "
              + seconds(survived)
              + " and "
              + seconds(lost.get().asked()));
    }
    if (survived == 0) {
      return unknown("idle");
    }
    if (survived < heartbeat) {
      return Finding.of(
          "idle",
          UNKNOWN,
          "A silence of "
              + seconds(survived)
              + " is not cut. Whether one is that is as long as heartbeats are apart ("
              + seconds(heartbeat)
              + ") was not tried.");
    }
    return Finding.of(
        "idle",
        OK,
        "A silence of "
            + seconds(survived)
            + " is not cut, and the hub is never silent for longer than "
            + seconds(heartbeat)
            + ".");
  }

  private Finding cut(long lasted, String when) {
    boolean deadly = lasted <= heartbeat;
    return Finding.of(
        "idle",
        deadly ? PROBLEM : WARNING,
        "Something on the way cuts streams "
            + when
            + ". The hub is silent for up to "
            + seconds(heartbeat)
            + " (tidings.stream.heartbeat)"
            + (deadly
                ? ": each quiet stream breaks, and its browser comes back again and again."
                : ": there is little to spare when a heartbeat is late."));
  }

  private Finding resume() {
    Arrival arrival = arrival();
    if (arrival == null) {
      return unknown("resume");
    }
    if (LAST_EVENT_ID.equals(arrival.lastEventId())) {
      return Finding.of("resume", OK, "The header Last-Event-ID comes through.");
    }
    return Finding.of(
        "resume",
        PROBLEM,
        arrival.lastEventId() == null
            ? "The header Last-Event-ID does not come through: a browser that comes back misses what"
                + " happened meanwhile."
            : "The header Last-Event-ID comes changed ('" + arrival.lastEventId() + "').");
  }

  private Finding clientProtocol() {
    String protocol =
        observed.pulses().stream()
            .filter(Pulse::isStream)
            .map(pulse -> pulse.protocol().toLowerCase(Locale.ROOT))
            .filter(known -> !known.isEmpty())
            .findFirst()
            .orElse("");
    return switch (protocol) {
      case "" -> unknown("http");
      case "h2", "http/2", "http/2.0" ->
          Finding.of("http", OK, "HTTP/2: open streams take none of a browser's connections.");
      case "h3", "http/3", "http/3.0" ->
          Finding.of("http", OK, "HTTP/3: open streams take none of a browser's connections.");
      default ->
          Finding.of(
              "http",
              WARNING,
              "HTTP/1: a browser has six connections to a site, and each open stream takes one."
                  + (observed.overTls() ? "" : " Browsers speak HTTP/2 over TLS only."));
    };
  }

  private Finding nodeProtocol() {
    Arrival arrival = arrival();
    if (arrival == null) {
      return unknown("http-node");
    }
    if (arrival.protocol().equals("HTTP/1.0")) {
      return Finding.of(
          "http-node",
          PROBLEM,
          "Requests reach the node as HTTP/1.0: each needs a connection of its own, and a stream that"
              + " was cut looks like one that has ended.");
    }
    if (arrival.protocol().equals("HTTP/2.0")) {
      return Finding.of(
          "http-node",
          WARNING,
          "Requests reach the node as HTTP/2, where many streams on one connection hold each other"
              + " up. HTTP/2 for browsers and HTTP/1.1 for nodes is best.");
    }
    return Finding.of("http-node", OK, "Requests reach the node as " + arrival.protocol() + ".");
  }

  private @Nullable Arrival arrival() {
    return observed.pulses().stream()
        .map(Pulse::arrival)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static Finding unknown(String id) {
    return Finding.of(id, UNKNOWN, "Not to be told without a stream.");
  }

  static String seconds(long millis) {
    return millis % 1_000 == 0
        ? millis / 1_000 + " s"
        : String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
  }
}
