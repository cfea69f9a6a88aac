package dev.tidings.events;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * An immutable fact on a topic.
 *
 * @param position where it stands in the log, from 1 on, in commit order
 * @param type the SSE event name listeners get it by
 * @param data compact JSON, one line
 * @param at when it was committed, to the millisecond
 * @param trace which trace it is part of, as a W3C {@code traceparent}; null where nobody follows
 *     it, and where that was not asked for
 */
public record Event(
    long position, Topic topic, String type, String data, Instant at, @Nullable String trace) {
  /** The type of the event that tells listeners their topic was cleared. */
  public static final String CLEAR = "clear";

  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** One that nobody follows. */
  public Event(long position, Topic topic, String type, String data, Instant at) {
    this(position, topic, type, data, at, null);
  }

  /** As it comes from its row, for who does not tell of its trace. */
  public Event(long position, String topic, String type, String data, Instant at) {
    this(position, new Topic(topic), type, data, at, null);
  }

  /** As it comes from its row. */
  public Event(
      long position, String topic, String type, String data, Instant at, @Nullable String trace) {
    this(position, new Topic(topic), type, data, at, trace);
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
