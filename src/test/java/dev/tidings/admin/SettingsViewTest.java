package dev.tidings.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.admin.SettingsBook.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsViewTest {
  private static final String DEFAULTS =
      """
      # What the file is about.

      # --- Doors (tidings.doors)

      # How many there are. 1 to 9.
      tidings.doors.front=1
      tidings.doors.back=2
      # Which of them \\
      # open. Read at the start.
      tidings.doors.open=front; \\
        back=ajar
      # Its key.
      tidings.doors.key=
      """;

  private static final String BOUNDS = "tidings.doors.front=number 1 9";

  private static Entry entry(int which) {
    return SettingsBook.of(DEFAULTS, BOUNDS).entries().get(which);
  }

  @Test
  void settings_that_stand_together_share_what_is_said_of_them() {
    assertThat(entry(0).description()).isEqualTo("How many there are. 1 to 9.");
    assertThat(entry(1).description()).isEqualTo(entry(0).description());
    assertThat(entry(1).chapter()).isEqualTo("Doors (tidings.doors)");
    assertThat(entry(3).description()).isEqualTo("Its key.");
  }

  @Test
  void a_value_may_go_on_in_the_next_line() {
    assertThat(entry(2).delivered()).isEqualTo("front; back=ajar");
    assertThat(SettingsBook.of(DEFAULTS, BOUNDS).entries()).hasSize(4);
  }

  @Test
  void what_is_read_at_the_start_is_not_live_and_a_key_is_secret() {
    assertThat(entry(0).live()).isTrue();
    assertThat(entry(2).live()).isFalse();
    assertThat(entry(2).secret()).isFalse();
    assertThat(entry(3).secret()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "number 1 9, 0, It must lie between 1 and 9.",
    "number 1 9, 10, It must lie between 1 and 9.",
    "number 1 9, many, It must be a whole number.",
    "number 1 9, 9223372036854775808, It must be a whole number.",
    "duration PT1S PT1H, PT0.999S, It must lie between PT1S and PT1H.",
    "duration PT1S PT1H, 15s, 'It must be a duration, such as PT15S.'"
  })
  void what_is_out_of_bounds_is_refused_with_the_reason(String bounds, String value, String why) {
    assertThat(SettingBounds.parse(bounds).refusal(value)).contains(why);
  }

  @ParameterizedTest
  @CsvSource({
    "number 1 9, 1",
    "number 1 9, 9",
    "duration PT1S PT1H, PT1H",
    "duration PT0S P1D, PT24H",
    "flag, perhaps",
    "text, anything"
  })
  void what_lies_within_is_taken(String bounds, String value) {
    assertThat(SettingBounds.parse(bounds).refusal(value)).isEmpty();
  }
}
