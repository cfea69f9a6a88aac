package dev.tidings.kafka;

/** Something that is needed is not there; what was to be done is tried again. */
final class NotNow extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param reason the first half of a sentence
   */
  NotNow(String reason) {
    super(reason);
  }

  NotNow(String reason, Throwable cause) {
    super(reason, cause);
  }
}
