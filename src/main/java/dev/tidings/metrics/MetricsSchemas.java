package dev.tidings.metrics;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The shapes of requests and answers, for the API description only. */
interface MetricsSchemas {
  @Schema(name = "GaugeSample")
  record SampleShape(
      @Schema(required = true, format = "date-time") String at,
      @Schema(required = true) String type,
      @Schema(description = "Where it was published with one") @Nullable String key,
      @Schema(required = true, description = "What was published, such as a number") Object data) {}

  @Schema(name = "Gauges", description = "samples with a topic, topics without one")
  record GaugesShape(
      @Schema(required = true, format = "date-time", description = "The server's clock") String now,
      @Schema(description = "Those that you may read and that there are samples of")
          @Nullable List<String> topics,
      @Schema(description = "The oldest first, one for each second and gauge at most")
          @Nullable List<SampleShape> samples) {}

  @Schema(name = "Presence")
  record PresenceShape(
      @Schema(
              required = true,
              pattern = "[A-Za-z0-9._-]{1,64}",
              description = "As in client= of the browser's stream")
          String client,
      @Schema(
              required = true,
              description = "Paths such as /inbox.html, without the query; at most 200 characters")
          List<String> pages) {}
}
