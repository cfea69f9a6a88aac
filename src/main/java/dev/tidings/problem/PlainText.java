package dev.tidings.problem;

/** What people are to read: neither empty, nor too long, nor with characters that do something. */
public final class PlainText {
  private PlainText() {}

  /**
   * One line of text.
   *
   * @param longest characters, at most
   * @throws Problem 400 that names the field
   */
  public static String line(String field, String text, int longest) {
    return fit(field, text, longest, false);
  }

  /** The same, but line breaks and tabs are allowed. */
  public static String lines(String field, String text, int longest) {
    return fit(field, text, longest, true);
  }

  private static String fit(String field, String text, int longest, boolean breaks) {
    if (text.isBlank()) {
      throw Problem.badField(field, field + ": is empty.");
    }
    if (text.length() > longest) {
      throw Problem.badField(field, field + ": at most " + longest + " characters.");
    }
    if (!text.codePoints().allMatch(c -> (breaks && (c == '\n' || c == '\t')) || printed(c))) {
      throw Problem.badField(
          field, field + ": no control characters, no overrides of direction, no broken Unicode.");
    }
    return text;
  }

  private static boolean printed(int c) {
    if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c == 0xFEFF) {
      return false;
    }
    if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
      return false;
    }
    // What turns the direction of everything after it (Unicode TR 36, "Trojan Source").
    return !((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069));
  }
}
