package dev.tidings.jobs;

import dev.tidings.events.Topic;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is done for a user. Whoever changes it has the lock of its row. */
@Entity
@Table(name = "tidings_job")
class Job {
  static final String TOPICS = "jobs";
  private static final Pattern ID = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._~-]{1,64}");

  @Id
  @Column(name = "id")
  String id = "";

  @Column(name = "owner")
  String owner = "";

  /** The application that reports it; null where the hub does the work itself. */
  @Column(name = "reporter")
  @Nullable String reporter;

  @Column(name = "title")
  String title = "";

  /** What is counted: {@code bytes}, or null for plain numbers. */
  @Column(name = "unit")
  @Nullable String unit;

  @Enumerated(EnumType.STRING)
  @Column(name = "state")
  JobState state = JobState.WAITING;

  @Column(name = "doing")
  String doing = "";

  /** Counts the changes. */
  @Column(name = "version")
  long version;

  @Column(name = "done")
  long done;

  @Column(name = "total")
  @Nullable Long total;

  /** Per second, as of the last change. */
  @Column(name = "rate")
  @Nullable Double rate;

  @Column(name = "changed_at")
  Instant changedAt = Instant.EPOCH;

  /** Its owner wants it no more; whoever does the work will hear of it. */
  @Column(name = "cancelling")
  boolean cancelling;

  /** Its end is not told in the inbox. */
  @Column(name = "quiet")
  boolean quiet;

  @Column(name = "created_at")
  Instant createdAt = Instant.EPOCH;

  @Column(name = "started_at")
  @Nullable Instant startedAt;

  @Column(name = "ended_at")
  @Nullable Instant endedAt;

  @Column(name = "reason")
  @Nullable String reason;

  @Column(name = "url")
  @Nullable String url;

  @Column(name = "name")
  @Nullable String name;

  @Column(name = "size")
  @Nullable Long size;

  @Column(name = "checksum")
  @Nullable String checksum;

  /** Until when the result can be fetched; null for one that lies elsewhere. */
  @Column(name = "kept_until")
  @Nullable Instant keptUntil;

  /** What is to be exported, as JSON; null where it is no export. */
  @Column(name = "export")
  @Nullable String export;

  /** The newest execution of the batch runtime. */
  @Column(name = "execution")
  @Nullable Long execution;

  /** How often it was taken up again after a failure. */
  @Column(name = "retries")
  int retries;

  static Job of(String id, String owner, String title, Instant now) {
    Job job = new Job();
    job.id = id;
    job.owner = owner;
    job.title = title;
    job.createdAt = now;
    job.changedAt = now;
    return job;
  }

  /** Whether there can be a job of this id. */
  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** Where its beginning and its end are told. */
  Topic topic() {
    return Topic.of(TOPICS, id);
  }

  /** Where it is told how far it is. */
  Topic progressTopic() {
    return Topic.of(TOPICS, id, "progress");
  }

  /** Where all that happens to a user's jobs is told. */
  static Topic listOf(String owner) {
    return Topic.of("users", owner, TOPICS);
  }

  /** How far it is, now. */
  void advance(long nowDone, @Nullable Long nowTotal, Instant now) {
    rate = Pace.next(rate, nowDone - done, changedAt, now);
    done = nowDone;
    total = nowTotal;
    changedAt = now;
  }

  void end(JobState how, Instant now) {
    state = how;
    endedAt = now;
    changedAt = now;
    cancelling = false;
    doing = "";
  }

  /** Seconds that are left if it goes on as it does; null if nobody can tell. */
  @Nullable Long remaining() {
    if (state != JobState.RUNNING || total == null || rate == null || rate <= 0) {
      return null;
    }
    return (long) Math.ceil(Math.max(0, total - done) / rate);
  }
}
