package dev.tidings.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietTest {
  @ParameterizedTest
  @CsvSource({
    "22, 7, 2026-11-21T21:30:00Z, true",
    "22, 7, 2026-11-21T20:59:00Z, false",
    "22, 7, 2026-11-22T05:59:00Z, true",
    "22, 7, 2026-11-22T06:00:00Z, false",
    "12, 13, 2026-11-21T11:30:00Z, true",
    "12, 13, 2026-11-21T12:00:00Z, false",
    "8, 8, 2026-11-21T07:00:00Z, false",
    "22, 7, 2026-07-21T20:30:00Z, true"
  })
  void goes_by_the_clock_of_the_zone(int from, int to, Instant now, boolean quiet) {
    assertThat(new Quiet("Europe/Berlin", from * 60, to * 60).at(now)).isEqualTo(quiet);
  }

  @Test
  void is_never_where_no_hours_are_set_and_utc_where_the_zone_is_unknown() {
    Instant night = Instant.parse("2026-11-21T23:00:00Z");
    assertThat(new Quiet("Europe/Berlin", null, null).at(night)).isFalse();
    assertThat(new Quiet("Nowhere/Nowhere", 22 * 60, 0).at(night)).isTrue();
  }

  @Test
  void ends_at_the_next_such_time() {
    Quiet night = new Quiet("Europe/Berlin", 22 * 60, 7 * 60);
    assertThat(night.end(Instant.parse("2026-11-21T22:00:00Z")))
        .isEqualTo(Instant.parse("2026-11-22T06:00:00Z"));
    assertThat(night.end(Instant.parse("2026-11-22T02:00:00Z")))
        .isEqualTo(Instant.parse("2026-11-22T06:00:00Z"));
  }
}
