package dev.tidings.problem;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JSON object that a request brings. Whatever is wrong is a {@link Problem} naming the field.
 */
public record Body(JsonObject json) {
  private static final int MAX = 64 * 1024;
  private static final int MAX_IDS = 500;
  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  /**
   * The object in a text.
   *
   * @throws Problem 400 if there is none, 413 beyond 64 Ki characters
   */
  public static Body of(String text) {
    if (text.length() > MAX) {
      throw Problem.tooLarge("body", "body: at most " + MAX + " characters.");
    }
    return new Body(parse(text));
  }

  /** A text; null where the field is missing or null. */
  public @Nullable String text(String field) {
    JsonValue value = json.get(field);
    if (value == null || value == JsonValue.NULL) {
      return null;
    }
    if (value instanceof JsonString string) {
      return string.getString();
    }
    throw Problem.badField(field, field + ": must be a string.");
  }

  /** True or false; {@code otherwise} where the field is missing. */
  public boolean flag(String field, boolean otherwise) {
    JsonValue value = json.get(field);
    if (value == null) {
      return otherwise;
    }
    if (value == JsonValue.TRUE || value == JsonValue.FALSE) {
      return value == JsonValue.TRUE;
    }
    throw Problem.badField(field, field + ": true or false.");
  }

  /** A whole number, bounds included; {@code otherwise} where the field is missing. */
  public long number(String field, long min, long max, long otherwise) {
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

  /** A moment between 1970 and 9999; null where the field is missing or null. */
  public @Nullable Instant instant(String field) {
    String text = text(field);
    if (text == null) {
      return null;
    }
    try {
      return requireOrdinary(field, OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException malformed) {
      throw Problem.badField(field, field + ": a moment such as 2026-12-24T18:00:00Z.");
    }
  }

  /** Not all databases have what lies further away. */
  public static Instant requireOrdinary(String field, Instant at) {
    if (at.isBefore(Instant.EPOCH) || at.isAfter(LATEST)) {
      throw Problem.badField(field, field + ": from the year 1970 to 9999.");
    }
    return at;
  }

  private static JsonObject parse(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    } catch (RuntimeException | StackOverflowError malformed) {
      // Not only JsonException: numbers that are too long and arrays that are too deep throw
      // others.
      throw Problem.badField("body", "body: must be one JSON object.");
    }
  }

  /** 1 to 500 ids; null where the field is missing. */
  public @Nullable List<Long> ids() {
    JsonValue value = json.get("ids");
    if (value == null) {
      return null;
    }
    if (value instanceof JsonArray array && !array.isEmpty() && array.size() <= MAX_IDS) {
      return array.stream().map(id -> number("ids", id, Long.MIN_VALUE, Long.MAX_VALUE)).toList();
    }
    throw Problem.badField("ids", "ids: an array of 1 to " + MAX_IDS + " ids.");
  }

  /** An object; null where the field is missing or null. */
  public @Nullable Body object(String field) {
    JsonValue value = json.get(field);
    if (value == null || value == JsonValue.NULL) {
      return null;
    }
    if (value instanceof JsonObject object) {
      return new Body(object);
    }
    throw Problem.badField(field, field + ": must be an object.");
  }

  /** Objects; none where the field is missing. */
  public List<Body> objects(String field, int most) {
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
