package dev.tidings.events;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * An immutable fact on a topic.
 *
 * @param position where it stands in the log, from 1 on, in commit order
 * @param type the SSE event name listeners get it by
 * @param data compact JSON, one line
 * @param at when it was committed, to the millisecond
 */
public record Event(long position, Topic topic, String type, String data, Instant at) {
  /** The type of the event that tells listeners their topic was cleared. */
  public static final String CLEAR = "clear";

  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** As it comes from its row. */
  public Event(long position, String topic, String type, String data, Instant at) {
    this(position, new Topic(topic), type, data, at);
  }

  /** When it was committed, as ISO-8601 in UTC with milliseconds: always 24 characters. */
  public String time() {
    return time(at);
  }

  /** A moment as events tell it. */
  public static String time(Instant at) {
    return ISO.format(at);
  }
}
