package dev.tidings.events;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The position up to which a topic's events are gone: expired or cleared. */
@Entity
@Table(name = "tidings_floor")
class Floor {
  @Id
  @Column(name = "topic")
  String topic = "";

  @Column(name = "position")
  long position;
}
