package dev.tidings.admin;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The shapes of bodies and answers, for the API description only. */
interface ConsoleSchemas {
  @Schema(name = "OpenStreams")
  record Streams(
      @Schema(required = true) List<OneStream> streams,
      @Schema(required = true, description = "How many fit, on all nodes that have answered")
          long total,
      @Schema(description = "Where the next page begins; null at the end") @Nullable String cursor,
      @Schema(required = true, description = "Nodes that have not answered in time")
          List<String> missing) {}

  @Schema(name = "OpenStream")
  record OneStream(
      @Schema(required = true, examples = "k2x9q0ab-42") String id,
      @Schema(required = true) String node,
      @Schema(required = true) String user,
      @Schema(required = true) String address,
      @Schema(
              required = true,
              description = "What the client calls itself: as it says, at most 200 characters")
          String agent,
      @Schema(required = true, description = "The first 20") List<String> topics,
      @Schema(required = true) int topicCount,
      @Schema(required = true, format = "date-time") String since,
      @Schema(required = true, description = "Published events that were written to it")
          long events,
      @Schema(required = true, description = "Written to it, heartbeats included") long bytes,
      @Schema(
              required = true,
              description = "Positions of the log it is behind the tail; 0 when it has its topics")
          long lag,
      @Schema(description = "The id of its cursor; null while that means nothing")
          @Nullable String lastId,
      @Schema(
              required = true,
              enumeration = {"idle", "writing", "replaying", "stalled", "leaving"})
          String state) {}

  @Schema(name = "EndedStreams")
  record Ended(@Schema(required = true) long ended) {}

  @Schema(name = "Topics")
  record Topics(
      @Schema(required = true) List<OneTopic> topics,
      @Schema(required = true, description = "Whether there are others; narrow the prefix")
          boolean more,
      @Schema(required = true, description = "Nodes that have not answered in time")
          List<String> missing) {}

  @Schema(name = "TopicOverview")
  record OneTopic(
      @Schema(required = true, examples = "feeds/news") String topic,
      @Schema(required = true, description = "Whether its events are in no log") boolean live,
      @Schema(required = true, description = "Streams of all nodes") int listeners,
      @Schema(required = true, description = "Events a second in the last minute") double rate,
      @Schema(description = "In the log; null for a live topic") @Nullable Long events,
      @Schema(description = "Whether there are more than were counted")
          @Nullable Boolean eventsMore,
      @Schema(description = "The id of the oldest") @Nullable String oldest,
      @Schema(description = "The id of the newest") @Nullable String newest,
      @Schema(format = "date-time") @Nullable String oldestAt,
      @Schema(format = "date-time") @Nullable String newestAt) {}

  @Schema(name = "Nodes")
  record Nodes(@Schema(required = true) List<OneNode> nodes) {}

  @Schema(
      name = "Node",
      description = "Of one that is away, only name, id, since and streams are known")
  record OneNode(
      @Schema(required = true) String name,
      @Schema(required = true, description = "From its start to its end; no two have the same")
          String id,
      @Schema(required = true, description = "Whether it is the one that answers") boolean self,
      @Schema(
              required = true,
              enumeration = {"ready", "draining", "away"})
          String state,
      @Schema(required = true, format = "date-time") String since,
      @Schema(required = true) int streams,
      @Schema(description = "With a channel in its memory") @Nullable Integer topics,
      @Schema(description = "Events that were written to streams, in the last second")
          @Nullable Double deliveriesPerSecond,
      @Schema(description = "Events that were published on it, in the last second")
          @Nullable Double publishesPerSecond,
      @Schema(description = "Events that are committed and not yet in its memory")
          @Nullable Long tailLag,
      @Schema(description = "Bytes") @Nullable Long heapUsed,
      @Schema(description = "Bytes; null where there is no bound") @Nullable Long heapMax,
      @Nullable String version,
      @Schema(examples = "PostgreSQL 18.6") @Nullable String database) {}

  @Schema(name = "Broadcast")
  record Broadcast(
      @Schema(required = true, maxLength = 200) String title,
      @Schema(maxLength = 4000) @Nullable String body,
      @Schema(
              enumeration = {"info", "success", "warning", "error"},
              defaultValue = "info")
          @Nullable String severity,
      @Schema(pattern = "[A-Za-z0-9._-]{1,64}", defaultValue = "announcements")
          @Nullable String category) {}

  @Schema(name = "BroadcastIds")
  record BroadcastIds(@Schema(required = true) List<String> ids) {}
}
