package dev.tidings.problem;

/** Numbers in a request's query. */
public final class WholeNumber {
  private WholeNumber() {}

  /**
   * Reads one, bounds included.
   *
   * @throws Problem 400 that names the field and the bounds
   */
  public static long of(String field, String text, long min, long max) {
    try {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Told below.
    }
    throw Problem.badField(field, field + ": a whole number from " + min + " to " + max + ".");
  }

  /** The same, where it is a smaller one. */
  public static int of(String field, String text, int min, int max) {
    return (int) of(field, text, (long) min, (long) max);
  }
}
