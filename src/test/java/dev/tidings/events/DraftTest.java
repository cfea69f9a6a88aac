package dev.tidings.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tidings.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class DraftTest {
  private static final Json NULL = new Json("null");
  static final Iterable<String> RESERVED = Draft.RESERVED;

  private static void refused(int status, String field, String type, Json data, String key) {
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> new Draft(type, data, key))
        .satisfies(
            problem -> {
              assertThat(problem.status()).isEqualTo(status);
              assertThat(problem.members()).containsEntry("field", field);
              assertThat(problem.detail()).startsWith(field + ": ");
            });
  }

  private static Json string(int length) {
    return new Json('"' + "x".repeat(length - 2) + '"');
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"message", " a ", "Tick", "ticks", "ä", "\uD83D\uDE00", "a:b", "\\n", "\""})
  void any_name_of_one_line_is_a_type(String type) {
    assertThat(new Draft(type, NULL, null).type()).isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a\n",
        "a\rb",
        "\u0000",
        "a\tb",
        "\u007F",
        "\u0085",
        "\u2028",
        "\u2029",
        "\uFEFFa",
        "\uD83D",
        "\uDE00",
        "\uDE00\uD83D"
      })
  void what_could_break_its_line_is_not(String type) {
    refused(400, "type", type, NULL, null);
  }

  @ParameterizedTest
  @FieldSource("RESERVED")
  void names_of_the_hub_are_reserved(String type) {
    refused(400, "type", type, NULL, null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connected",
        "tick",
        "reset",
        "gap",
        "refused",
        "limit",
        "unavailable",
        "session",
        "bye",
        "clear",
        "open",
        "error"
      })
  void every_name_the_hub_uses_is_among_the_reserved(String type) {
    assertThat(Draft.RESERVED).contains(type);
  }

  @Test
  void a_type_has_100_characters_at_most() {
    assertThat(new Draft("t".repeat(100), NULL, null).type()).hasSize(100);
    refused(400, "type", "t".repeat(101), NULL, null);
  }

  @Test
  void a_key_has_200_characters_at_most_and_no_control_ones() {
    assertThat(new Draft("a", NULL, "k".repeat(200)).key()).hasSize(200);
    refused(400, "key", "a", NULL, "k".repeat(201));
    refused(400, "key", "a", NULL, "k\n");
    refused(400, "key", "a", NULL, "\uD83D");
  }

  @Test
  void data_has_64_kib_at_most() {
    assertThat(new Draft("a", string(Draft.MAX_DATA), null).data().size()).isEqualTo(65_536);
    refused(413, "data", "a", string(Draft.MAX_DATA + 1), null);
  }

  @Test
  void data_is_measured_in_utf_8() {
    String wide = "\u20AC".repeat((Draft.MAX_DATA - 4) / 3);
    assertThat(new Draft("a", new Json("\"xx" + wide + '"'), null).data().size())
        .isEqualTo(Draft.MAX_DATA);
    refused(413, "data", "a", new Json("\"xxx" + wide + '"'), null);
  }

  @Test
  void data_is_measured_compact() {
    assertThat(new Draft("a", new Json("[" + " ".repeat(Draft.MAX_DATA) + "]"), null).data())
        .isEqualTo(new Json("[]"));
  }

  @Test
  void of_binds_a_value() {
    record Note(String text, int stars) {}
    assertThat(Draft.of("note", new Note("hi", 5)))
        .isEqualTo(new Draft("note", new Json("{\"text\":\"hi\",\"stars\":5}"), null));
    assertThat(Draft.of("note", null).data()).isEqualTo(NULL);
  }
}
