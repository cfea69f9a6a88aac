package dev.tidings.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenJsonTest {
  private final StringBuilder text = new StringBuilder();

  private void append(int from, String part) {
    TokenJson.append(text, "{\"from\":" + from + ",\"text\":\"" + part + "\"}");
  }

  @Test
  void what_was_written_twice_is_read_once() {
    append(0, "one");
    append(0, "one");
    append(0, "onetwo");
    append(3, "two");
    append(6, "three");
    assertThat(text).hasToString("onetwothree");
  }

  @Test
  void nothing_is_put_where_it_does_not_belong() {
    append(3, "x");
    assertThat(text).isEmpty();
  }
}
