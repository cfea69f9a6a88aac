package dev.tidings.events;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidings.events.EventLog.Head;
import dev.tidings.events.EventLog.Page;
import dev.tidings.privacy.Archive;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the log has of a user: the events on {@code users/NAME/**}, and the idempotency keys. What
 * applications say of a user on other topics, nobody here can know. To be erased last: features
 * publish there.
 */
@ApplicationScoped
public class PersonalEvents {
  private static final int PAGE = 500;
  private static final long PAGE_BYTES = 1 << 20;

  @Inject EventLog log;
  @Inject Erasure erasure;
  @Inject ErasureStore rows;

  /** As {@link dev.tidings.privacy.PersonalData#export}. */
  public void export(String user, Archive archive) throws IOException {
    archive.file("events.jsonl");
    Head head = log.head();
    for (Topic topic : topics(user)) {
      export(topic, head, archive);
    }
    archive.file("requests.jsonl");
    String after = "";
    List<KnownRequest> requests = rows.requests(user, after, PAGE);
    while (!requests.isEmpty()) {
      for (KnownRequest request : requests) {
        after = request.id.key();
        archive.line(json(request));
      }
      requests = rows.requests(user, after, PAGE);
    }
  }

  private void export(Topic topic, Head head, Archive archive) throws IOException {
    long after = 0;
    boolean more = true;
    while (more) {
      Page page = log.after(List.of(topic), after, head.position(), PAGE, PAGE_BYTES);
      for (Event event : page.events()) {
        after = event.position();
        archive.line(json(head.epoch(), event));
      }
      more = !page.complete();
    }
  }

  /** As {@link dev.tidings.privacy.PersonalData#erase}. */
  public Map<String, Long> erase(String user) {
    long events = 0;
    Set<Topic> topics = topics(user);
    for (Topic topic : topics) {
      events += erasure.clear(topic);
    }
    erasure.purge(topics);
    long requests = 0;
    for (int some = PAGE; some == PAGE; requests += some) {
      some = rows.forgetRequests(user, PAGE);
    }
    return Map.of("events", events, "requests", requests);
  }

  private Set<Topic> topics(String user) {
    return Optional.of(user)
        .filter(PersonalEvents::hasTopics)
        .map(name -> erasure.topicsBelow(Topic.of("users", name)))
        .orElse(Set.of());
  }

  /** A name can be too long to be in a topic, escaped. */
  private static boolean hasTopics(String user) {
    try {
      return Topic.of("users", user, "x").path().length() <= Topic.MAX_LENGTH;
    } catch (Topic.Invalid tooLong) {
      return false;
    }
  }

  private static String json(String epoch, Event event) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = Json.FACTORY.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("id", new EventId(epoch, event.position()).toString());
      json.writeStringField("topic", event.topic().path());
      json.writeStringField("type", event.type());
      json.writeStringField("at", event.time());
      json.writeFieldName("data");
      json.writeRawValue(event.data());
      json.writeEndObject();
    }
    return text.toString();
  }

  private static String json(KnownRequest request) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = Json.FACTORY.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("idempotencyKey", request.id.key());
      json.writeStringField("at", Event.time(request.at));
      json.writeStringField("first", new EventId(request.epoch, request.first).toString());
      json.writeNumberField("events", request.events);
      json.writeEndObject();
    }
    return text.toString();
  }
}
