package dev.tidings.logs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * A line as it is shown: nothing secret, and not too long.
 *
 * @param at when it was written, ISO-8601 UTC; empty if the line does not tell
 * @param level as its logger calls it; may be empty
 * @param fields what else it says, by name
 * @param cut characters that were left out
 */
record LogLine(
    String at,
    Severity severity,
    String level,
    String logger,
    String message,
    Map<String, String> fields,
    int cut) {
  private static final JsonFactory JSON = new JsonFactory();

  /** An entry of an event: the how-manieth line it is of all, and what it says. */
  String json(long number) {
    StringWriter text = new StringWriter(message.length() + 200);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("n", number);
      optional(json, "at", at);
      json.writeStringField("severity", severity.word());
      optional(json, "level", level);
      optional(json, "logger", logger);
      json.writeStringField("message", message);
      if (!fields.isEmpty()) {
        json.writeObjectFieldStart("fields");
        for (Map.Entry<String, String> field : fields.entrySet()) {
          json.writeStringField(field.getKey(), field.getValue());
        }
        json.writeEndObject();
      }
      if (cut > 0) {
        json.writeNumberField("cut", cut);
      }
      json.writeEndObject();
    } catch (IOException never) {
      throw new UncheckedIOException(never);
    }
    return text.toString();
  }

  /**
   * How an object with entries begins.
   *
   * @param node that wrote them
   * @param run names their numbering
   */
  static String head(String node, String run) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeString(node);
    } catch (IOException never) {
      throw new UncheckedIOException(never);
    }
    return "{\"node\":" + text + ",\"run\":\"" + run + '"';
  }

  /** An entry that tells of lines that were left out, from the how-manieth on. */
  static String skipped(long number, long count) {
    return "{\"n\":" + number + ",\"skipped\":" + count + "}";
  }

  private static void optional(JsonGenerator json, String name, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(name, value);
    }
  }
}
