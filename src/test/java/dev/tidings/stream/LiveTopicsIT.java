package dev.tidings.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Client;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import dev.tidings.SseParser.Message;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Topics whose events are not stored, on a real server. */
class LiveTopicsIT {
  private static Client oscar;
  private static Client alice;

  private final String gauge = "metrics/" + UUID.randomUUID();
  private final String log = "logs/test/" + UUID.randomUUID();

  @BeforeAll
  static void signIn() {
    LibertyServer server = LibertyServer.shared();
    oscar = Client.signedIn(server.uri(), "oscar");
    alice = Client.signedIn(server.uri(), "alice");
  }

  private static void send(String topic, String body) {
    HttpResponse<String> answer = oscar.post(topic, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    assertThat(answer.body()).isEmpty();
  }

  private static String value(String key, int value) {
    return "{\"type\":\"gauge\",\"key\":\"" + key + "\",\"data\":" + value + "}";
  }

  private static List<String> data(List<Message> messages) {
    return messages.stream()
        .map(message -> message.data().replaceAll(".*\"data\":(.*)}$", "$1"))
        .toList();
  }

  @Test
  void it_is_heard_by_who_listens_and_has_no_id() {
    try (Listener stream = oscar.listening("topic=" + gauge)) {
      String before = stream.lastId();
      send(gauge, value("cpu", 42));
      Message message = stream.take(1).get(0);
      assertThat(message.type()).isEqualTo("gauge");
      assertThat(message.data())
          .matches("\\{\"topic\":\"" + gauge + "\",\"at\":\"[0-9T:.-]{23}Z\",\"data\":42}");
      assertThat(stream.lastId()).isEqualTo(before);
    }
  }

  @Test
  void it_is_not_in_the_history() {
    send(gauge, value("cpu", 42));
    assertThat(oscar.get(Client.events(gauge)).body()).startsWith("{\"events\":[],");
  }

  @Test
  void whoever_comes_gets_what_is_current_at_once() {
    send(gauge, "[" + value("cpu", 1) + "," + value("heap", 2) + "," + value("cpu", 3) + "]");
    send(log, "[{\"type\":\"line\",\"data\":4},{\"type\":\"line\",\"data\":5}]");
    try (Listener values = oscar.listening("topic=" + gauge);
        Listener lines = oscar.listening("topic=" + log)) {
      assertThat(data(values.take(2))).containsExactly("2", "3");
      assertThat(data(lines.take(1))).containsExactly("5");
    }
  }

  @Test
  void without_a_key_the_type_is_the_key() {
    send(
        gauge,
        "[{\"type\":\"a\",\"data\":1},{\"type\":\"b\",\"data\":2},{\"type\":\"a\",\"data\":3}]");
    try (Listener stream = oscar.listening("topic=" + gauge)) {
      assertThat(data(stream.take(2))).containsExactly("2", "3");
    }
  }

  @Test
  void live_and_stored_topics_go_in_one_stream() {
    String feed = "feeds/" + UUID.randomUUID();
    Client admin = Client.signedIn(LibertyServer.shared().uri(), "admin");
    try (Listener stream = admin.listening("topic=" + log + "&topic=" + feed)) {
      send(log, "{\"type\":\"line\",\"data\":1}");
      stream.take(1);
      String id = admin.say(feed, "stored");
      stream.until("stored");
      assertThat(stream.lastId()).isEqualTo(id);
      send(log, "{\"type\":\"line\",\"data\":2}");
      assertThat(data(stream.take(1))).containsExactly("2");
      assertThat(stream.lastId()).isEqualTo(id);
    }
  }

  @Test
  void clearing_forgets_what_is_current_and_tells_listeners() {
    send(gauge, value("cpu", 1));
    try (Listener stream = oscar.listening("topic=" + gauge)) {
      stream.take(1);
      assertThat(oscar.delete(Client.events(gauge)).statusCode()).isEqualTo(204);
      assertThat(stream.take(1).get(0).type()).isEqualTo("clear");
    }
    try (Listener later = oscar.listening("topic=" + gauge)) {
      send(gauge, value("cpu", 2));
      assertThat(data(later.take(1))).containsExactly("2");
    }
  }

  @Test
  void an_idempotency_key_has_no_effect() {
    try (Listener stream = oscar.listening("topic=" + log)) {
      for (int i = 0; i < 2; i++) {
        assertThat(
                oscar
                    .post(log, "{\"type\":\"line\",\"data\":1}", "Idempotency-Key", "same")
                    .statusCode())
            .isEqualTo(202);
      }
      assertThat(data(stream.take(2))).containsExactly("1", "1");
    }
  }

  @Test
  void only_operators_read_and_write_them() {
    assertThat(alice.post(gauge, value("cpu", 1)).statusCode()).isEqualTo(403);
    assertThat(alice.open("topic=" + gauge).statusCode()).isEqualTo(403);
  }

  @Test
  void bad_input_is_refused_as_for_any_topic() {
    assertThat(oscar.post(gauge, "{\"data\":1}").statusCode()).isEqualTo(400);
    assertThat(oscar.post(gauge, value("k".repeat(201), 1)).statusCode()).isEqualTo(400);
  }
}
