package dev.tidings.inbox;

import dev.tidings.events.Event;
import dev.tidings.events.EventLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What there is of a user around the inbox, as lines of JSON; a transaction each. */
@ApplicationScoped
@Transactional
class InboxRecords {
  private static final int PAGE = 500;
  private static final long PAGE_BYTES = 1 << 20;

  @Inject EventLog log;

  @PersistenceContext(unitName = "tidings")
  EntityManager em;

  /**
   * Some lines.
   *
   * @param next where to go on; below zero at the end
   */
  record Page(List<String> lines, long next) {}

  /** The counts, the roles as of the last visit, and when the user was here. */
  String inbox(String user) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    Inbox inbox = em.find(Inbox.class, user);
    if (inbox != null) {
      json.add("counts", inbox.counts().json());
      if (inbox.hereAt != null) {
        json.add("hereAt", ItemJson.time(inbox.hereAt));
      }
    }
    List<String> roles =
        em.createQuery(
                "select m.key.role from Membership m where m.key.user = :user order by m.key.role",
                String.class)
            .setParameter("user", user)
            .getResultList();
    return json.add("roles", Json.createArrayBuilder(roles)).build().toString();
  }

  /** What stands in the log that names a user or was sent by that user, after a position. */
  Page notifications(String user, long after, long head) {
    EventLog.Page page =
        log.after(List.of(InboxTopic.NOTIFICATIONS), after, head, PAGE, PAGE_BYTES);
    List<String> lines = new ArrayList<>();
    long last = after;
    for (Event event : page.events()) {
      last = event.position();
      JsonObject said = parsed(event.data());
      if (said != null && Named.in(said, user)) {
        lines.add(
            Json.createObjectBuilder()
                .add("id", event.position())
                .add("at", event.time())
                .add("notification", Named.only(said, user))
                .build()
                .toString());
      }
    }
    return new Page(lines, page.complete() ? -1 : last);
  }

  /** What is to be sent later to a user by name, or by that user. At most {@link Schedule#MAX}. */
  List<String> scheduled(String user) {
    List<String> lines = new ArrayList<>();
    for (Scheduled scheduled :
        em.createQuery("from Scheduled s order by s.due", Scheduled.class).getResultList()) {
      JsonObject said = parsed(scheduled.notification);
      if (said != null && (scheduled.sender.equals(user) || Named.in(said, user))) {
        lines.add(
            Json.createObjectBuilder()
                .add("at", ItemJson.time(scheduled.due))
                .add("mine", scheduled.sender.equals(user))
                .add("notification", Named.only(said, user))
                .build()
                .toString());
      }
    }
    return lines;
  }

  /** Null for what nobody can read. */
  @Nullable JsonObject parsed(String data) {
    try (JsonReader reader = Json.createReader(new StringReader(data))) {
      return reader.readObject();
    } catch (JsonException | IllegalStateException unreadable) {
      return null;
    }
  }
}
