package dev.tidings.inbox;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A notification in one user's inbox. What it is, as a user sees it, is told by its {@link Inbox}:
 * much can have happened to all items at once.
 */
@Entity
@Table(name = "tidings_inbox_item")
class Item {
  /**
   * One of a user's.
   *
   * @param id the notification's, or, of a digest entry, that of the first it holds with a minus
   */
  @Embeddable
  record Key(@Column(name = "user_name") String user, @Column(name = "id") long id) {}

  @EmbeddedId Key key = new Key("", 0);

  /** Null for a digest entry. */
  @Column(name = "notification")
  @Nullable Long notification;

  @Column(name = "category")
  String category = "";

  @Enumerated(EnumType.STRING)
  @Column(name = "box")
  Box box = Box.INBOX;

  /**
   * The order in the inbox: the version at which it came there. Of what is held, the holder's id.
   */
  @Column(name = "place")
  long place;

  /** The version at which it last became unread; not above zero while it is read by itself. */
  @Column(name = "unread_at")
  long unreadAt;

  /** The same for unseen. */
  @Column(name = "unseen_at")
  long unseenAt;

  /** How many a digest entry holds. */
  @Column(name = "held")
  int held;

  @Column(name = "dedupe_key")
  @Nullable String dedupeKey;

  @Column(name = "arrived_at")
  Instant arrivedAt = Instant.EPOCH;

  @Column(name = "expires_at")
  @Nullable Instant expiresAt;

  @Column(name = "snoozed_until")
  @Nullable Instant snoozedUntil;

  /** When something happens to it by itself; what that is, its box and the moments above tell. */
  @Column(name = "due")
  @Nullable Instant due;

  long id() {
    return key.id();
  }

  boolean isDigest() {
    return notification == null;
  }

  boolean expired(Instant now) {
    return expiresAt != null && !expiresAt.isAfter(now);
  }
}
