package dev.tidings.inbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of the items of one user, and the counts of the badge. Whoever changes anything has
 * the lock of its row, so that counts and items never disagree.
 *
 * <p>What happens to all items at once is a mark here, not a change of each: up to which version
 * they are read, seen, archived. That takes no longer for 100,000 items than for one.
 */
@Entity
@Table(name = "tidings_inbox")
class Inbox {
  @Id
  @Column(name = "user_name")
  String user = "";

  @Column(name = "version")
  long version;

  @Column(name = "unread")
  int unread;

  @Column(name = "unseen")
  int unseen;

  @Column(name = "read_all")
  long readAll;

  @Column(name = "seen_all")
  long seenAll;

  @Column(name = "filed_all")
  long filedAll;

  @Column(name = "joined")
  long joined;

  @Column(name = "visited")
  long visited;

  @Column(name = "roles")
  String roles = "";

  @Column(name = "time_zone")
  String timeZone = "";

  @Column(name = "quiet_from")
  @Nullable Integer quietFrom;

  @Column(name = "quiet_to")
  @Nullable Integer quietTo;

  @Column(name = "undo_version")
  long undoVersion;

  @Column(name = "undo_read_all")
  @Nullable Long undoReadAll;

  @Column(name = "undo_filed_all")
  @Nullable Long undoFiledAll;

  @Column(name = "mail_due")
  @Nullable Instant mailDue;

  @Column(name = "mailed")
  long mailed;

  @Column(name = "here_at")
  @Nullable Instant hereAt;

  static Inbox of(String user, long joined) {
    Inbox inbox = new Inbox();
    inbox.user = user;
    inbox.joined = joined;
    return inbox;
  }

  Counts counts() {
    return new Counts(unread, unseen, version);
  }

  boolean shows(Item item) {
    return item.box == Box.PINNED || (item.box == Box.INBOX && item.place > filedAll);
  }

  boolean archived(Item item) {
    return item.box == Box.ARCHIVED || (item.box == Box.INBOX && item.place <= filedAll);
  }

  /** Only what is shown can be: whatever takes an item out of sight reads it. */
  boolean unread(Item item) {
    return item.unreadAt > readAll;
  }

  boolean unseen(Item item) {
    return item.unseenAt > seenAll;
  }

  Quiet quiet() {
    return new Quiet(timeZone, quietFrom, quietTo);
  }

  /** Has just come, or come back: on top, unread and unseen. */
  void surface(Item item, Instant now, Duration kept) {
    version++;
    unread += unread(item) ? 0 : 1;
    unseen += unseen(item) ? 0 : 1;
    if (item.box != Box.PINNED) {
      item.box = Box.INBOX;
    }
    item.place = version;
    item.unreadAt = version;
    item.unseenAt = version;
    item.arrivedAt = now;
    settle(item, kept);
  }

  void see(Item item) {
    if (unseen(item)) {
      unseen--;
      item.unseenAt = 0;
    }
  }

  void read(Item item) {
    see(item);
    if (unread(item)) {
      unread--;
      // What it was is kept, so that it gets its place among the unread ones back.
      item.unreadAt = -item.unreadAt;
    }
  }

  void unread(Item item, long now) {
    if (shows(item) && !unread(item)) {
      unread++;
      long before = Math.abs(item.unreadAt);
      item.unreadAt = before > readAll ? before : now;
    }
  }

  void archive(Item item, Duration kept) {
    if (shows(item) || item.box == Box.SNOOZED) {
      read(item);
      item.box = Box.ARCHIVED;
      settle(item, kept);
    }
  }

  void bringBack(Item item, long now, Duration kept) {
    if (archived(item) || item.box == Box.SNOOZED) {
      item.place = item.box == Box.ARCHIVED && item.place > filedAll ? item.place : now;
      item.box = Box.INBOX;
      settle(item, kept);
    }
  }

  void pin(Item item, long now, Duration kept) {
    if (archived(item)) {
      item.place = now;
    }
    if (shows(item) || archived(item)) {
      item.box = Box.PINNED;
      settle(item, kept);
    }
  }

  void unpin(Item item, long now, Duration kept) {
    if (item.box == Box.PINNED) {
      item.place = item.place > filedAll ? item.place : now;
      item.box = Box.INBOX;
      settle(item, kept);
    }
  }

  void snooze(Item item, Instant until, Duration kept) {
    if (shows(item) || archived(item) || item.box == Box.SNOOZED) {
      read(item);
      item.box = Box.SNOOZED;
      item.snoozedUntil = until;
      settle(item, kept);
    }
  }

  /** Is about to be deleted. */
  void drop(Item item) {
    version++;
    read(item);
  }

  void readAll() {
    readAll = version;
    unread = 0;
    seeAll();
  }

  void seeAll() {
    seenAll = version;
    unseen = 0;
  }

  /** Pinned ones stay where they are. */
  void archiveAll() {
    readAll();
    filedAll = version;
  }

  /**
   * When something happens to an item by itself: it comes back, or it ends, which a pinned one does
   * only if told so. What a digest holds ends only if told so, too.
   */
  void settle(Item item, Duration kept) {
    Instant next =
        switch (item.box) {
          case SNOOZED -> item.snoozedUntil;
          case PINNED, HELD -> null;
          case GATHERING -> item.due;
          case INBOX, ARCHIVED -> item.arrivedAt.plus(kept);
        };
    if (item.box != Box.SNOOZED) {
      item.snoozedUntil = null;
    }
    Instant end = item.expiresAt;
    item.due = end != null && (next == null || end.isBefore(next)) ? end : next;
  }
}
