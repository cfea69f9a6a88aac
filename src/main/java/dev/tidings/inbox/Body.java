package dev.tidings.inbox;

import dev.tidings.problem.Problem;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JSON object that a request brings. Whatever is wrong is a {@link Problem} naming the field.
 */
record Body(JsonObject json) {
  private static final int MAX = 64 * 1024;
  private static final int MAX_IDS = 500;

  static Body of(String text) {
    if (text.length() > MAX) {
      throw Problem.tooLarge("body", "body: at most " + MAX + " characters.");
    }
    return new Body(NotificationJson.object(text));
  }

  @Nullable String text(String field) {
    JsonValue value = json.get(field);
    if (value == null || value == JsonValue.NULL) {
      return null;
    }
    if (value instanceof JsonString string) {
      return string.getString();
    }
    throw Problem.badField(field, field + ": must be a string.");
  }

  boolean flag(String field, boolean otherwise) {
    JsonValue value = json.get(field);
    if (value == null) {
      return otherwise;
    }
    if (value == JsonValue.TRUE || value == JsonValue.FALSE) {
      return value == JsonValue.TRUE;
    }
    throw Problem.badField(field, field + ": true or false.");
  }

  long number(String field, long min, long max, long otherwise) {
    JsonValue value = json.get(field);
    return value == null ? otherwise : number(field, value, min, max);
  }

  private static long number(String field, JsonValue value, long min, long max) {
    if (value instanceof JsonNumber number) {
      try {
        long whole = number.longValueExact();
        if (whole >= min && whole <= max) {
          return whole;
        }
      } catch (ArithmeticException notWhole) {
        // Told below.
      }
    }
    throw Problem.badField(field, field + ": a whole number from " + min + " to " + max + ".");
  }

  @Nullable Instant instant(String field) {
    return NotificationJson.instant(json, field);
  }

  /** 1 to 500 ids; null where the field is missing. */
  @Nullable List<Long> ids() {
    JsonValue value = json.get("ids");
    if (value == null) {
      return null;
    }
    if (value instanceof JsonArray array && !array.isEmpty() && array.size() <= MAX_IDS) {
      return array.stream().map(id -> number("ids", id, Long.MIN_VALUE, Long.MAX_VALUE)).toList();
    }
    throw Problem.badField("ids", "ids: an array of 1 to " + MAX_IDS + " ids.");
  }

  @Nullable Body object(String field) {
    JsonValue value = json.get(field);
    if (value == null || value == JsonValue.NULL) {
      return null;
    }
    if (value instanceof JsonObject object) {
      return new Body(object);
    }
    throw Problem.badField(field, field + ": must be an object.");
  }

  List<Body> objects(String field, int most) {
    JsonValue value = json.get(field);
    if (value == null) {
      return List.of();
    }
    if (value instanceof JsonArray array
        && array.size() <= most
        && array.stream().allMatch(JsonObject.class::isInstance)) {
      return array.stream().map(each -> new Body(each.asJsonObject())).toList();
    }
    throw Problem.badField(field, field + ": an array of at most " + most + " objects.");
  }
}
