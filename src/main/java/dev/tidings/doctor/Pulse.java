package dev.tidings.doctor;

import dev.tidings.problem.Body;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a probe that sends a few events at equal distances.
 *
 * @param failure why there was no answer at all; null where there was one
 * @param status of the answer
 * @param type its media type; empty where it has none
 * @param encoding Content-Encoding; null where there is none
 * @param protocol that the client spoke, such as h2; empty where nobody knows
 * @param allowOrigin Access-Control-Allow-Origin; null where there is none
 * @param beats the events, in the order in which they came
 * @param arrival how the request reached its node; null where no event came
 */
record Pulse(
    @Nullable String failure,
    int status,
    String type,
    @Nullable String encoding,
    String protocol,
    @Nullable String allowOrigin,
    List<Beat> beats,
    @Nullable Arrival arrival) {
  /** Events in one pulse, and milliseconds between two of them. */
  static final int BEATS = 8;

  static final long EVERY = 200;

  private static final long TEN_MINUTES = 600_000;

  /**
   * One event, in milliseconds.
   *
   * @param sent since the node sent the first one, by its clock
   * @param received since the client asked, by its clock
   */
  record Beat(long sent, long received) {}

  static Pulse failed(String why) {
    return new Pulse(why, 0, "", null, "", null, List.of(), null);
  }

  /** As a browser tells it. */
  static Pulse of(Body body) {
    List<Beat> beats = new ArrayList<>();
    for (Body each : body.objects("beats", 100)) {
      beats.add(
          new Beat(
              each.number("sent", 0, TEN_MINUTES, 0), each.number("received", 0, TEN_MINUTES, 0)));
    }
    Body arrival = body.object("arrival");
    return new Pulse(
        body.text("failure"),
        (int) body.number("status", 0, 999, 0),
        text(body, "type"),
        body.text("encoding"),
        text(body, "protocol"),
        body.text("allowOrigin"),
        List.copyOf(beats),
        arrival == null ? null : Arrival.of(arrival));
  }

  private static String text(Body body, String field) {
    String text = body.text(field);
    return text == null ? "" : text;
  }

  boolean isStream() {
    return status == 200 && type.startsWith("text/event-stream");
  }

  /** Of how many events the next one came almost at the same time, though sent much later. */
  int together() {
    int together = 0;
    for (int i = 1; i < beats.size(); i++) {
      if (beats.get(i).received() - beats.get(i - 1).received() < EVERY / 5) {
        together++;
      }
    }
    return together;
  }

  /** By how many milliseconds the event that was held back for longest was later than another. */
  long held() {
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    for (Beat beat : beats) {
      long late = beat.received() - beat.sent();
      least = Math.min(least, late);
      most = Math.max(most, late);
    }
    return beats.isEmpty() ? 0 : most - least;
  }
}
