package dev.tidings.inbox;

import dev.tidings.problem.Body;
import dev.tidings.problem.Problem;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A notification as JSON: what {@code POST /api/notifications} takes, and what the log holds. */
final class NotificationJson {
  /** Besides those of a notification: who sent it, and when it is to be sent. */
  static final String BY = "by";

  static final String AT = "at";

  private static final Set<String> FIELDS =
      Set.of(
          "to",
          "category",
          "title",
          "body",
          "severity",
          "icon",
          "link",
          "actions",
          "expiresAt",
          "dedupeKey",
          AT,
          BY);

  private NotificationJson() {}

  static String write(Notification notification, @Nullable String sender) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    json.add("to", to(notification.to()));
    json.add("category", notification.category());
    json.add("title", notification.title());
    if (notification.body() != null) {
      json.add("body", notification.body());
    }
    json.add("severity", notification.severity().word());
    if (notification.expiresAt() != null) {
      json.add("expiresAt", notification.expiresAt().toString());
    }
    if (notification.dedupeKey() != null) {
      json.add("dedupeKey", notification.dedupeKey());
    }
    if (sender != null) {
      json.add(BY, sender);
    }
    json.addAll(Json.createObjectBuilder(rest(notification)));
    return json.build().toString();
  }

  /** What nobody searches: icon, link and actions. */
  static JsonObject rest(Notification notification) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    if (notification.icon() != null) {
      json.add("icon", notification.icon());
    }
    Link link = notification.link();
    if (link != null) {
      JsonObjectBuilder where = Json.createObjectBuilder().add("href", link.href());
      if (link.label() != null) {
        where.add("label", link.label());
      }
      json.add("link", where);
    }
    if (!notification.actions().isEmpty()) {
      JsonArrayBuilder buttons = Json.createArrayBuilder();
      notification.actions().forEach(action -> buttons.add(button(action)));
      json.add("actions", buttons);
    }
    return json.build();
  }

  private static JsonObjectBuilder button(Action action) {
    JsonObjectBuilder json = Json.createObjectBuilder().add("label", action.label());
    if (action.method() != null) {
      json.add("method", action.method());
    }
    json.add("href", action.href());
    if (action.body() != null) {
      try (JsonReader reader = Json.createReader(new StringReader(action.body().text()))) {
        json.add("body", reader.readValue());
      }
    }
    return json;
  }

  private static JsonObjectBuilder to(Audience to) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    if (to instanceof Audience.Users users) {
      return json.add("users", Json.createArrayBuilder(users.names()));
    }
    if (to instanceof Audience.Role role) {
      return json.add("role", role.name());
    }
    return json.add("everyone", true).add("later", ((Audience.Everyone) to).later());
  }

  /**
   * Reads a notification.
   *
   * @throws Problem 400 that names the field
   */
  static Notification read(JsonObject json) {
    json.keySet().stream()
        .filter(field -> !FIELDS.contains(field))
        .findFirst()
        .ifPresent(
            field -> {
              throw Problem.badField(
                  cut(field), "A notification has no field of this name: " + cut(field) + ".");
            });
    return new Notification(
        audience(json.get("to")),
        required(json, "category"),
        required(json, "title"),
        text(json, "body"),
        Severity.of(text(json, "severity")),
        text(json, "icon"),
        link(json.get("link")),
        actions(json.get("actions")),
        new Body(json).instant("expiresAt"),
        text(json, "dedupeKey"));
  }

  private static Audience audience(@Nullable JsonValue value) {
    if (value instanceof JsonObject to && to.keySet().size() <= 2) {
      if (to.get("users") instanceof JsonArray names && to.size() == 1) {
        return new Audience.Users(names.stream().map(NotificationJson::name).toList());
      }
      if (to.get("role") instanceof JsonString role && to.size() == 1) {
        return new Audience.Role(role.getString());
      }
      if (JsonValue.TRUE.equals(to.get("everyone"))) {
        return new Audience.Everyone(JsonValue.TRUE.equals(to.get("later")));
      }
    }
    throw Problem.badField(
        "to",
        "to: {\"users\":[\"alice\"]}, {\"role\":\"operator\"} or {\"everyone\":true,\"later\":false}.");
  }

  private static String name(JsonValue value) {
    if (value instanceof JsonString name) {
      return name.getString();
    }
    throw Problem.badField("to.users", "to.users: an array of names.");
  }

  private static @Nullable Link link(@Nullable JsonValue value) {
    if (value == null || value == JsonValue.NULL) {
      return null;
    }
    if (value instanceof JsonObject link) {
      return new Link(required(link, "href", "link.href"), text(link, "label"));
    }
    throw Problem.badField("link", "link: {\"href\":…,\"label\":…}.");
  }

  private static List<Action> actions(@Nullable JsonValue value) {
    if (value == null || value == JsonValue.NULL) {
      return List.of();
    }
    if (!(value instanceof JsonArray array) || array.size() > Notification.MAX_ACTIONS) {
      throw Problem.badField(
          "actions", "actions: an array of at most " + Notification.MAX_ACTIONS + ".");
    }
    List<Action> actions = new ArrayList<>();
    for (JsonValue each : array) {
      if (!(each instanceof JsonObject action)) {
        throw Problem.badField(
            "actions", "actions: {\"label\":…,\"href\":…} with a method or not.");
      }
      JsonValue body = action.get("body");
      actions.add(
          new Action(
              required(action, "label", "actions.label"),
              text(action, "method"),
              required(action, "href", "actions.href"),
              body == null || body == JsonValue.NULL ? null : raw(body)));
    }
    return actions;
  }

  private static dev.tidings.events.Json raw(JsonValue body) {
    try {
      return new dev.tidings.events.Json(body.toString());
    } catch (IllegalArgumentException tooDeep) {
      throw Problem.badField("actions.body", "actions.body: " + tooDeep.getMessage() + ".");
    }
  }

  private static String required(JsonObject json, String field) {
    return required(json, field, field);
  }

  private static String required(JsonObject json, String field, String shown) {
    String text = text(json, field);
    if (text == null) {
      throw Problem.badField(shown, shown + ": is missing.");
    }
    return text;
  }

  private static @Nullable String text(JsonObject json, String field) {
    JsonValue value = json.get(field);
    if (value == null || value == JsonValue.NULL) {
      return null;
    }
    if (value instanceof JsonString text) {
      return text.getString();
    }
    throw Problem.badField(field, field + ": must be a string.");
  }

  private static String cut(String field) {
    return field.length() <= 100 ? field : field.substring(0, 100) + "…";
  }
}
