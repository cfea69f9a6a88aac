package dev.tidings.events;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of the log. Only ever read through JPA: {@link EventLog} inserts rows in batches. */
@Entity
@Table(name = "tidings_event")
class StoredEvent {
  @Id
  @Column(name = "position")
  long position;

  @Column(name = "topic")
  String topic = "";

  @Column(name = "type")
  String type = "";

  @Column(name = "data")
  String data = "";

  @Column(name = "committed_at")
  Instant at = Instant.EPOCH;

  @Column(name = "trace")
  @Nullable String trace;
}
