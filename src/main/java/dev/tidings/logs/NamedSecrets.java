package dev.tidings.logs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets that stand behind their names: {@code password=…}, {@code "apiKey":"…"}, {@code Cookie:
 * …}, also with the quotes of JSON in JSON. Looks at each character a fixed number of times.
 */
final class NamedSecrets {
  private static final Pattern NAME =
      Pattern.compile(
          "(?i)(?:pass(?:word|wort|wd|phrase|code)|pwd|(?<![a-z])pass(?==)|secret|token"
              + "|(?:api|access|account|private|secret|encryption|signing|shared)[-_. ]?key"
              + "|credentials?|jsessionid|session[-_]?id|ltpatoken2?|jwt|saml(?:request|response)"
              + "|(authorization|cookie2?))");

  /** Between the name and what it names. */
  private static final Pattern IS =
      Pattern.compile("\\\\{0,8}+[\"']?[ \\t]{0,8}+(?:=>|=|:)[ \\t]{0,8}+");

  private static final Pattern NOTHING = Pattern.compile("null|true|false|\\*{3,}+");

  private NamedSecrets() {}

  /** Whether what has this name is a secret. */
  static boolean isNameOfOne(String name) {
    Matcher part = NAME.matcher(name);
    while (part.find()) {
      if (part.end() == name.length()) {
        return true;
      }
    }
    return false;
  }

  /** Whether a secret is not there at all. */
  static boolean isNothing(String value) {
    return value.isEmpty() || NOTHING.matcher(value).matches();
  }

  static String mask(String text) {
    Matcher name = NAME.matcher(text);
    Matcher is = IS.matcher(text);
    StringBuilder masked = null;
    int done = 0;
    for (int from = 0; from < text.length() && name.find(from); ) {
      from = name.end();
      if (!is.region(from, text.length()).lookingAt()) {
        continue;
      }
      int begin = is.end();
      int quote = quoteAt(text, begin);
      int open = quote < 0 ? begin : quote + 1;
      int close =
          quote < 0
              ? endOfBare(text, begin, name.group(1) != null)
              : endOfQuoted(text, quote, quote - begin);
      from = Math.max(close, from);
      if (close > open && !isNothing(text.substring(open, close))) {
        masked = masked == null ? new StringBuilder(text.length()) : masked;
        masked.append(text, done, open).append(Mask.MASKED);
        done = close;
      }
    }
    return masked == null ? text : masked.append(text, done, text.length()).toString();
  }

  /**
   * Where a quote opens, after the backslashes that a text in a text has before it; -1: nowhere.
   */
  private static int quoteAt(String text, int begin) {
    int at = begin;
    while (at < text.length() && text.charAt(at) == '\\') {
      at++;
    }
    return at < text.length() && isQuote(text.charAt(at)) ? at : -1;
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  /**
   * Where the quoted text ends: at the backslashes before a quote that has as many as the opening
   * one. What was cut off ends with the text.
   */
  private static int endOfQuoted(String text, int quote, int depth) {
    char mark = text.charAt(quote);
    int slashes = 0;
    for (int i = quote + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == mark && (slashes <= depth || (depth == 0 && slashes % 2 == 0))) {
        return i - Math.min(slashes, depth);
      }
      slashes = c == '\\' ? slashes + 1 : 0;
    }
    return text.length();
  }

  /**
   * Where a bare value ends.
   *
   * @param wholeLine headers have blanks and commas in their values
   */
  private static int endOfBare(String text, int begin, boolean wholeLine) {
    int i = begin;
    if (i < text.length() && (text.charAt(i) == '[' || text.charAt(i) == '{')) {
      i = endOfBrackets(text, i);
      if (wholeLine) {
        return i;
      }
    }
    while (i < text.length() && !endsBare(text.charAt(i), wholeLine)) {
      i++;
    }
    return i;
  }

  private static boolean endsBare(char c, boolean wholeLine) {
    return c == '\n'
        || c == '\r'
        || (!wholeLine && (isQuote(c) || Character.isWhitespace(c) || ",;&<>)]}|".indexOf(c) >= 0));
  }

  private static int endOfBrackets(String text, int begin) {
    int depth = 0;
    for (int i = begin; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '[' || c == '{') {
        depth++;
      } else if ((c == ']' || c == '}') && --depth == 0) {
        return i + 1;
      }
    }
    return text.length();
  }
}
