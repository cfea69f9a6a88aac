package dev.tidings.assistant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asked, and what came of it. While it is under way its text is in the log; once it
 * has ended, here. Changed by the conditional updates in {@link Answers} only.
 */
@Entity
@Table(name = "tidings_answer")
class Answer {
  @Id
  @Column(name = "id")
  String id = "";

  @Column(name = "user_name")
  String user = "";

  /** The id of the answer that it began with. */
  @Column(name = "conversation")
  String conversation = "";

  /** From 1. */
  @Column(name = "turn")
  int turn;

  @Column(name = "prompt")
  String prompt = "";

  @Column(name = "model")
  String model = "";

  @Enumerated(EnumType.STRING)
  @Column(name = "state")
  State state = State.RUNNING;

  /** Whether the language model has taken the question. */
  @Column(name = "begun")
  boolean begun;

  /** UTF-16 units of text that are in the log. */
  @Column(name = "written")
  int written;

  @Column(name = "renewed_at")
  Instant renewed = Instant.EPOCH;

  @Column(name = "asked_at")
  Instant asked = Instant.EPOCH;

  @Column(name = "ended_at")
  @Nullable Instant ended;

  @Column(name = "answer")
  @Nullable String text;

  @Column(name = "finish")
  @Nullable String finish;

  @Column(name = "code")
  @Nullable String code;

  @Column(name = "reason")
  @Nullable String reason;

  @Column(name = "tokens_in")
  @Nullable Integer tokensIn;

  @Column(name = "tokens_out")
  @Nullable Integer tokensOut;

  @Column(name = "request_key")
  @Nullable String key;

  @Column(name = "fingerprint")
  String fingerprint = "";
}
