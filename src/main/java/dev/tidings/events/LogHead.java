package dev.tidings.events;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The one row that hands out positions. Whoever holds its lock commits next. */
@Entity
@Table(name = "tidings_log")
class LogHead {
  @Id
  @Column(name = "id")
  int id;

  @Column(name = "epoch")
  String epoch = "";

  @Column(name = "position")
  long position;
}
