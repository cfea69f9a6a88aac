package dev.tidings.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.JsonTree;
import dev.tidings.events.Draft;
import dev.tidings.events.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineParserTest {
  private static final LineParser PARSER = new LineParser(Mask.with(List.of()), 1_000);

  @Test
  void a_record_of_liberty_is_told_apart() {
    LogLine line =
        PARSER.parse(
            "{\"type\":\"liberty_message\",\"host\":\"h\",\"message\":\"CWWKZ0001I: Started\","
                + "\"ibm_datetime\":\"2026-11-21T19:20:00.123+0100\",\"module\":\"com.ibm.Apps\","
                + "\"loglevel\":\"AUDIT\",\"ext_lived_long\":7,\"ibm_sequence\":null}");
    assertThat(line.at()).isEqualTo("2026-11-21T18:20:00.123Z");
    assertThat(line.severity()).isEqualTo(Severity.INFO);
    assertThat(line.level()).isEqualTo("AUDIT");
    assertThat(line.logger()).isEqualTo("com.ibm.Apps");
    assertThat(line.message()).isEqualTo("CWWKZ0001I: Started");
    assertThat(line.fields())
        .containsEntry("type", "liberty_message")
        .containsEntry("ext_lived_long", "7")
        .doesNotContainKeys("message", "module", "loglevel", "ibm_datetime");
    JsonTree json = JsonTree.of(line.json(12));
    assertThat(json.at("n").number()).isEqualTo(12);
    assertThat(json.at("fields", "host").text()).isEqualTo("h");
  }

  @ParameterizedTest
  @CsvSource({
    "SEVERE, ERROR",
    "ERROR, ERROR",
    "FATAL, ERROR",
    "SystemErr, ERROR",
    "WARNING, WARNING",
    "warn, WARNING",
    "AUDIT, INFO",
    "INFO, INFO",
    "SystemOut, INFO",
    "FINEST, DEBUG",
    "debug, DEBUG",
    "anything, INFO"
  })
  void levels_have_a_severity(String level, Severity severity) {
    String line = "{\"message\":\"level\\\":\\\"ERROR\",\"loglevel\":\"" + level + "\"}";
    assertThat(PARSER.parse(line).severity()).isEqualTo(severity);
    assertThat(Severity.glimpsed(line)).isEqualTo(severity);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-11-21 18:20:00,5 +0000 ERROR [x] broke|ERROR|2026-11-21T18:20:00.500Z",
        "[2026-11-21T18:20:00Z] WARN x|WARNING|2026-11-21T18:20:00Z",
        "2026-99-21T18:20:00Z x|INFO|",
        "127.0.0.1 - GET / 200|INFO|",
        "ERRORS are none|INFO|"
      })
  void text_tells_what_it_can(String text, Severity severity, String at) {
    LogLine line = PARSER.parse(text);
    assertThat(line.message()).isEqualTo(text);
    assertThat(line.severity()).isEqualTo(severity);
    assertThat(Severity.glimpsed(text)).isEqualTo(severity);
    assertThat(line.at()).isEqualTo(at == null ? "" : at);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{}x",
        "{\"message\":",
        "{\"message\":\"a\"} {}",
        "{\"a\":[1,2}",
        "[1]",
        "null",
        "",
        "{\"message\":\"cut of … [77 bytes cut]"
      })
  void what_is_no_object_is_text(String text) {
    assertThat(PARSER.parse(text).message()).isEqualTo(text);
  }

  @Test
  void nesting_without_end_is_text() {
    String deep = "{\"a\":" + "[".repeat(10_000);
    assertThat(PARSER.parse(deep).message()).startsWith("{\"a\":[[[");
  }

  @Test
  void secrets_are_taken_out_of_all_it_has() {
    String json =
        PARSER
            .parse(
                "{\"message\":\"password=one\",\"module\":\"token=two\",\"loglevel\":\"pwd=three\","
                    + "\"ext_secret\":\"four\",\"nested\":{\"password\":\"five\"},"
                    + "\"ibm_stackTrace\":\"at x\\n  Authorization: Bearer six\\n  at y\","
                    + "\"list\":[\"https://u:seven@h\"],\"password=eight\":\"x\","
                    + "\"ibm_requestHeaders\":\"{\\\"Cookie\\\":\\\"nine\\\"}\"}")
            .json(0);
    assertThat(json)
        .doesNotContain("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
        .contains("at y");
  }

  @Test
  void a_long_line_is_cut_after_its_secrets_are_out() {
    LogLine line =
        PARSER.parse(
            "{\"message\":\"" + "m".repeat(990) + " password=abcdefghij\",\"b\":\"12345\"}");
    assertThat(line.message()).isEqualTo("m".repeat(990) + " password=");
    assertThat(line.cut()).isEqualTo("***".length() + 5);
    assertThat(line.fields()).isEmpty();
  }

  @Test
  void a_pair_is_not_cut_in_half() {
    String message = "m".repeat(999) + "\uD83D\uDE00";
    assertThat(PARSER.parse(message).message()).isEqualTo("m".repeat(999));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "\\u001b[31m", "€", "\\ud800", "\\\"", "😀"})
  void the_longest_line_fits_into_an_event_whatever_is_in_it(String piece) {
    LineParser longest = new LineParser(Mask.with(List.of()), LogsConfig.LONGEST_LINE);
    String text = piece.repeat(LogsConfig.LONGEST_LINE);
    for (String name : List.of("message", "x")) {
      String json = longest.parse("{\"" + name + "\":\"" + text + "\"}").json(Long.MAX_VALUE);
      assertThat(new Json(json).size()).isLessThan(Draft.MAX_DATA - 100);
    }
  }

  @Test
  void as_do_as_many_members_as_there_can_be() {
    StringBuilder line = new StringBuilder("{\"message\":\"m\"");
    for (int i = 0; i < 5_000; i++) {
      line.append(",\"\\u0000").append(i).append("\":\"\\u0000\\u0000\"");
    }
    LineParser longest = new LineParser(Mask.with(List.of()), LogsConfig.LONGEST_LINE);
    LogLine parsed = longest.parse(line.append('}').toString());
    assertThat(parsed.fields()).hasSize(60);
    assertThat(parsed.cut()).isPositive();
    assertThat(new Json(parsed.json(0)).size()).isLessThan(Draft.MAX_DATA - 100);
  }
}
