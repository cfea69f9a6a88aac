package dev.tidings.doctor;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The shapes of the doctor's requests and answers, for the API description only. */
interface DoctorSchemas {
  @Schema(name = "DoctorFinding")
  record FindingShape(
      @Schema(
              required = true,
              description =
                  "reach, buffering, compression, idle, resume, http, http-node, forwarded, cors,"
                      + " cookies, clock, clock-browser or descriptors")
          String id,
      @Schema(required = true, description = "What was looked at, for people") String title,
      @Schema(
              required = true,
              enumeration = {"ok", "unknown", "warning", "problem"})
          String verdict,
      @Schema(required = true, description = "What was found, in sentences") String words,
      @Schema(description = "What to change, by product: nginx, apache, ihs, haproxy, tidings")
          @Nullable Map<String, String> fix) {}

  @Schema(name = "DoctorReport")
  record ReportShape(
      @Schema(required = true, format = "date-time") String at,
      @Schema(required = true, description = "The node that judged") String node,
      @Schema(required = true, description = "The origin that was looked at") String address,
      @Schema(
              required = true,
              enumeration = {"hub", "browser"},
              description = "Who looked")
          String by,
      @Schema(
              required = true,
              enumeration = {"ok", "unknown", "warning", "problem"},
              description = "The worst of all")
          String verdict,
      @Schema(required = true, description = "The worst first") List<FindingShape> findings) {}

  @Schema(name = "DoctorBeat")
  record BeatShape(
      @Schema(required = true, description = "As the event said") long sent,
      @Schema(required = true, description = "Milliseconds since the request") long received) {}

  @Schema(name = "DoctorArrival", description = "As the first event of a probe said")
  record ArrivalShape(
      @Schema(required = true) String node,
      @Schema(required = true) String protocol,
      @Schema(required = true) String origin,
      @Schema(required = true) String remote,
      @Nullable String lastEventId,
      @Nullable Map<String, String> headers) {}

  @Schema(name = "DoctorPulse")
  record PulseShape(
      @Schema(description = "Why there was no answer at all") @Nullable String failure,
      int status,
      @Schema(description = "Content-Type") @Nullable String type,
      @Schema(description = "Content-Encoding") @Nullable String encoding,
      @Schema(description = "Such as h2") @Nullable String protocol,
      @Schema(description = "Access-Control-Allow-Origin") @Nullable String allowOrigin,
      @Nullable List<BeatShape> beats,
      @Nullable ArrivalShape arrival) {}

  @Schema(name = "DoctorSilence")
  record SilenceShape(
      @Schema(description = "Milliseconds") long asked,
      @Schema(description = "Whether the second event came") boolean whole,
      @Schema(description = "Whether the stream ended before it") boolean closed,
      @Schema(description = "Milliseconds from the first event to the end") long lasted) {}

  @Schema(name = "DoctorObservation", description = "What a client saw of the probes")
  record ObservationShape(
      @Schema(required = true, description = "The origin, as the client writes it") String address,
      @Schema(description = "At most 10") @Nullable List<PulseShape> pulses,
      @Schema(description = "At most 10") @Nullable List<SilenceShape> silences,
      @Schema(description = "Milliseconds that the client's clock is ahead of the node's")
          @Nullable Long ahead,
      @Schema(description = "Names of the cookies that scripts can read, with blanks between them")
          @Nullable String readable) {}
}
