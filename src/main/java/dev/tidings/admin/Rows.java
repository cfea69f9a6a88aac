package dev.tidings.admin;

import dev.tidings.cluster.Node;
import dev.tidings.stream.OpenStream;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of the console's tables, as JSON. */
final class Rows {
  private static final int TOPICS = 20;
  private static final double DIGITS = 1_000;

  private Rows() {}

  static JsonObject of(OpenStream stream, String node, String run) {
    JsonArrayBuilder topics = Json.createArrayBuilder();
    stream.topics().stream().limit(TOPICS).forEach(topic -> topics.add(topic.path()));
    JsonObjectBuilder row =
        Json.createObjectBuilder()
            .add("id", new StreamId(run, stream.number()).toString())
            .add("node", node)
            .add("user", stream.user())
            .add("address", stream.address())
            .add("agent", stream.agent())
            .add("topics", topics)
            .add("topicCount", stream.topics().size())
            .add("since", time(stream.since()))
            .add("events", stream.events())
            .add("bytes", stream.bytes())
            .add("lag", stream.lag());
    text(row, "lastId", stream.lastId());
    return row.add("state", stream.state().word()).build();
  }

  /** A member that may be null. */
  static void text(JsonObjectBuilder row, String name, @Nullable Object value) {
    if (value == null) {
      row.addNull(name);
    } else {
      row.add(name, value.toString());
    }
  }

  /** To the millisecond. */
  static String time(Instant moment) {
    return moment.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  static double rounded(double value) {
    return Math.round(value * DIGITS) / DIGITS;
  }

  /** An answer of this or another node. */
  static String answer(List<JsonObject> rows, int total) {
    JsonArrayBuilder all = Json.createArrayBuilder();
    rows.forEach(all::add);
    return Json.createObjectBuilder().add("rows", all).add("total", total).build().toString();
  }

  static List<JsonObject> rows(JsonObject answer) {
    return answer.getJsonArray("rows").getValuesAs(JsonObject.class);
  }

  static JsonObject parse(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  /** By what people know some nodes. */
  static JsonArrayBuilder names(List<Node> nodes) {
    JsonArrayBuilder names = Json.createArrayBuilder();
    nodes.forEach(node -> names.add(node.name()));
    return names;
  }

  static JsonObjectBuilder object() {
    return Json.createObjectBuilder();
  }

  static JsonArrayBuilder array(List<? extends JsonValue> values) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    values.forEach(array::add);
    return array;
  }

  /** As many of the first rows as fit into some bytes, as one array. */
  static String fitting(List<JsonObject> rows, int bytes) {
    StringBuilder array = new StringBuilder("[");
    int size = 2;
    for (JsonObject row : rows) {
      String text = row.toString();
      size += text.getBytes(StandardCharsets.UTF_8).length + 1;
      if (size > bytes) {
        break;
      }
      array.append(array.length() > 1 ? "," : "").append(text);
    }
    return array.append(']').toString();
  }
}
