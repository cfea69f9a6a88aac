package dev.tidings.inbox;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a notification, as the log has it, names a user. */
final class Named {
  private static final String TO = "to";
  private static final String USERS = "users";

  private Named() {}

  /** Whether it is for this user by name, or sent by this user. */
  static boolean in(JsonObject notification, String user) {
    return by(notification, user) || users(notification).contains(user);
  }

  private static boolean by(JsonObject notification, String user) {
    return user.equals(notification.getString(NotificationJson.BY, null));
  }

  /** It without that name; null where it is for nobody else. */
  static @Nullable JsonObject without(JsonObject notification, String user) {
    List<String> users = users(notification);
    List<String> others = users.stream().filter(name -> !name.equals(user)).toList();
    if (others.isEmpty() && !users.isEmpty()) {
      return null;
    }
    JsonObjectBuilder rest = Json.createObjectBuilder(notification);
    if (!users.isEmpty()) {
      rest.add(TO, to(others));
    }
    if (by(notification, user)) {
      rest.remove(NotificationJson.BY);
    }
    return rest.build();
  }

  /** It with that name only: who else it is for is none of this user's business. */
  static JsonObject only(JsonObject notification, String user) {
    List<String> users = users(notification);
    return users.isEmpty()
        ? notification
        : Json.createObjectBuilder(notification)
            .add(TO, to(users.contains(user) ? List.of(user) : List.of()))
            .build();
  }

  private static JsonObjectBuilder to(List<String> users) {
    JsonArrayBuilder names = Json.createArrayBuilder();
    users.forEach(names::add);
    return Json.createObjectBuilder().add(USERS, names);
  }

  private static List<String> users(JsonObject notification) {
    if (notification.get(TO) instanceof JsonObject to
        && to.get(USERS) instanceof jakarta.json.JsonArray names) {
      return names.stream().filter(JsonString.class::isInstance).map(Named::text).toList();
    }
    return List.of();
  }

  private static String text(JsonValue name) {
    return ((JsonString) name).getString();
  }
}
