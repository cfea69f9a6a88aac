package dev.tidings.inbox;

import dev.tidings.events.Draft;
import dev.tidings.events.Json;
import dev.tidings.events.Publisher;
import dev.tidings.inbox.ItemJson.Entry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;

/**
 * Tells all pages of a user what has changed in the inbox, with the counts as of that version:
 * after the commit, as every event.
 */
@ApplicationScoped
class Announcer {
  private static final String NOTIFICATION = "notification";
  private static final String MARKS = "marks";

  /** Items that are told of one by one. */
  private static final int MAX_ITEMS = 50;

  @Inject Publisher publisher;
  @Inject Shelf shelf;

  /**
   * An item has come, or come back.
   *
   * @param quiet whether the user is not to be disturbed by it
   */
  void surfaced(Inbox inbox, Entry entry, boolean quiet) {
    publish(
        inbox,
        NOTIFICATION,
        counted(inbox).add("item", ItemJson.object(entry, inbox)).add("quiet", quiet));
  }

  /** Items are not as they were. */
  void changed(Inbox inbox, List<Item> items) {
    if (items.size() > MAX_ITEMS) {
      changed(inbox);
      return;
    }
    String data =
        counted(inbox).add("items", ItemJson.array(shelf.entries(items), inbox)).build().toString();
    if (data.length() * 3L > Draft.MAX_DATA) {
      changed(inbox);
      return;
    }
    publisher.publish(InboxTopic.of(inbox.user), new Draft(MARKS, new Json(data), null));
  }

  /** So much has changed that pages read it again. */
  void changed(Inbox inbox) {
    publish(inbox, MARKS, counted(inbox).add("reload", true));
  }

  void removed(Inbox inbox, List<Long> ids) {
    JsonArrayBuilder gone = jakarta.json.Json.createArrayBuilder();
    ids.forEach(gone::add);
    publish(inbox, MARKS, counted(inbox).add("removed", gone));
  }

  private static JsonObjectBuilder counted(Inbox inbox) {
    return jakarta.json.Json.createObjectBuilder().add("counts", inbox.counts().json());
  }

  private void publish(Inbox inbox, String type, JsonObjectBuilder data) {
    publisher.publish(
        InboxTopic.of(inbox.user), new Draft(type, new Json(data.build().toString()), null));
  }
}
