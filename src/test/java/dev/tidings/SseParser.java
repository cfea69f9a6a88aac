package dev.tidings;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code text/event-stream} as WHATWG HTML section 9.2.6 says: fed with lines (their ends
 * taken off by the caller), it answers the events that were dispatched. Independent of the encoder.
 */
public final class SseParser {
  /**
   * An event as a browser would dispatch it.
   *
   * @param id the last event id as it stands when the event is dispatched
   */
  public record Message(String id, String type, String data) {}

  private final List<Message> dispatched = new ArrayList<>();
  private final StringBuilder data = new StringBuilder();
  private String type = "";
  private String lastId = "";
  private @Nullable Long retry;

  /** Every event in a whole stream. */
  public static List<Message> parse(String stream) {
    SseParser parser = new SseParser();
    for (String line : stream.split("\r\n|\n|\r", -1)) {
      parser.line(line);
    }
    return parser.dispatched;
  }

  /** The reconnection time that was last set, in milliseconds. */
  public @Nullable Long retry() {
    return retry;
  }

  public String lastId() {
    return lastId;
  }

  /** The event that this line dispatches; null if it dispatches none. */
  public @Nullable Message line(String line) {
    if (line.isEmpty()) {
      return dispatch();
    }
    int colon = line.indexOf(':');
    if (colon == 0) {
      return null;
    }
    String field = colon < 0 ? line : line.substring(0, colon);
    String value = colon < 0 ? "" : line.substring(colon + 1);
    if (value.startsWith(" ")) {
      value = value.substring(1);
    }
    switch (field) {
      case "event" -> type = value;
      case "data" -> data.append(value).append('\n');
      case "id" -> lastId = value.indexOf('\0') < 0 ? value : lastId;
      case "retry" -> retry = value.matches("[0-9]+") ? Long.valueOf(value) : retry;
      default -> {
        // Ignored, says the standard.
      }
    }
    return null;
  }

  private @Nullable Message dispatch() {
    if (data.length() == 0) {
      type = "";
      return null;
    }
    data.setLength(data.length() - 1);
    Message message = new Message(lastId, type.isEmpty() ? "message" : type, data.toString());
    data.setLength(0);
    type = "";
    dispatched.add(message);
    return message;
  }
}
