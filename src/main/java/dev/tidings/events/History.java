package dev.tidings.events;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidings.events.EventLog.Head;
import dev.tidings.events.EventLog.Page;
import dev.tidings.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Pages of a topic's history, as the JSON that is answered. */
@ApplicationScoped
class History {
  @Inject EventLog log;
  @Inject EventsConfig config;

  /**
   * The oldest events after an id, or from the beginning. Its cursor is the id to go on from.
   *
   * @throws Problem 400 for what is no id, 410 for one the history does not reach back to
   */
  String oldest(Topic topic, Optional<String> after, int limit) {
    Head head = log.head();
    long from = position(topic, after, head);
    Page page = log.after(List.of(topic), from, head.position(), limit, config.pageBytes());
    requireAboveFloor(topic, after, from, head);
    List<Event> events = page.events();
    long end = page.complete() ? head.position() : events.get(events.size() - 1).position();
    return json(head.epoch(), events, end);
  }

  /** The newest events, newest first. A stream opened at its cursor goes on without a gap. */
  String newest(Topic topic, Optional<String> after, int limit) {
    Head head = log.head();
    long from = position(topic, after, head);
    Page page = log.newest(topic, from, head.position(), limit, config.pageBytes());
    requireAboveFloor(topic, after, from, head);
    return json(head.epoch(), page.events(), head.position());
  }

  private long position(Topic topic, Optional<String> after, Head head) {
    if (after.isEmpty()) {
      return 0;
    }
    EventId id =
        EventId.parse(after.get())
            .orElseThrow(() -> Problem.badField("after", "after: this is not the id of an event."));
    if (!id.epoch().equals(head.epoch()) || id.position() > head.position()) {
      throw gone(head.epoch(), floor(topic), head);
    }
    return id.position();
  }

  private void requireAboveFloor(Topic topic, Optional<String> after, long from, Head head) {
    long floor = floor(topic);
    if (after.isPresent() && from < floor) {
      throw gone(head.epoch(), floor, head);
    }
  }

  private long floor(Topic topic) {
    return log.floors(List.of(topic)).getOrDefault(topic, 0L);
  }

  private static Problem gone(String epoch, long floor, Head head) {
    return new Problem(
            410,
            "History is gone",
            "The history after this id is not complete any more: it expired, was cleared, or"
                + " belongs to another life of the log. Go on from the oldest id.")
        .with("oldest", new EventId(epoch, floor).toString())
        .with("newest", head.id().toString());
  }

  private static String json(String epoch, List<Event> events, long cursor) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = Json.FACTORY.createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart("events");
      for (Event event : events) {
        json.writeStartObject();
        json.writeStringField("id", new EventId(epoch, event.position()).toString());
        json.writeStringField("topic", event.topic().path());
        json.writeStringField("type", event.type());
        json.writeStringField("at", event.time());
        json.writeFieldName("data");
        json.writeRawValue(event.data());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeStringField("cursor", new EventId(epoch, cursor).toString());
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("A string cannot fail to be written to.", impossible);
    }
    return text.toString();
  }
}
