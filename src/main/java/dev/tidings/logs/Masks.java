package dev.tidings.logs;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What is masked, by {@code tidings.logs.mask} and always. While that cannot be read, everything
 * is: who names a secret wants it hidden. Safe for any thread.
 */
@ApplicationScoped
class Masks {
  private static final Logger LOG = Logger.getLogger(Masks.class.getName());
  private static final int MOST = 20;
  private static final int LONGEST = 200;

  private record Known(String text, Mask mask) {}

  @Inject LogsConfig config;

  private volatile Known known = new Known("", Mask.with(List.of()));

  /** As of now. */
  Mask current() {
    String text = config.mask();
    Known last = known;
    if (!last.text().equals(text)) {
      last = new Known(text, read(text));
      known = last;
    }
    return last.mask();
  }

  private static Mask read(String text) {
    try {
      return Mask.with(parse(text));
    } catch (IllegalArgumentException malformed) {
      LOG.log(
          Level.SEVERE,
          "Nothing of any log file is shown until tidings.logs.mask is mended. {0}",
          malformed.getMessage());
      return Mask.all();
    }
  }

  /**
   * Patterns from a text: RE2 syntax, with blanks between them.
   *
   * @throws IllegalArgumentException if there are too many, one is too long or cannot be read, or
   *     fits the empty text
   */
  static List<Pattern> parse(String text) {
    List<Pattern> patterns = new ArrayList<>();
    for (String word : text.strip().split("\\s+", -1)) {
      if (!word.isEmpty()) {
        patterns.add(one(word));
      }
    }
    if (patterns.size() > MOST) {
      throw new IllegalArgumentException("At most " + MOST + " patterns can be named.");
    }
    return patterns;
  }

  private static Pattern one(String word) {
    if (word.length() > LONGEST) {
      throw new IllegalArgumentException(
          "A pattern has at most " + LONGEST + " characters, not " + word.length() + ".");
    }
    try {
      Pattern pattern = Pattern.compile(word);
      if (pattern.matcher("").find()) {
        throw new IllegalArgumentException("The pattern '" + word + "' fits everywhere.");
      }
      return pattern;
    } catch (PatternSyntaxException malformed) {
      throw new IllegalArgumentException(
          "The pattern '" + word + "' cannot be read: " + malformed.getMessage(), malformed);
    }
  }
}
