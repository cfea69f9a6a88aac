package dev.tidings.jobs;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A piece of what an export wrote. */
@Entity
@Table(name = "tidings_job_part")
class JobPart {
  /** Bytes in a piece, at most: what a download or an export holds in memory. */
  static final int MAX = 256 * 1024;

  /** From 0 on. */
  @Embeddable
  record Key(@Column(name = "job") String job, @Column(name = "number") int number) {}

  @EmbeddedId Key key = new Key("", 0);

  /** How many bytes lie before it. */
  @Column(name = "starts")
  long starts;

  @Column(name = "bytes")
  byte[] bytes = {};

  static JobPart of(String job, int number, long starts, byte[] bytes) {
    JobPart part = new JobPart();
    part.key = new Key(job, number);
    part.starts = starts;
    part.bytes = bytes;
    return part;
  }
}
