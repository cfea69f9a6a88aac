package dev.tidings.assistant;

import org.jspecify.annotations.Nullable;

/**
 * How an answer ends.
 *
 * @param finish why the model stopped, in its words: {@code stop}, {@code length} …; null where it
 *     was stopped
 * @param code a word for programs, where it failed
 * @param reason a sentence for people, where it failed; without secrets or internals
 */
record Ending(
    State state,
    @Nullable String finish,
    @Nullable String code,
    @Nullable String reason,
    @Nullable Integer tokensIn,
    @Nullable Integer tokensOut) {

  static final Ending CANCELLED = new Ending(State.CANCELLED, null, null, null, null, null);

  static final Ending RESTARTED =
      failed(
          "restarted", "The server was restarted while this answer was being written. Ask again.");

  static Ending complete(String finish, @Nullable Integer tokensIn, @Nullable Integer tokensOut) {
    return new Ending(State.COMPLETE, finish, null, null, tokensIn, tokensOut);
  }

  static Ending failed(String code, String reason) {
    return new Ending(State.FAILED, null, code, reason, null, null);
  }
}
