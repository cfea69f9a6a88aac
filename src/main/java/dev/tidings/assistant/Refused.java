package dev.tidings.assistant;

import org.jspecify.annotations.Nullable;

/** The endpoint answered with a status that is no success. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final @Nullable Integer retryAfter;

  /**
   * @param retryAfter seconds, where it said so
   * @param told what it said about it; may hold anything, and is for the log only
   */
  Refused(int status, @Nullable Integer retryAfter, String told) {
    super(told);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  int status() {
    return status;
  }

  @Nullable Integer retryAfter() {
    return retryAfter;
  }

  /** What the endpoint said; never for users. */
  String told() {
    return String.valueOf(getMessage());
  }
}
