package dev.tidings.assistant;

import java.util.List;

/**
 * A question that was accepted.
 *
 * @param fresh false if its answer had been asked for before, with the same idempotency key
 * @param before what was said in its conversation, the oldest first
 */
record Asked(String id, String conversation, State state, boolean fresh, List<Turn> before) {
  /** A question and what there is of its answer. */
  record Turn(String prompt, String text) {}
}
