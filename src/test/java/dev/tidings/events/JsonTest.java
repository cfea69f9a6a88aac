package dev.tidings.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0E5",
        "1e400",
        "-0",
        "-0.0",
        "0.10",
        "123456789012345678901234567890",
        "1e-99999",
        "\"a  b\"",
        "\"\\u00e9\"",
        "\"\\u00E9\"",
        "\"\\\\\"",
        "\"\\\\\\\" \"",
        "\"\\/ /\"",
        "\"\u2028 \u2029\"",
        "\"\uD83D\uDE00\"",
        "\"\\ud83d\"",
        "\"\uFEFF\u00A0\"",
        "\"\u007F\"",
        "\"\"",
        "true",
        "null",
        "{}",
        "[]",
        "{\"b\":1,\"a\":2,\"b\":3}",
        "{\"\":[[],{}]}"
      })
  void what_is_compact_stays_to_the_letter(String text) {
    assertThat(new Json(text).text()).isEqualTo(text);
  }

  @Test
  void white_space_goes_in_all_its_forms_but_not_from_strings() {
    assertThat(
            new Json("\r\n\t { \"a\t\" : [ 1 ,\n2 ] ,\r \" b \" :null }\n".replace("a\t", "a "))
                .text())
        .isEqualTo("{\"a \":[1,2],\" b \":null}");
  }

  @Test
  void random_json_comes_out_compact() {
    JsonSamples samples = new JsonSamples(20);
    for (int i = 0; i < 20_000; i++) {
      String[] sample = samples.next();
      assertThat(new Json(sample[1]).text()).isEqualTo(sample[0]);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\n",
        "nul",
        "nulls",
        "True",
        "NaN",
        "Infinity",
        "-Infinity",
        "undefined",
        "01",
        "-01",
        "00",
        "+1",
        "-",
        ".5",
        "5.",
        "1.e5",
        "1e",
        "1e+",
        "0x10",
        "1_000",
        "1a",
        "[1a]",
        "[01]",
        "{\"a\":01}",
        "\"",
        "\"a",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "'a'",
        "\"a\nb\"",
        "\"a\tb\"",
        "\"\u0000\"",
        "\"\u001F\"",
        "[\"\u0000\"]",
        "{\"\u0001\":1}",
        "\u0000",
        "\uFEFF1",
        "1\u0000",
        "1\u000C",
        "\u000B1",
        "\u00A01",
        "\u20281",
        "[",
        "]",
        "{",
        "}",
        "[1",
        "[1}",
        "{\"a\":1]",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1,,2]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{1:1}",
        "{'a':1}",
        "{\"a\" 1}",
        "1 2",
        "1,2",
        "{}{}",
        "[] []",
        "null null",
        "\"a\"\"b\"",
        "1]",
        "{}}",
        "/**/1",
        "1//",
        "#\n1"
      })
  void what_is_not_one_json_value_is_refused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Json(text));
  }

  @Test
  void every_beginning_of_a_value_is_refused() {
    String whole = "{\"a\\u00e9\":[1.5e3,true,\"x\\\\\"],\"b\":{\"c\":null}}";
    for (int length = 0; length < whole.length(); length++) {
      String part = whole.substring(0, length);
      assertThatIllegalArgumentException().as(part).isThrownBy(() -> new Json(part));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void nesting_ends_at_200(String open) {
    String close = open.equals("[") ? "]" : "}";
    String deepest = open.repeat(199) + "[]" + close.repeat(199);
    assertThat(new Json(deepest).text()).isEqualTo(deepest);
    assertThatIllegalArgumentException().isThrownBy(() -> new Json(open + deepest + close));
    assertThatIllegalArgumentException().isThrownBy(() -> new Json(open.repeat(1_000_000)));
  }

  @Test
  void a_number_has_1000_digits_at_most() {
    assertThat(new Json("[" + "9".repeat(1_000) + "]").text()).hasSize(1_002);
    assertThatIllegalArgumentException().isThrownBy(() -> new Json("9".repeat(1_001)));
    assertThatIllegalArgumentException().isThrownBy(() -> new Json("0." + "9".repeat(1_001)));
  }

  @Test
  void a_string_has_no_bound_of_its_own() {
    String text = '"' + "x ".repeat(15_000_000) + '"';
    assertThat(new Json(text).text().length()).isEqualTo(text.length());
  }

  @Test
  void size_is_in_utf_8() {
    assertThat(new Json("\"ä\u20AC\uD83D\uDE00\"").size()).isEqualTo(2 + 2 + 3 + 4);
  }

  @Test
  void values_are_bound_and_compact() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("a b", List.of(1, true, "x, y"));
    value.put("c", null);
    assertThat(Json.from(value).text()).isEqualTo("{\"a b\":[1,true,\"x, y\"],\"c\":null}");
    assertThat(Json.from(null).text()).isEqualTo("null");
  }
}
