package dev.tidings.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AuditTest {
  @Test
  void nothing_in_a_value_moves_a_line_a_terminal_or_the_eye() {
    assertThat(Audit.bounded("a\r\n\u001B[1m\u009B\u2028\u2029\u202E\u200B\0z", 100))
        .isEqualTo("a\uFFFD\uFFFD\uFFFD[1m\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDz");
  }

  @Test
  void what_people_write_stays_as_it_is() {
    String name = "\u0142\u00F3d\u017A \"O'Neil\" <b> {1} \uD83D\uDE00";
    assertThat(Audit.bounded(name, 100)).isEqualTo(name);
  }

  @Test
  void a_value_is_cut_between_characters() {
    assertThat(Audit.bounded("\uD83D\uDE00".repeat(9), 3)).isEqualTo("\uD83D\uDE00".repeat(3));
    assertThat(Audit.bounded("a\uD83D", 3)).isEqualTo("a\uFFFD");
  }
}
