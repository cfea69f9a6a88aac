package dev.tidings.inbox;

import static java.util.Comparator.comparingLong;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What users do with their items, a transaction each; and takes the last of it back. */
@ApplicationScoped
@Transactional
class Marks {
  /** Items of a category in one transaction. */
  private static final int MAX = 1_000;

  @Inject Inboxes inboxes;
  @Inject Announcer announcer;
  @Inject InboxConfig config;

  @PersistenceContext(unitName = "tidings")
  EntityManager em;

  /**
   * What came of it.
   *
   * @param undo the version to name to take it back; 0 where that cannot be done
   * @param more whether there are more of the category
   */
  record Done(Counts counts, long undo, int changed, boolean more) {}

  /** All items of an inbox. */
  Done all(String user, Mark mark) {
    Inbox inbox = inboxes.locked(user, 0);
    int before = mark == Mark.SEEN ? inbox.unseen : inbox.unread;
    boolean nothing = before == 0 && mark != Mark.ARCHIVED;
    if (nothing) {
      return new Done(inbox.counts(), 0, 0, false);
    }
    inbox.version++;
    if (mark == Mark.SEEN) {
      inbox.seeAll();
    } else {
      remember(inbox);
      inbox.undoReadAll = inbox.readAll;
      inbox.undoFiledAll = inbox.filedAll;
      if (mark == Mark.READ) {
        inbox.readAll();
      } else {
        inbox.archiveAll();
      }
    }
    announcer.changed(inbox);
    return new Done(
        inbox.counts(), inbox.undoVersion == inbox.version ? inbox.version : 0, before, false);
  }

  /** Those of one category, read or archived. */
  Done category(String user, Mark mark, String category) {
    Inbox inbox = inboxes.locked(user, 0);
    List<Item> items = affected(inbox, mark, category);
    Done done = some(inbox, mark, items, null);
    return new Done(done.counts(), done.undo(), done.changed(), items.size() == MAX);
  }

  private List<Item> affected(Inbox inbox, Mark mark, String category) {
    boolean archives = mark == Mark.ARCHIVED;
    TypedQuery<Item> query =
        em.createQuery(
                "from Item i where i.key.user = :user and i.category = :category and "
                    + (archives ? "i.box = :box and i.place > :above" : "i.unreadAt > :above"),
                Item.class)
            .setParameter("user", inbox.user)
            .setParameter("category", category)
            .setParameter("above", archives ? inbox.filedAll : inbox.readAll)
            .setMaxResults(MAX);
    if (archives) {
      query.setParameter("box", Box.INBOX);
    }
    return query.getResultList();
  }

  /**
   * Those with these ids; ids that are none are passed over. Empty, with nothing changed, where too
   * many would be pinned.
   */
  Optional<Done> some(String user, Mark mark, List<Long> ids, @Nullable Instant until) {
    Inbox inbox = inboxes.locked(user, 0);
    // One by one: for a list of ids H2 goes through all that the user has.
    List<Item> items =
        ids.stream()
            .distinct()
            .map(id -> em.find(Item.class, new Item.Key(user, id)))
            .filter(Objects::nonNull)
            .toList();
    return mark == Mark.PINNED && !hasRoom(inbox, items)
        ? Optional.empty()
        : Optional.of(some(inbox, mark, items, until));
  }

  private Done some(Inbox inbox, Mark mark, List<Item> items, @Nullable Instant until) {
    Duration kept = config.kept();
    List<Item> changed = new ArrayList<>();
    List<Undo> before = new ArrayList<>();
    // A number for each: two at one place, and a page could end between them.
    for (Item item : items.stream().sorted(comparingLong(item -> item.place)).toList()) {
      Undo was = Undo.of(item);
      long number = inbox.version + 1 + changed.size();
      if (apply(inbox, mark, item, number, kept, until) && !was.isStill(item)) {
        changed.add(item);
        before.add(was);
      }
    }
    if (changed.isEmpty()) {
      return new Done(inbox.counts(), 0, 0, false);
    }
    inbox.version += changed.size();
    if (mark != Mark.SEEN) {
      remember(inbox);
      before.forEach(em::persist);
    }
    announcer.changed(inbox, changed);
    return new Done(inbox.counts(), mark == Mark.SEEN ? 0 : inbox.version, changed.size(), false);
  }

