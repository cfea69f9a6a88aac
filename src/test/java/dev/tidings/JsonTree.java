package dev.tidings;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON to look around in: {@code tree.at("counts", "unread").number()}. */
public final class JsonTree {
  private static final JsonFactory JSON = new JsonFactory();

  private final @Nullable Object value;

  private JsonTree(@Nullable Object value) {
    this.value = value;
  }

  public static JsonTree of(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      return new JsonTree(read(parser));
    } catch (IOException malformed) {
      throw new AssertionError("Not JSON: " + text, malformed);
    }
  }

  private static @Nullable Object read(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          object.put(name, read(parser));
        }
        yield object;
      }
      case START_ARRAY -> {
        List<Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(read(parser));
        }
        yield array;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  /** What is at the end of a path; empty where there is nothing. */
  public JsonTree at(String... path) {
    Object here = value;
    for (String name : path) {
      here = here instanceof Map<?, ?> object ? object.get(name) : null;
    }
    return new JsonTree(here);
  }

  public boolean isMissing() {
    return value == null;
  }

  public String text() {
    return String.valueOf(value);
  }

  public long number() {
    return (Long) value;
  }

  public boolean flag() {
    return Boolean.TRUE.equals(value);
  }

  public List<JsonTree> list() {
    return ((List<?>) value).stream().map(JsonTree::new).toList();
  }

  @Override
  public String toString() {
    return text();
  }
}
