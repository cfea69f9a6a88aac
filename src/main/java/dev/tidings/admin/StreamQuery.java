package dev.tidings.admin;

import dev.tidings.events.Topic;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.StringReader;
import org.jspecify.annotations.Nullable;

/**
 * Which streams somebody wants to see. Null stands for any.
 *
 * @param node a name, or a run
 * @param after only those that come later, in the order of ids
 */
record StreamQuery(
    @Nullable String user,
    @Nullable Topic topic,
    @Nullable String node,
    @Nullable StreamId after,
    int limit) {

  /** Those of one node that are after a position of all: its smallest number, or none at all. */
  long afterOn(String run) {
    StreamId from = after;
    int order = from == null ? 1 : run.compareTo(from.run());
    return from == null || order > 0 ? 0 : order == 0 ? from.number() : Long.MAX_VALUE;
  }

  /** For other nodes. */
  String text() {
    JsonObjectBuilder json = Json.createObjectBuilder().add("limit", limit);
    add(json, "user", user);
    add(json, "topic", topic);
    add(json, "node", node);
    add(json, "after", after);
    return json.build().toString();
  }

  private static void add(JsonObjectBuilder json, String name, @Nullable Object value) {
    if (value != null) {
      json.add(name, value.toString());
    }
  }

  static StreamQuery of(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      JsonObject json = reader.readObject();
      String topic = json.getString("topic", null);
      String after = json.getString("after", null);
      return new StreamQuery(
          json.getString("user", null),
          topic == null ? null : new Topic(topic),
          json.getString("node", null),
          after == null ? null : StreamId.parse(after).orElseThrow(),
          json.getInt("limit"));
    }
  }
}
