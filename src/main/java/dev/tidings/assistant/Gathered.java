package dev.tidings.assistant;

/**
 * The text of an answer as it comes, made fit for every database and browser: no NUL, no half of a
 * surrogate pair. Models may send the halves of a pair one after the other; the first is held back
 * until the second comes. One thread at a time.
 */
final class Gathered {
  private static final char REPLACEMENT = '\uFFFD';

  private final StringBuilder text = new StringBuilder();
  private char half;

  /** UTF-16 units that are whole. */
  int length() {
    return text.length();
  }

  void add(String token) {
    for (int i = 0; i < token.length(); i++) {
      add(token.charAt(i));
    }
  }

  private void add(char unit) {
    if (half != 0) {
      if (Character.isLowSurrogate(unit)) {
        text.append(half).append(unit);
        half = 0;
        return;
      }
      text.append(REPLACEMENT);
      half = 0;
    }
    if (Character.isHighSurrogate(unit)) {
      half = unit;
    } else {
      text.append(unit == 0 || Character.isLowSurrogate(unit) ? REPLACEMENT : unit);
    }
  }

  /** No more will come. */
  void end() {
    if (half != 0) {
      text.append(REPLACEMENT);
      half = 0;
    }
  }

  /** Cuts it to at most so many units, and no pair in two; whether there was anything to cut. */
  boolean cut(int most) {
    if (text.length() <= most) {
      return false;
    }
    int end = most > 0 && Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    text.setLength(end);
    half = 0;
    return true;
  }

  String from(int start) {
    return text.substring(start);
  }
}
