package dev.tidings.logs;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The shapes of answers, for the API description only. */
interface LogsSchemas {
  @Schema(name = "LogFiles")
  record Files(@Schema(required = true) List<File> logs) {}

  @Schema(name = "LogFile")
  record File(
      @Schema(required = true, examples = "server") String name,
      @Schema(required = true, description = "Where to listen", examples = "logs/server")
          String topic) {}

  @Schema(name = "LogExcerpt")
  record Excerpt(
      @Schema(required = true, description = "Whose lines they are: each node has its own")
          String node,
      @Schema(required = true) String name,
      @Schema(required = true) String topic,
      @Schema(
              required = true,
              description = "Names this numbering of lines; another one counts anew")
          String run,
      @Schema(required = true, description = "The number of the next line") long next,
      @Schema(required = true) List<Entry> entries) {}

  @Schema(
      name = "LogEntry",
      description = "A line, or, where it has skipped, how many lines were left out from n on")
  record Entry(
      @Schema(required = true, description = "The how-manieth line it is") long n,
      @Schema(description = "Lines that were left out: more came than go out in a second")
          @Nullable Long skipped,
      @Schema(format = "date-time") @Nullable String at,
      @Schema(enumeration = {"error", "warning", "info", "debug"}) @Nullable String severity,
      @Schema(description = "As its logger calls it") @Nullable String level,
      @Nullable String logger,
      @Nullable String message,
      @Schema(description = "What else it says") @Nullable Map<String, String> fields,
      @Schema(description = "Characters that were cut off") @Nullable Integer cut) {}
}
