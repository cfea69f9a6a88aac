package dev.tidings.inbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A notification that is to be sent later. */
@Entity
@Table(name = "tidings_inbox_scheduled")
class Scheduled {
  @Id
  @Column(name = "id")
  String id = "";

  @Column(name = "due")
  Instant due = Instant.EPOCH;

  @Column(name = "sender")
  String sender = "";

  /** As JSON. */
  @Column(name = "notification")
  String notification = "";

  static Scheduled of(Notification notification, Instant due, String sender) {
    Scheduled scheduled = new Scheduled();
    scheduled.id = UUID.randomUUID().toString();
    scheduled.due = due;
    scheduled.sender = sender;
    scheduled.notification = NotificationJson.write(notification, null);
    return scheduled;
  }
}
