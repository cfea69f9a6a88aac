package dev.tidings.inbox;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Items as their user's pages get them. */
final class ItemJson {
  /**
   * An item and what it says.
   *
   * @param content null for a digest entry
   */
  record Entry(Item item, @Nullable Content content) {}

  private ItemJson() {}

  static JsonArrayBuilder array(List<Entry> entries, Inbox inbox) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    entries.forEach(entry -> array.add(object(entry, inbox)));
    return array;
  }

  static JsonObjectBuilder object(Entry entry, Inbox inbox) {
    Item item = entry.item();
    Content content = entry.content();
    JsonObjectBuilder json = Json.createObjectBuilder();
    json.add("id", item.id());
    json.add("place", item.place);
    json.add("at", time(item.arrivedAt));
    json.add("category", item.category);
    json.add("severity", content == null ? Severity.INFO.word() : content.severity);
    json.add("title", content == null ? "" : content.title);
    if (content != null) {
      if (content.body != null) {
        json.add("body", content.body);
      }
      try (JsonReader rest = Json.createReader(new StringReader(content.rest))) {
        json.addAll(Json.createObjectBuilder(rest.readObject()));
      }
    }
    json.add("unread", inbox.unread(item));
    json.add("unseen", inbox.unseen(item));
    json.add("archived", inbox.archived(item));
    json.add("pinned", item.box == Box.PINNED);
    if (item.snoozedUntil != null) {
      json.add("snoozedUntil", time(item.snoozedUntil));
    }
    if (item.expiresAt != null) {
      json.add("expiresAt", time(item.expiresAt));
    }
    if (item.isDigest()) {
      json.add("count", item.held);
    }
    return json;
  }

  static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
