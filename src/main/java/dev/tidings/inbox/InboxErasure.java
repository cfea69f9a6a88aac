package dev.tidings.inbox;

import dev.tidings.events.Erasure;
import dev.tidings.events.Event;
import dev.tidings.events.EventLog;
import dev.tidings.events.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes a user out of the inboxes, a transaction each, while nobody delivers: each answers null
 * where it is another's {@link Turn}.
 */
@ApplicationScoped
@Transactional
class InboxErasure {
  private static final int MOST = 500;
  private static final long BYTES = 1 << 20;

  @Inject EventLog log;
  @Inject Erasure erasure;
  @Inject Turn turn;
  @Inject InboxRecords records;

  @PersistenceContext(unitName = "tidings")
  EntityManager em;

  /**
   * What was done.
   *
   * @param next where to go on; below zero where nothing is left
   */
  record Step(long changed, long next) {}

  /**
   * What stands in the log for a user alone goes, with what was said; of what stands there for
   * several, or was sent by that user, the name goes.
   *
   * @param after the position to go on from
   */
  @Nullable Step notifications(String user, long after) {
    if (turn.take() == null) {
      return null;
    }
    EventLog.Page page =
        log.after(List.of(InboxTopic.NOTIFICATIONS), after, log.head().position(), MOST, BYTES);
    List<Long> gone = new ArrayList<>();
    long changed = 0;
    long last = after;
    for (Event event : page.events()) {
      last = event.position();
      JsonObject said = records.parsed(event.data());
      if (said == null || !Named.in(said, user)) {
        continue;
      }
      changed++;
      JsonObject rest = Named.without(said, user);
      if (rest == null) {
        erasure.remove(event);
        gone.add(event.position());
      } else {
        erasure.rewrite(event, new Json(rest.toString()));
      }
    }
    if (!gone.isEmpty()) {
      // Where the user has it no more. Otherwise it goes with the item.
      forget(gone);
    }
    return new Step(changed, page.complete() ? -1 : last);
  }

  /** The same for what is to be sent later. */
  @Nullable Step scheduled(String user) {
    if (turn.take() == null) {
      return null;
    }
    long changed = 0;
    for (Scheduled scheduled :
        em.createQuery("from Scheduled s", Scheduled.class).getResultList()) {
      JsonObject said = records.parsed(scheduled.notification);
      boolean named = said != null && Named.in(said, user);
      if (scheduled.sender.equals(user)) {
        scheduled.sender = "";
        changed += named ? 0 : 1;
      }
      if (said != null && named) {
        JsonObject rest = Named.without(said, user);
        if (rest == null) {
          em.remove(scheduled);
        } else {
          scheduled.notification = rest.toString();
        }
        changed++;
      }
    }
    return new Step(changed, -1);
  }

  /** Some of the inbox, and what was said to nobody else. */
  @Nullable Step items(String user) {
    if (turn.take() == null) {
      return null;
    }
    // Whoever marks something waits, or is waited for.
    em.find(Inbox.class, user, LockModeType.PESSIMISTIC_WRITE);
    List<Item> items =
        em.createQuery("from Item i where i.key.user = :user order by i.key.id", Item.class)
            .setParameter("user", user)
            .setMaxResults(MOST)
            .getResultList();
    if (items.isEmpty()) {
      return new Step(0, -1);
    }
    em.createQuery("delete from Item i where i.key.user = :user and i.key.id <= :last")
        .setParameter("user", user)
        .setParameter("last", items.get(items.size() - 1).id())
        .executeUpdate();
    List<Long> said =
        items.stream().map(item -> item.notification).filter(Objects::nonNull).toList();
    if (!said.isEmpty()) {
      forget(said);
    }
    return new Step(items.size(), items.size() < MOST ? -1 : 0);
  }

  /** What was said to users by name, and is in nobody's inbox any more. */
  private void forget(List<Long> ids) {
    em.createQuery(
            "delete from Content c where c.id in :ids"
                + " and not exists (select 1 from Item i where i.notification = c.id)"
                + " and not exists (select 1 from Broadcast b where b.id = c.id)")
        .setParameter("ids", ids)
        .executeUpdate();
  }

  /** All else of the inbox: from here on the hub has not met this user. */
  @Nullable Step rest(String user) {
    if (turn.take() == null) {
      return null;
    }
    long preferences = delete("Preference p where p.key.user", user);
    long others = delete("Undo u where u.key.user", user);
    others += delete("Membership m where m.key.user", user);
    others += delete("Inbox i where i.user", user);
    // Who comes before in the order of names has been reached as well.
    em.createQuery(
            "update Broadcast b set b.reached ="
                + " (select coalesce(max(i.user), '') from Inbox i where i.user < :user)"
                + " where b.reached = :user")
        .setParameter("user", user)
        .executeUpdate();
    return new Step(preferences + others, -1);
  }

  private long delete(String which, String user) {
    return em.createQuery("delete from " + which + " = :user")
        .setParameter("user", user)
        .executeUpdate();
  }
}
