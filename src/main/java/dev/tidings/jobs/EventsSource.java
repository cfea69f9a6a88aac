package dev.tidings.jobs;

import dev.tidings.events.Event;
import dev.tidings.events.EventId;
import dev.tidings.events.EventLog;
import jakarta.json.Json;
import java.util.List;

/** The history of a topic. Its cursor is a position in the log. */
record EventsSource(EventLog log, Export export, int rows) implements Source {
  static final List<String> COLUMNS = List.of("id", "topic", "type", "at", "data");

  /** Characters of data in a page, about. */
  private static final long CHARACTERS = 1 << 20;

  private record EventRow(String epoch, Event event) implements Row {
    private String id() {
      return new EventId(epoch, event.position()).toString();
    }

    @Override
    public String json() {
      return "{\"id\":\"%s\",\"topic\":\"%s\",\"type\":%s,\"at\":\"%s\",\"data\":%s}"
          .formatted(
              id(), event.topic(), Json.createValue(event.type()), event.time(), event.data());
    }

    @Override
    public List<String> cells() {
      return List.of(id(), event.topic().path(), event.type(), event.time(), event.data());
    }
  }

  @Override
  public long total() {
    return export.topic() == null ? 0 : log.count(export.topic(), export.head().position());
  }

  @Override
  public Page after(long cursor) {
    List<Event> events =
        log.after(List.of(export.topic()), cursor, export.head().position(), rows, CHARACTERS)
            .events();
    List<EventRow> wanted =
        events.stream()
            .filter(event -> export.wants(event.type(), event.at()))
            .map(event -> new EventRow(export.head().epoch(), event))
            .toList();
    return new Page(
        wanted,
        events.size(),
        events.isEmpty() ? cursor : events.get(events.size() - 1).position());
  }
}
