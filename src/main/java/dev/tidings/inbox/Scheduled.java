package dev.tidings.inbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A notification that is to be sent later. */
@Entity
@Table(name = "tidings_inbox_scheduled")
class Scheduled {
  @Id
  @Column(name = "id")
  String id = "";

  @Column(name = "due")
  Instant due = Instant.EPOCH;

  /** Empty where it was erased. */
  @Column(name = "sender")
  String sender = "";

  /** As JSON. */
  @Column(name = "notification")
  String notification = "";

  /**
   * One to be stored.
   *
   * @param key the sender's idempotency key: with the same one it has the same id
   */
  static Scheduled of(Notification notification, Instant due, String sender, @Nullable String key) {
    Scheduled scheduled = new Scheduled();
    UUID id =
        key == null
            ? UUID.randomUUID()
            : UUID.nameUUIDFromBytes((sender + '\n' + key).getBytes(StandardCharsets.UTF_8));
    scheduled.id = id.toString();
    scheduled.due = due;
    scheduled.sender = sender;
    scheduled.notification = NotificationJson.write(notification, null);
    return scheduled;
  }
}
