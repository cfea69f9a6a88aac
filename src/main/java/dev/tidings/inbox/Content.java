package dev.tidings.inbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What was said, once for all who were told. Its id is the position in the log. */
@Entity
@Table(name = "tidings_notification")
class Content {
  @Id
  @Column(name = "id")
  long id;

  @Column(name = "category")
  String category = "";

  @Column(name = "severity")
  String severity = "";

  @Column(name = "title")
  String title = "";

  @Column(name = "body")
  @Nullable String body;

  /** Icon, link and actions, as JSON. */
  @Column(name = "rest")
  String rest = "{}";

  @Column(name = "dedupe_key")
  @Nullable String dedupeKey;

  @Column(name = "sent_at")
  Instant sentAt = Instant.EPOCH;

  @Column(name = "expires_at")
  @Nullable Instant expiresAt;

  static Content of(long id, Notification notification, Instant sentAt) {
    Content content = new Content();
    content.id = id;
    content.category = notification.category();
    content.severity = notification.severity().word();
    content.title = notification.title();
    content.body = notification.body();
    content.rest = NotificationJson.rest(notification).toString();
    content.dedupeKey = notification.dedupeKey();
    content.sentAt = sentAt;
    content.expiresAt = notification.expiresAt();
    return content;
  }

  boolean expired(Instant now) {
    return expiresAt != null && !expiresAt.isAfter(now);
  }
}