  /** Whether it is an item of its own, to which something can be done. */
  private static boolean apply(
      Inbox inbox, Mark mark, Item item, long number, Duration kept, @Nullable Instant until) {
    if (item.box == Box.HELD || item.box == Box.GATHERING) {
      return false;
    }
    switch (mark) {
      case SEEN -> inbox.see(item);
      case READ -> inbox.read(item);
      case UNREAD -> inbox.unread(item, number);
      case ARCHIVED -> inbox.archive(item, kept);
      case UNARCHIVED -> {
        if (inbox.archived(item)) {
          inbox.bringBack(item, number, kept);
        }
      }
      case PINNED -> inbox.pin(item, number, kept);
      case UNPINNED -> inbox.unpin(item, number, kept);
      case SNOOZED -> inbox.snooze(item, until == null ? Instant.now() : until, kept);
      case UNSNOOZED -> {
        if (item.box == Box.SNOOZED) {
          inbox.bringBack(item, number, kept);
        }
      }
    }
    return true;
  }

  private boolean hasRoom(Inbox inbox, List<Item> items) {
    long pinned =
        em.createQuery(
                "select count(i) from Item i where i.key.user = :user and i.box = :box", Long.class)
            .setParameter("user", inbox.user)
            .setParameter("box", Box.PINNED)
            .getSingleResult();
    long more = items.stream().filter(item -> item.box != Box.PINNED).count();
    return pinned + more <= Shelf.MAX_PINNED;
  }

  /** From here on this is what can be undone, and nothing from before. */
  private void remember(Inbox inbox) {
    forget(inbox);
    inbox.undoVersion = inbox.version;
  }

  private void forget(Inbox inbox) {
    inbox.undoVersion = 0;
    inbox.undoReadAll = null;
    inbox.undoFiledAll = null;
    em.createQuery("delete from Undo u where u.key.user = :user")
        .setParameter("user", inbox.user)
        .executeUpdate();
  }

  /** Takes the last change back; empty, with nothing changed, if it is not the last any more. */
  Optional<Counts> undo(String user, long version) {
    Inbox inbox = inboxes.locked(user, 0);
    if (version == 0 || inbox.undoVersion != version) {
      return Optional.empty();
    }
    Long readAll = inbox.undoReadAll;
    Long filedAll = inbox.undoFiledAll;
    if (readAll != null && filedAll != null) {
      inbox.readAll = readAll;
      inbox.filedAll = filedAll;
      inbox.unread = Math.toIntExact(unread(inbox));
    }
    List<Item> restored = restore(inbox);
    forget(inbox);
    inbox.version++;
    if (readAll != null) {
      announcer.changed(inbox);
    } else {
      announcer.changed(inbox, restored);
    }
    return Optional.of(inbox.counts());
  }

  private long unread(Inbox inbox) {
    return em.createQuery(
            "select count(i) from Item i where i.key.user = :user and i.unreadAt > :read",
            Long.class)
        .setParameter("user", inbox.user)
        .setParameter("read", inbox.readAll)
        .getSingleResult();
  }

  private List<Item> restore(Inbox inbox) {
    List<Item> restored = new ArrayList<>();
    for (Object[] pair :
        em.createQuery(
                "select u, i from Undo u join Item i on i.key = u.key where u.key.user = :user",
                Object[].class)
            .setParameter("user", inbox.user)
            .getResultList()) {
      Item item = (Item) pair[1];
      // What has come since, in its place, is news.
      if (Math.abs(item.unreadAt) <= inbox.undoVersion) {
        ((Undo) pair[0]).restore(inbox, item, config.kept());
        restored.add(item);
      }
    }
    return restored;
  }
}
