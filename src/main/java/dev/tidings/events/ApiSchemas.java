package dev.tidings.events;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The shapes of requests and answers, for the API description only: data stays raw JSON. */
interface ApiSchemas {
  @Schema(name = "Draft", description = "An event to be published")
  record DraftShape(
      @Schema(required = true, maxLength = 100, examples = "message") String type,
      @Schema(description = "Any JSON, at most 64 KiB compact") @Nullable Object data,
      @Schema(maxLength = 200, description = "For conflated live topics") @Nullable String key) {}

  @Schema(name = "Ids", description = "The ids of the events, in their order")
  record Ids(@Schema(type = SchemaType.ARRAY, required = true) List<String> ids) {}

  @Schema(name = "Event")
  record EventShape(
      @Schema(required = true, examples = "k3x9w2a1-42") String id,
      @Schema(required = true) String topic,
      @Schema(required = true) String type,
      @Schema(required = true, format = "date-time") String at,
      @Schema(required = true, description = "Any JSON") Object data) {}

  @Schema(name = "Page")
  record Page(
      @Schema(required = true) List<EventShape> events,
      @Schema(required = true, description = "The id to go on from") String cursor) {}
}
