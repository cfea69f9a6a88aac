package dev.tidings.stream;

import dev.tidings.events.Event;
import dev.tidings.events.EventId;
import dev.tidings.events.Json;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Events as bytes of {@code text/event-stream} (WHATWG HTML, section 9.2). The id comes last: a
 * client that stores it as soon as it has read that line has read the data before.
 */
final class Wire {
  private Wire() {}

  /** An event of the log. Neither its type nor its data can hold a line break. */
  static byte[] event(String epoch, Event event) {
    return bytes(
        content(event)
            .append("id: ")
            .append(epoch)
            .append('-')
            .append(event.position())
            .append('\n'));
  }

  /** An event that is in no log: without an id, the browser's cursor stays where it was. */
  static byte[] live(Event event) {
    return bytes(content(event));
  }

  private static StringBuilder content(Event event) {
    String data = event.data();
    return new StringBuilder(data.length() + event.type().length() + 160)
        .append("event: ")
        .append(event.type())
        .append("\ndata: {\"topic\":\"")
        .append(event.topic().path())
        .append("\",\"at\":\"")
        .append(event.time())
        .append("\",\"data\":")
        .append(data)
        .append("}\n");
  }

  private static byte[] bytes(StringBuilder block) {
    return block.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  /** One of the stream's own events; without an id the browser keeps the one it has. */
  static byte[] own(String name, String json, @Nullable EventId cursor) {
    return own(name, json, 0, cursor);
  }

  /** The same, with the browser's reconnection time in milliseconds where it is not 0. */
  static byte[] own(String name, String json, long retry, @Nullable EventId cursor) {
    String comeBack = retry == 0 ? "" : "retry: " + retry + "\n";
    String id = cursor == null ? "" : "id: " + cursor + "\n";
    return ("event: " + name + "\ndata: " + json + "\n" + comeBack + id + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * An event built by {@link jakarta.ws.rs.sse.Sse}. Data that is not text is bound to JSON.
   *
   * @throws IllegalArgumentException if the name or the id would end its line
   */
  static byte[] event(OutboundSseEvent event) {
    StringBuilder text = new StringBuilder();
    if (event.getComment() != null) {
      lines(text, ": ", event.getComment());
    }
    if (event.getName() != null) {
      text.append("event: ").append(oneLine("name", event.getName())).append('\n');
    }
    if (event.getData() != null) {
      lines(text, "data: ", data(event.getData()));
    }
    if (event.isReconnectDelaySet()) {
      text.append("retry: ").append(event.getReconnectDelay()).append('\n');
    }
    if (event.getId() != null) {
      text.append("id: ").append(oneLine("id", event.getId())).append('\n');
    }
    return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String data(Object data) {
    return data instanceof String text ? text : Json.from(data).text();
  }

  private static void lines(StringBuilder text, String field, String value) {
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("An event cannot hold NUL.");
    }
    for (String line : value.split("\r\n|\r|\n", -1)) {
      text.append(field).append(line).append('\n');
    }
  }

  private static String oneLine(String field, @Nullable String value) {
    String line = String.valueOf(value);
    if (line.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0)) {
      throw new IllegalArgumentException("An event's " + field + " must be one line.");
    }
    return line;
  }
}
