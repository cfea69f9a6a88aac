package dev.tidings.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.fail;

import dev.tidings.problem.Problem;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DraftsTest {
  private static List<Draft> read(byte[] body) {
    return Drafts.read(new ByteArrayInputStream(body));
  }

  private static List<Draft> read(String body) {
    return read(body.getBytes(UTF_8));
  }

  private static ThrowableAssertAlternative<Problem> refused(
      int status, String field, byte[] body) {
    return assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> read(body))
        .satisfies(
            problem -> {
              assertThat(problem.status()).isEqualTo(status);
              assertThat(problem.members()).containsEntry("field", field);
            });
  }

  private static void refused(int status, String field, String body) {
    refused(status, field, body.getBytes(UTF_8));
  }

  private static String event(String data) {
    return "{\"type\":\"a\",\"data\":" + data + "}";
  }

  private static String events(int count) {
    return "[" + String.join(",", Collections.nCopies(count, event("1"))) + "]";
  }

  @Test
  void an_event_is_read() {
    assertThat(read(" {\"key\":\"k\" , \"data\": [ 1.0E5 ],\"type\":\"\\u0061\"}\n"))
        .containsExactly(new Draft("a", new Json("[1.0E5]"), "k"));
  }

  @Test
  void data_and_key_may_be_left_out() {
    Draft least = new Draft("a", new Json("null"), null);
    assertThat(read("{\"type\":\"a\"}")).containsExactly(least);
    assertThat(read("{\"type\":\"a\",\"data\":null,\"key\":null}")).containsExactly(least);
  }

  @Test
  void an_array_is_read_in_its_order() {
    assertThat(read("[{\"type\":\"a\"},{\"type\":\"b\"}]"))
        .extracting(Draft::type)
        .containsExactly("a", "b");
  }

  @Test
  void every_data_comes_as_it_was_written() {
    JsonSamples samples = new JsonSamples(4);
    for (int round = 0; round < 10; round++) {
      List<String> compact = new ArrayList<>();
      List<String> written = new ArrayList<>();
      // Far more than a parser's buffer, so that every kind of value meets its end.
      for (int i = 0; i < Drafts.MAX_EVENTS; i++) {
        String[] sample = samples.next();
        compact.add(sample[0]);
        written.add(event(sample[1]));
      }
      assertThat(read("[" + String.join(" ,", written) + "]"))
          .extracting(draft -> draft.data().text())
          .isEqualTo(compact);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nonsense",
        "{",
        "[",
        "{\"type\":\"a\"",
        "{\"type\":\"a\"]",
        "{\"type\":\"a\",}",
        "{\"type\":\"a\",\"data\":}",
        "{\"type\":\"a\",\"data\":01}",
        "{\"type\":\"a\",\"data\":1e}",
        "{\"type\":\"a\",\"data\":[1,]}",
        "{\"type\":\"a\",\"data\":\"\n\"}",
        "{\"type\":\"a\",\"data\":NaN}",
        "{\"type\":'a'}",
        "{type:\"a\"}",
        "{\"type\":\"a\"}{\"type\":\"a\"}",
        "{\"type\":\"a\"} x",
        "[{\"type\":\"a\"}]]",
        "[{\"type\":\"a\"}] []",
        "[{\"type\":\"a\"},]",
        "[{\"type\":\"a\"}",
        "[]",
        "[ ]",
        "null",
        "1",
        "\"a\"",
        "\uFEFF{\"type\":\"a\"}"
      })
  void what_is_no_event_names_the_body(String body) {
    refused(400, "body", body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                       | type
          {"data":1}                               | type
          {"type":""}                              | type
          {"type":null}                            | type
          {"type":1}                               | type
          {"type":{}}                              | type
          {"type":["a"]}                           | type
          {"type":"a\\u000a"}                      | type
          {"type":"\\u0000"}                       | type
          {"type":"\\u2028"}                       | type
          {"type":"\\ud83d"}                       | type
          {"type":"tick"}                          | type
          {"type":"clear"}                         | type
          {"type":"\\u0063lear"}                   | type
          {"type":"a","type":"a"}                  | type
          {"type":"a","data":1,"data":1}           | data
          {"type":"a","d\\u0061ta":1,"data":1}     | data
          {"type":"a","key":1}                     | key
          {"type":"a","key":"\\u0007"}             | key
          {"type":"a","topic":"t"}                 | topic
          {"type":"a","Data":1}                    | Data
          {"type":"a","":1}                        | ``
          [1]                                      | [0]
          [[]]                                     | [0]
          [{"type":"a"},null]                      | [1]
          [{"type":"a"},{"type":"a"},{}]           | [2].type
          [{"type":"a"},{"type":"bye"}]            | [1].type
          [{"type":"a"},{"type":"a","x":1}]        | [1].x
          [{"type":"a","key":1}]                   | [0].key
          [{"type":"a","type":"a"}]                | [0].type
          """)
  void the_problem_names_the_field(String body, String field) {
    refused(400, field, body);
  }

  @Test
  void the_field_of_an_event_far_back_has_its_number() {
    String three = event("1") + "," + event("1") + "," + event("1");
    refused(400, "[3].type", "[" + three + ",{\"data\":1}]");
  }

  @Test
  void a_long_type_is_refused() {
    refused(400, "type", "{\"type\":\"" + "t".repeat(101) + "\"}");
    refused(400, "key", "{\"type\":\"a\",\"key\":\"" + "k".repeat(201) + "\"}");
  }

  @Test
  void a_request_has_1000_events_at_most() {
    assertThat(read(events(1_000))).hasSize(1_000);
    refused(413, "body", events(1_001));
  }

  @Test
  void data_has_64_kib_at_most() {
    String wide = "\u20AC".repeat((Draft.MAX_DATA - 4) / 3);
    assertThat(read(event("\"xx" + wide + "\""))).hasSize(1);
    refused(413, "data", event("\"xxx" + wide + "\""));
    refused(413, "[1].data", "[" + event("1") + "," + event("\"xxx" + wide + "\"") + "]");
  }

  @Test
  void a_body_has_8_mib_at_most() {
    byte[] body = new byte[Drafts.MAX_BODY];
    Arrays.fill(body, (byte) ' ');
    byte[] event = event("1").getBytes(UTF_8);
    System.arraycopy(event, 0, body, body.length - event.length, event.length);
    assertThat(read(body)).hasSize(1);
    refused(413, "body", Arrays.copyOf(body, body.length + 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x80, 0xC3, 0xFF, 0xC080, 0xEDA080, 0xF4908080, 0xE282})
  void what_is_not_utf_8_is_refused(int octets) {
    byte[] body = event("\"____\"").getBytes(UTF_8);
    for (int i = 0, rest = octets; rest != 0; i++, rest >>>= 8) {
      body[body.length - 3 - i] = (byte) rest;
    }
    refused(400, "body", body).withMessageContaining("UTF-8");
  }

  @Test
  void deep_nesting_is_refused() {
    refused(400, "body", event("[".repeat(100_000)));
    refused(400, "[0]", "[".repeat(100_000));
  }

  @Test
  void whatever_is_wrong_is_a_problem_with_a_field() {
    byte[] valid =
        ("[{\"type\":\"note\",\"data\":{\"a\":[1.5e3,\"\\u00e9\u20AC\",null,true]},\"key\":\"k\"},"
                + " {\"key\":null,\"type\":\"x\",\"data\":-0}]")
            .getBytes(UTF_8);
    byte[] tokens = "{}[]\",:\\u0019.eE+-tfn \n\0\u007F\u00C3\u0080\u00FFk".getBytes(UTF_8);
    Random random = new Random(5);
    int accepted = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] body = mutated(valid, tokens, random);
      try {
        List<Draft> drafts = read(body);
        assertThat(drafts).isNotEmpty();
        accepted++;
      } catch (Problem problem) {
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.members()).containsKey("field");
        assertThat(problem.detail()).isNotBlank();
      } catch (RuntimeException unexpected) {
        fail(i + ": " + new String(body, UTF_8), unexpected);
      }
    }
    assertThat(accepted).isBetween(100, 19_900);
  }

  /** With one to four bytes replaced, taken out, put in, or stretches repeated. */
  private static byte[] mutated(byte[] valid, byte[] tokens, Random random) {
    byte[] body = valid;
    for (int times = random.nextInt(4); times >= 0 && body.length > 1; times--) {
      int at = random.nextInt(body.length);
      int to = Math.min(body.length, at + random.nextInt(8));
      byte[] middle =
          switch (random.nextInt(4)) {
            case 0 -> new byte[0];
            case 1 -> new byte[] {tokens[random.nextInt(tokens.length)]};
            case 2 -> Arrays.copyOfRange(body, random.nextInt(at + 1), to);
            default -> new byte[] {(byte) random.nextInt(256)};
          };
      int from = random.nextBoolean() ? at : to;
      byte[] next = Arrays.copyOf(body, from + middle.length + body.length - to);
      System.arraycopy(middle, 0, next, from, middle.length);
      System.arraycopy(body, to, next, from + middle.length, body.length - to);
      body = next;
    }
    return body;
  }
}
