package dev.tidings.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidings.SseParser;
import dev.tidings.SseParser.Message;
import dev.tidings.events.Draft;
import dev.tidings.events.Event;
import dev.tidings.events.EventId;
import dev.tidings.events.Json;
import dev.tidings.events.JsonSamples;
import dev.tidings.events.Topic;
import dev.tidings.problem.Problem;
import jakarta.ws.rs.sse.SseEvent;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {
  private static final Topic TOPIC = new Topic("feeds/news");
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.600Z");
  private static final String BEFORE =
      "{\"topic\":\"feeds/news\",\"at\":\"2026-01-02T03:04:05.600Z\",\"data\":";

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  private static String durable(long position, String type, String data) {
    return text(Wire.event("first", new Event(position, TOPIC, type, data, AT)));
  }

  private static Message only(String stream) {
    List<Message> messages = SseParser.parse(stream);
    assertThat(messages).hasSize(1);
    return messages.get(0);
  }

  @Test
  void an_event_is_type_data_and_id_last() {
    assertThat(durable(7, "note", "{\"a\":1.0E5}"))
        .isEqualTo("event: note\ndata: " + BEFORE + "{\"a\":1.0E5}}\nid: first-7\n\n");
  }

  @Test
  void a_client_gets_exactly_the_type_the_id_and_the_data() {
    Random random = new Random(3);
    JsonSamples samples = new JsonSamples(3);
    for (int i = 0; i < 20_000; i++) {
      Draft draft = draft(random, samples.next()[1]);
      String stream = durable(i, draft.type(), draft.data().text());
      assertThat(only(stream))
          .isEqualTo(new Message("first-" + i, draft.type(), BEFORE + draft.data().text() + "}"));
      assertThat(stream)
          .doesNotContain("\r")
          .doesNotContain("\0")
          .endsWith("\nid: first-" + i + "\n\n");
    }
  }

  /** Of a type that is allowed, from the code points that are most likely to do harm. */
  private static Draft draft(Random random, String data) {
    while (true) {
      StringBuilder type = new StringBuilder();
      for (int length = random.nextInt(10); length >= 0; length--) {
        int bound = random.nextBoolean() ? 0x100 : Character.MAX_CODE_POINT;
        type.appendCodePoint(random.nextInt(bound));
      }
      try {
        return new Draft(type.toString(), new Json(data), null);
      } catch (Problem unfit) {
        // The next one.
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {" a", ":a", "a: b", "data: x", "\u00A0", "id"})
  void a_type_that_looks_like_syntax_arrives_as_it_is(String type) {
    assertThat(only(durable(1, type, "1")).type()).isEqualTo(type);
  }

  @Test
  void an_own_event_has_its_cursor_as_id_last() {
    assertThat(text(Wire.own("tick", "{}", new EventId("first", 9))))
        .isEqualTo("event: tick\ndata: {}\nid: first-9\n\n");
  }

  @Test
  void all_fields_of_a_built_event_are_sent_and_the_id_last() {
    assertThat(text(Wire.event(new Outbound("note", "hi", "a-1", "why", 1500))))
        .isEqualTo(": why\nevent: note\ndata: hi\nretry: 1500\nid: a-1\n\n");
  }

  @Test
  void what_a_built_event_has_not_is_not_sent() {
    assertThat(text(Wire.event(new Outbound(null, "hi", null, null, SseEvent.RECONNECT_NOT_SET))))
        .isEqualTo("data: hi\n\n");
    assertThat(text(Wire.event(new Outbound(null, null, null, "hi", 0))))
        .isEqualTo(": hi\nretry: 0\n\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\nb",
        "a\rb",
        "a\r\nb",
        "a\n\nb",
        "\na",
        "a\n",
        "\r\r",
        " a",
        "",
        "event: x\nid: 9\n\n",
        ": c",
        "\u2028"
      })
  void data_of_many_lines_arrives_with_all_of_them(String data) {
    String stream = text(Wire.event(Outbound.of("note", data)));
    assertThat(stream).doesNotContain("\r");
    assertThat(only(stream))
        .isEqualTo(new Message("", "note", data.replace("\r\n", "\n").replace('\r', '\n')));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\ndata: x", "a\r\n\r\nid: 9", "\n"})
  void a_comment_of_many_lines_stays_a_comment(String comment) {
    String stream = text(Wire.event(new Outbound("note", "hi", null, comment, -1)));
    assertThat(only(stream)).isEqualTo(new Message("", "note", "hi"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "a\n", "a\u0000"})
  void a_name_or_an_id_of_more_than_one_line_is_refused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Wire.event(Outbound.of(text, "hi")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Wire.event(new Outbound("note", "hi", text, null, -1)));
  }

  @Test
  void data_that_is_no_text_is_bound_to_json() {
    assertThat(only(text(Wire.event(Outbound.of("note", List.of(1, "a b"))))).data())
        .isEqualTo("[1,\"a b\"]");
  }
}
