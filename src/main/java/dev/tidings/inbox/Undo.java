package dev.tidings.inbox;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How an item was before the last change that can be undone. */
@Entity
@Table(name = "tidings_inbox_undo")
class Undo {
  @EmbeddedId Item.Key key = new Item.Key("", 0);

  @Enumerated(EnumType.STRING)
  @Column(name = "box")
  Box box = Box.INBOX;

  @Column(name = "place")
  long place;

  @Column(name = "unread_at")
  long unreadAt;

  @Column(name = "unseen_at")
  long unseenAt;

  @Column(name = "snoozed_until")
  @Nullable Instant snoozedUntil;

  static Undo of(Item item) {
    Undo undo = new Undo();
    undo.key = item.key;
    undo.box = item.box;
    undo.place = item.place;
    undo.unreadAt = item.unreadAt;
    undo.unseenAt = item.unseenAt;
    undo.snoozedUntil = item.snoozedUntil;
    return undo;
  }

  /** Whether nothing has changed. */
  boolean isStill(Item item) {
    return box == item.box
        && place == item.place
        && unreadAt == item.unreadAt
        && unseenAt == item.unseenAt
        && Objects.equals(snoozedUntil, item.snoozedUntil);
  }

  /** Puts it back as it was, and the counts with it. */
  void restore(Inbox inbox, Item item, Duration kept) {
    inbox.read(item);
    item.box = box;
    item.place = place;
    item.unreadAt = unreadAt;
    item.unseenAt = unseenAt;
    item.snoozedUntil = snoozedUntil;
    inbox.settle(item, kept);
    inbox.unread += inbox.unread(item) ? 1 : 0;
    inbox.unseen += inbox.unseen(item) ? 1 : 0;
  }
}
