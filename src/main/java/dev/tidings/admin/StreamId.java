package dev.tidings.admin;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names an open stream among those of all nodes, such as {@code k2x9q0ab-42}.
 *
 * @param run the node's, from its start to its end
 * @param number the stream's on this node
 */
record StreamId(String run, long number) implements Comparable<StreamId> {
  private static final Pattern FORM = Pattern.compile("([a-z0-9]{8})-([0-9]{1,18})");
  private static final Comparator<StreamId> ORDER =
      Comparator.comparing(StreamId::run).thenComparingLong(StreamId::number);

  /** Empty for what is none. */
  static Optional<StreamId> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(new StreamId(form.group(1), Long.parseLong(form.group(2))))
        : Optional.empty();
  }

  @Override
  public int compareTo(StreamId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return run + "-" + number;
  }
}
