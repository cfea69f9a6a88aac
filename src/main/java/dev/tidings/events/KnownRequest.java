package dev.tidings.events;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/** A publish request that was answered: what a retry with the same idempotency key gets again. */
@Entity
@Table(name = "tidings_request")
class KnownRequest {
  /** A key belongs to the principal who sent it. */
  @Embeddable
  record Id(
      @Column(name = "principal") String principal, @Column(name = "idempotency_key") String key) {}

  @EmbeddedId Id id = new Id("", "");

  @Column(name = "fingerprint")
  String fingerprint = "";

  @Column(name = "epoch")
  String epoch = "";

  @Column(name = "first_position")
  long first;

  @Column(name = "events")
  int events;

  @Column(name = "answered_at")
  Instant at = Instant.EPOCH;

  List<EventId> ids() {
    return LongStream.range(first, first + events)
        .mapToObj(position -> new EventId(epoch, position))
        .toList();
  }
}
