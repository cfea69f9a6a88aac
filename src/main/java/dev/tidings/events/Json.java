package dev.tidings.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value as text, compact: no white space outside strings, so never a line break. Everything
 * else is kept to the letter: the digits of numbers, the escapes of strings, the order of members.
 */
public record Json(String text) {
  /** How deep arrays and objects may be nested. */
  static final int MAX_DEPTH = 200;

  static final JsonFactory FACTORY = factory(MAX_DEPTH);

  /** Not before it is needed: finding the provider takes its time. */
  private static final class Binding {
    static final Jsonb JSONB = JsonbBuilder.create();
  }

  /**
   * @throws IllegalArgumentException if the text is not one JSON value (RFC 8259), is nested deeper
   *     than {@value #MAX_DEPTH}, or has a number of over 1,000 digits
   */
  public Json {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new IllegalArgumentException("not a JSON value: empty");
      }
      parser.skipChildren();
      // Numbers at the very end are only validated when the parser looks beyond them.
      parser.finishToken();
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("not a JSON value: more than one");
      }
    } catch (IOException malformed) {
      throw new IllegalArgumentException("not a JSON value: " + sentence(malformed), malformed);
    }
    text = compact(text);
  }

  /** The JSON that Jakarta JSON Binding makes of a value: a record, a map, a list, a bean. */
  public static Json from(@Nullable Object value) {
    return new Json(value == null ? "null" : Binding.JSONB.toJson(value));
  }

  /** Bytes in UTF-8. */
  public int size() {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Reads and writes JSON of this depth; numbers have 1,000 digits at most. */
  static JsonFactory factory(int depth) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(depth)
                .maxNumberLength(1_000)
                .maxStringLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .build())
        // Names come from outside: interning or caching them would keep them in memory.
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .build();
  }

  /** What the parser found, without where it looked. */
  static String sentence(IOException malformed) {
    if (malformed instanceof StreamConstraintsException) {
      return "it is nested deeper than " + MAX_DEPTH + ", or a number has over 1,000 digits";
    }
    String found =
        malformed instanceof JsonProcessingException known
            ? known.getOriginalMessage()
            : String.valueOf(malformed.getMessage());
    return found.replaceFirst("(?s) \\(start marker at .*", "");
  }

  private static String compact(String json) {
    StringBuilder compact = new StringBuilder(json.length());
    boolean inString = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (inString && c == '\\') {
        compact.append(c);
        c = json.charAt(++i);
      } else if (c == '"') {
        inString = !inString;
      } else if (!inString && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) {
        continue;
      }
      compact.append(c);
    }
    return compact.toString();
  }
}
