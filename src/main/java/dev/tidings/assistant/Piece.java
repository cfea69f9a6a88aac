package dev.tidings.assistant;

import org.jspecify.annotations.Nullable;

/**
 * What has come of an answer since its last piece, and is to be written.
 *
 * @param from where its text begins, in UTF-16 units
 * @param text may be empty
 * @param begun whether the model has taken the question
 * @param begins the same, since the last piece
 * @param ending how it ended; null while it goes on
 * @param all the whole text, where it ended
 */
record Piece(
    String id,
    int from,
    String text,
    boolean begun,
    boolean begins,
    @Nullable Ending ending,
    String all) {
  int to() {
    return from + text.length();
  }

  /** Whether it says only that its node is still there. */
  boolean isSign() {
    return text.isEmpty() && !begins && ending == null;
  }
}
