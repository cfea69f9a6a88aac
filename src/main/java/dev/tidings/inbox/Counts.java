package dev.tidings.inbox;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the badge shows, as of a version: of two, the one with the higher version is true. */
@Schema(name = "InboxCounts")
record Counts(int unread, int unseen, long version) {
  JsonObjectBuilder json() {
    return Json.createObjectBuilder()
        .add("unread", unread)
        .add("unseen", unseen)
        .add("version", version);
  }
}
