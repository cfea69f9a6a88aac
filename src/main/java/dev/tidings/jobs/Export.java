package dev.tidings.jobs;

import dev.tidings.events.EventLog.Head;
import dev.tidings.events.Topic;
import dev.tidings.problem.Body;
import dev.tidings.problem.PlainText;
import dev.tidings.problem.Problem;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is to be exported.
 *
 * @param topic whose history; null for the inbox of the caller
 * @param types only events of these types, or notifications of these categories; empty for all
 * @param from only what is not older
 * @param to only what is older
 * @param unread only notifications that are unread
 * @param head where the log ended when it was asked for: what comes later is not exported
 */
record Export(
    @Nullable Topic topic,
    Format format,
    Set<String> types,
    @Nullable Instant from,
    @Nullable Instant to,
    boolean unread,
    Head head) {
  /** Where the log ended, in what is kept. */
  static final String HEAD = "head";

  private static final Set<String> FIELDS =
      Set.of("export", "topic", "format", "types", "categories", "from", "to", "unread", "title");
  private static final int MAX_NAME = 170;
  private static final int MAX_TYPES = 20;
  private static final int MAX_TYPE = 100;

  /**
   * What a request asks for.
   *
   * @throws Problem 400 that names the field
   */
  static Export asked(Body body, String caller, Head head) {
    for (String field : body.json().keySet()) {
      if (!FIELDS.contains(field)) {
        throw Problem.badField("body", "body: an export has " + new TreeSet<>(FIELDS) + " only.");
      }
    }
    boolean inbox = inbox(body.text("export"));
    String format = body.text("format");
    Export export =
        new Export(
            inbox ? null : Topic.asked(body.text("topic"), caller),
            Format.of(format == null ? Format.JSONL.word() : format),
            types(body, inbox ? "categories" : "types"),
            body.instant("from"),
            body.instant("to"),
            body.flag("unread", false),
            head);
    if (export.from != null && export.to != null && !export.from.isBefore(export.to)) {
      throw Problem.badField("to", "to: must be after from.");
    }
    if (export.unread && !inbox) {
      throw Problem.badField("unread", "unread: only notifications are.");
    }
    return export;
  }

  private static boolean inbox(@Nullable String what) {
    boolean inbox = "inbox".equals(what);
    if (!inbox && !"events".equals(what)) {
      throw Problem.badField("export", "export: events or inbox.");
    }
    return inbox;
  }

  private static Set<String> types(Body body, String field) {
    JsonValue value = body.json().getOrDefault(field, JsonValue.EMPTY_JSON_ARRAY);
    if (value.getValueType() != JsonValue.ValueType.ARRAY
        || value.asJsonArray().size() > MAX_TYPES
        || !value.asJsonArray().stream().allMatch(JsonString.class::isInstance)) {
      throw Problem.badField(field, field + ": an array of at most " + MAX_TYPES + " names.");
    }
    Set<String> types = new TreeSet<>();
    for (JsonString type : value.asJsonArray().getValuesAs(JsonString.class)) {
      types.add(PlainText.line(field, type.getString(), MAX_TYPE));
    }
    return types;
  }

  static Export read(String json) {
    Body body = Body.of(json);
    JsonObject head = body.json().getJsonObject(HEAD);
    boolean inbox = inbox(body.text("export"));
    return new Export(
        inbox ? null : new Topic(body.json().getString("topic")),
        Format.of(body.json().getString("format")),
        types(body, inbox ? "categories" : "types"),
        body.instant("from"),
        body.instant("to"),
        body.flag("unread", false),
        new Head(head.getString("epoch"), head.getJsonNumber("position").longValue()));
  }

  String json() {
    JsonObjectBuilder json = Json.createObjectBuilder();
    json.add("export", topic == null ? "inbox" : "events");
    if (topic != null) {
      json.add("topic", topic.path());
    }
    json.add("format", format.word());
    if (!types.isEmpty()) {
      JsonArrayBuilder names = Json.createArrayBuilder();
      types.forEach(names::add);
      json.add(topic == null ? "categories" : "types", names);
    }
    if (from != null) {
      json.add("from", from.toString());
    }
    if (to != null) {
      json.add("to", to.toString());
    }
    if (unread) {
      json.add("unread", true);
    }
    return json.add(
            HEAD,
            Json.createObjectBuilder().add("epoch", head.epoch()).add("position", head.position()))
        .build()
        .toString();
  }

  /** Whether the same is wanted, whenever it was asked for. */
  boolean same(Export other) {
    return new Export(topic, format, types, from, to, unread, other.head).equals(other);
  }

  boolean wants(String type, Instant at) {
    return (types.isEmpty() || types.contains(type))
        && (from == null || !at.isBefore(from))
        && (to == null || at.isBefore(to));
  }

  /** What to call it, where nobody gave it a name. */
  String title() {
    return topic == null ? "Export of my inbox" : cut("Export of " + topic.path());
  }

  /** What to call the file. */
  String fileName(Instant at) {
    String what = topic == null ? "inbox" : topic.path().replaceAll("[^A-Za-z0-9._-]+", "-");
    return cut(what) + "-" + at.atZone(ZoneOffset.UTC).toLocalDate() + "." + format.word();
  }

  private static String cut(String text) {
    return text.length() <= MAX_NAME ? text : text.substring(0, MAX_NAME);
  }

  List<String> columns() {
    return topic == null ? InboxSource.COLUMNS : EventsSource.COLUMNS;
  }
}
