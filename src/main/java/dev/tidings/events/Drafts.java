package dev.tidings.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidings.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a publish request: {@code {"type":…,"data":…,"key":…}} or an array of them.
 * Whatever is wrong with it is a {@link Problem} that names the field.
 */
final class Drafts {
  /** Bytes of a body, at most. */
  static final int MAX_BODY = 8 * 1024 * 1024;

  /** Events in one request, at most. */
  static final int MAX_EVENTS = 1_000;

  /** The array and the event are around the data, whose own depth is bounded. */
  private static final JsonFactory ENVELOPE = Json.factory(Json.MAX_DEPTH + 2);

  private static final int MAX_SHOWN = 100;

  private final String body;
  private final JsonParser parser;

  private Drafts(String body, JsonParser parser) {
    this.body = body;
    this.parser = parser;
  }

  /** At least one draft, at most {@value #MAX_EVENTS}. */
  static List<Draft> read(InputStream stream) {
    byte[] bytes = bytes(stream);
    if (bytes.length > MAX_BODY) {
      throw Problem.tooLarge("body", "body: at most " + MAX_BODY + " bytes.");
    }
    String body = decode(bytes);
    try (JsonParser parser = ENVELOPE.createParser(body)) {
      return new Drafts(body, parser).all();
    } catch (IOException malformed) {
      throw notJson(Json.sentence(malformed));
    }
  }

  private static byte[] bytes(InputStream stream) {
    try {
      return stream.readNBytes(MAX_BODY + 1);
    } catch (IOException cutShort) {
      throw Problem.badField("body", "body: it ended before it was complete.");
    }
  }

  private static String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException malformed) {
      throw notJson("it is not UTF-8");
    }
  }

  private static Problem notJson(String why) {
    return Problem.badField("body", "body: this cannot be read as JSON: " + why + ".");
  }

  private List<Draft> all() throws IOException {
    List<Draft> drafts = new ArrayList<>();
    JsonToken first = parser.nextToken();
    if (first == JsonToken.START_OBJECT) {
      drafts.add(one(""));
    } else if (first == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (drafts.size() == MAX_EVENTS) {
          throw Problem.tooLarge("body", "body: at most " + MAX_EVENTS + " events in one request.");
        }
        drafts.add(one("[" + drafts.size() + "]."));
      }
    } else {
      throw notAnEvent("body");
    }
    if (parser.nextToken() != null) {
      throw notJson(
          "something follows the " + (first == JsonToken.START_ARRAY ? "array" : "event"));
    }
    if (drafts.isEmpty()) {
      throw Problem.badField("body", "body: the array is empty; publish at least one event.");
    }
    return drafts;
  }

  /** The object the parser stands at the beginning of. */
  private Draft one(String at) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw notAnEvent(at.isEmpty() ? "body" : at.substring(0, at.length() - 1));
    }
    Set<String> seen = new HashSet<>();
    String type = null;
    String data = "null";
    String key = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      if (!seen.add(field)) {
        throw Problem.badField(at + shown(field), at + shown(field) + ": stands there twice.");
      }
      JsonToken value = parser.nextToken();
      switch (field) {
        case "type" -> type = text(at + field, value);
        case "data" -> data = source();
        case "key" -> key = value == JsonToken.VALUE_NULL ? null : text(at + field, value);
        default ->
            throw Problem.badField(
                at + shown(field), "An event has the fields type, data and key, no other.");
      }
    }
    if (type == null) {
      throw Problem.badField(at + "type", at + "type: an event needs a type.");
    }
    return draft(at, type, data, key);
  }

  private static Draft draft(String at, String type, String data, @Nullable String key) {
    try {
      return new Draft(type, new Json(data), key);
    } catch (Problem unfit) {
      String field = at + unfit.members().get("field");
      throw new Problem(unfit.status(), unfit.title(), at + unfit.detail()).with("field", field);
    } catch (IllegalArgumentException malformed) {
      throw Problem.badField(at + "data", at + "data: " + malformed.getMessage() + ".");
    }
  }

  private String text(String field, JsonToken value) throws IOException {
    if (value != JsonToken.VALUE_STRING) {
      throw Problem.badField(field, field + ": must be a string.");
    }
    return parser.getText();
  }

  /** The value the parser stands at, as it was written. */
  private String source() throws IOException {
    int from = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    parser.finishToken();
    return body.substring(from, (int) parser.currentLocation().getCharOffset());
  }

  private static String shown(String field) {
    return field.length() <= MAX_SHOWN ? field : field.substring(0, MAX_SHOWN) + "…";
  }

  private static Problem notAnEvent(String field) {
    return Problem.badField(
        field,
        field + ": must be an event such as {\"type\":\"message\",\"data\":…}, or an array.");
  }
}
