package dev.tidings.security;

import dev.tidings.events.Event;
import dev.tidings.events.EventLog;
import dev.tidings.events.Topic;
import dev.tidings.privacy.Archive;
import dev.tidings.privacy.PersonalData;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;

/**
 * When logins of a user were ended. That is handed out, but not erased: a login that was ended
 * would hold again. It goes by itself when no login from then can last any more, after 30 days.
 */
@ApplicationScoped
class PersonalLogins implements PersonalData {
  private static final int PAGE = 1_000;
  private static final long PAGE_BYTES = 1 << 20;

  @Inject EventLog log;

  @Override
  public void export(String user, Archive archive) throws IOException {
    archive.file("logins.jsonl");
    long head = log.head().position();
    for (Topic topic : List.of(EndedLogins.TOPIC, SignOuts.TOPIC)) {
      long after = 0;
      boolean more = true;
      while (more) {
        EventLog.Page page = log.after(List.of(topic), after, head, PAGE, PAGE_BYTES);
        for (Event event : page.events()) {
          after = event.position();
          if (user.equals(user(event))) {
            archive.line(
                Json.createObjectBuilder()
                    .add("ended", event.type())
                    .add("at", event.time())
                    .build()
                    .toString());
          }
        }
        more = !page.complete();
      }
    }
  }

  private static String user(Event event) {
    try (JsonReader reader = Json.createReader(new StringReader(event.data()))) {
      JsonObject data = reader.readObject();
      return data.getString("user", "");
    } catch (JsonException | ClassCastException unreadable) {
      return "";
    }
  }

  @Override
  public Map<String, Long> erase(String user) {
    return Map.of();
  }
}
