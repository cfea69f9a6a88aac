package dev.tidings.events;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An event's id on the wire, {@code epoch-position}: where it stands in which life of the log. At
 * most 52 characters of {@code [A-Za-z0-9-]}.
 */
public record EventId(String epoch, long position) {
  private static final Pattern SYNTAX = Pattern.compile("([A-Za-z0-9]{1,32})-(0|[1-9][0-9]{0,18})");

  /** The id that this text stands for; empty if it stands for none. */
  public static Optional<EventId> parse(String text) {
    Matcher id = SYNTAX.matcher(text);
    if (!id.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new EventId(id.group(1), Long.parseLong(id.group(2))));
    } catch (NumberFormatException beyondLong) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return epoch + '-' + position;
  }
}
