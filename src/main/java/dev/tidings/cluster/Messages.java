package dev.tidings.cluster;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidings.events.Event;
import dev.tidings.events.LiveEvent;
import dev.tidings.events.Topic;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a node tells the others, as one line of JSON. A message of a kind that is not known is left
 * out: nodes of two versions are there at the same time while they are exchanged.
 *
 * @param from the node's run
 * @param number of what it tells, from 1 on; where one is left out, something was lost
 */
record Messages(String from, long number, List<Message> all) {
  private static final JsonFactory JSON = new JsonFactory();

  String text() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("from", from);
      json.writeNumberField("number", number);
      json.writeArrayFieldStart("all");
      for (Message message : all) {
        json.writeStartObject();
        write(json, message);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Message message) throws IOException {
    if (message instanceof Message.Committed committed) {
      json.writeStringField("is", "committed");
      json.writeNumberField("position", committed.position());
    } else if (message instanceof Message.Published told) {
      json.writeStringField("is", "published");
      json.writeStringField("epoch", told.published().epoch());
      json.writeArrayFieldStart("events");
      for (Event event : told.published().events()) {
        json.writeStartObject();
        json.writeNumberField("position", event.position());
        write(json, event);
        json.writeEndObject();
      }
      json.writeEndArray();
    } else if (message instanceof Message.Live live) {
      json.writeStringField("is", "live");
      write(json, live.event().event());
      writeUnlessNull(json, "key", live.event().key());
      writeUnlessNull(json, "to", live.to());
    } else if (message instanceof Message.Listens listens) {
      json.writeStringField("is", "listens");
      json.writeNumberField("change", listens.change());
      json.writeBooleanField("anew", listens.anew());
      write(json, "begun", listens.begun().stream().map(Topic::path).toList());
      write(json, "ended", listens.ended().stream().map(Topic::path).toList());
    } else if (message instanceof Message.Here here) {
      json.writeStringField("is", "here");
      json.writeNumberField("change", here.change());
    } else if (message instanceof Message.Ask ask) {
      json.writeStringField("is", "ask");
      writeUnlessNull(json, "of", ask.of());
    } else if (message instanceof Message.Pages pages) {
      json.writeStringField("is", "pages");
      json.writeStringField("user", pages.user());
      json.writeStringField("browser", pages.browser());
      write(json, "pages", pages.pages());
    } else if (message instanceof Message.Question question) {
      json.writeStringField("is", "question");
      json.writeStringField("id", question.id());
      json.writeStringField("subject", question.subject());
      json.writeStringField("text", question.text());
    } else if (message instanceof Message.Answer answer) {
      json.writeStringField("is", "answer");
      json.writeStringField("id", answer.id());
      json.writeStringField("to", answer.to());
      json.writeNumberField("at", answer.from());
      json.writeStringField("text", answer.text());
      json.writeBooleanField("last", answer.last());
    }
  }

  private static void write(JsonGenerator json, Event event) throws IOException {
    json.writeStringField("topic", event.topic().path());
    json.writeStringField("type", event.type());
    json.writeNumberField("at", event.at().toEpochMilli());
    json.writeStringField("data", event.data());
  }

  private static void write(JsonGenerator json, String name, Iterable<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private static void writeUnlessNull(JsonGenerator json, String name, @Nullable String text)
      throws IOException {
    if (text != null) {
      json.writeStringField(name, text);
    }
  }

  /**
   * Reads what {@link #text} has written.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  static Messages of(String text) {
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      Fields fields = new Fields(object(json));
      List<Message> all = new ArrayList<>();
      for (Fields message : fields.objects("all")) {
        Message known = message(message);
        if (known != null) {
          all.add(known);
        }
      }
      return new Messages(fields.text("from"), fields.number("number"), all);
    } catch (IOException | ClassCastException malformed) {
      throw new IllegalArgumentException("not what a node tells: " + malformed, malformed);
    }
  }

  private static @Nullable Message message(Fields of) {
    return switch (of.text("is")) {
      case "committed" -> new Message.Committed(of.number("position"));
      case "published" ->
          new Message.Published(
              new dev.tidings.events.Published(
                  of.text("epoch"),
                  of.objects("events").stream()
                      .map(event -> event(event, event.number("position")))
                      .toList()));
      case "live" ->
          new Message.Live(new LiveEvent(event(of, 0), of.textOrNull("key")), of.textOrNull("to"));
      case "listens" ->
          new Message.Listens(
              of.number("change"), of.flag("anew"), of.topics("begun"), of.topics("ended"));
      case "here" -> new Message.Here(of.number("change"));
      case "ask" -> new Message.Ask(of.textOrNull("of"));
      case "pages" ->
          new Message.Pages(of.text("user"), of.text("browser"), Set.copyOf(of.texts("pages")));
      case "question" -> new Message.Question(of.text("id"), of.text("subject"), of.text("text"));
      case "answer" ->
          new Message.Answer(
              of.text("id"), of.text("to"), of.number("at"), of.text("text"), of.flag("last"));
      default -> null;
    };
  }

  private static Event event(Fields of, long position) {
    return new Event(
        position,
        of.text("topic"),
        of.text("type"),
        of.text("data"),
        Instant.ofEpochMilli(of.number("at")));
  }

  /** The members of an object whose beginning was read. */
  private static Map<String, Object> object(JsonParser json) throws IOException {
    Map<String, Object> members = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      members.put(name, value(json));
    }
    return members;
  }

  private static Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> {
        List<Object> values = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          values.add(value(json));
        }
        yield values;
      }
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT -> json.getLongValue();
      case VALUE_TRUE -> true;
      // Nothing else is written.
      default -> false;
    };
  }

  /** Members of an object, by what they have to be. */
  private record Fields(Map<String, Object> members) {
    private Object required(String name) {
      Object value = members.get(name);
      if (value == null) {
        throw new IllegalArgumentException("not what a node tells: " + name + " is missing");
      }
      return value;
    }

    String text(String name) {
      return (String) required(name);
    }

    @Nullable String textOrNull(String name) {
      return (String) members.get(name);
    }

    long number(String name) {
      return (Long) required(name);
    }

    boolean flag(String name) {
      return Boolean.TRUE.equals(members.get(name));
    }

    List<?> list(String name) {
      return (List<?>) required(name);
    }

    List<String> texts(String name) {
      return list(name).stream().map(String.class::cast).toList();
    }

    List<Topic> topics(String name) {
      return texts(name).stream().map(Topic::new).toList();
    }

    @SuppressWarnings("unchecked")
    List<Fields> objects(String name) {
      return list(name).stream().map(each -> new Fields((Map<String, Object>) each)).toList();
    }
  }
}
