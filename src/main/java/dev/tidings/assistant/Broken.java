package dev.tidings.assistant;

import java.io.IOException;

/** The answer of the endpoint is not what the protocol says. */
final class Broken extends IOException {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  enum Kind {
    /** It ended before it was complete. */
    CUT_OFF,
    /** It is not what a language model says. */
    MALFORMED,
    /** It says in the middle that it failed. */
    ERROR,
    /** It is more than is read. */
    TOO_LARGE
  }

  private final Kind kind;

  Broken(Kind kind, String told) {
    super(told);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }
}
