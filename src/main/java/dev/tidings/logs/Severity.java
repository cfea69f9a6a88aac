package dev.tidings.logs;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much a line matters, whatever its logger calls that. */
enum Severity {
  DEBUG,
  INFO,
  WARNING,
  ERROR;

  /** Where a plain line says it, if it does. */
  private static final int HEAD = 300;

  private static final Pattern WORD =
      Pattern.compile(
          "\\b(?:EMERGENCY|FATAL|CRITICAL|SEVERE|ERROR|WARN(?:ING)?|AUDIT|INFO|NOTICE|CONFIG"
              + "|DEBUG|TRACE|FINE(?:R|ST)?)\\b");

  private static final Pattern MEMBER =
      Pattern.compile("(?:level|severity)\"\\s{0,9}+:\\s{0,9}+\"([A-Za-z]{1,20}+)\"");

  /** That of a level such as {@code SEVERE}, {@code WARN} or {@code SystemErr}. */
  static Severity of(String level) {
    return switch (level.toUpperCase(Locale.ROOT)) {
      case "EMERGENCY", "ALERT", "FATAL", "CRITICAL", "SEVERE", "ERROR", "ERR", "SYSTEMERR" ->
          ERROR;
      case "WARNING", "WARN" -> WARNING;
      case "DEBUG", "TRACE", "FINE", "FINER", "FINEST", "ENTRY", "EXIT", "EVENT", "DUMP" -> DEBUG;
      default -> INFO;
    };
  }

  /** The level that a line of plain text names near its beginning; empty if it names none. */
  static String levelIn(String text) {
    Matcher word = WORD.matcher(text).region(0, Math.min(HEAD, text.length()));
    return word.find() ? word.group() : "";
  }

  /** The same of a line that has not been parsed: cheap, for tens of thousands a second. */
  static Severity glimpsed(String line) {
    if (line.startsWith("{")) {
      Matcher member = MEMBER.matcher(line);
      return member.find() ? of(member.group(1)) : INFO;
    }
    return of(levelIn(line));
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
