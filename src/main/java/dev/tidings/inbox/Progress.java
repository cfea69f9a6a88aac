package dev.tidings.inbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** One row: up to where the log was delivered. */
@Entity
@Table(name = "tidings_inbox_delivery")
class Progress {
  @Id
  @Column(name = "id")
  int id;

  @Column(name = "position")
  long position;
}
