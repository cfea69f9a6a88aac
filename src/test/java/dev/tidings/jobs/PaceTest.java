package dev.tidings.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Instant START = Instant.EPOCH;

  private static Double after(Double before, long step, Duration later) {
    return Pace.next(before, step, START, START.plus(later));
  }

  @Test
  void the_first_step_is_the_speed() {
    assertThat(after(null, 500, Duration.ofSeconds(2))).isEqualTo(250.0);
  }

  @Test
  void what_was_counts_less_the_longer_ago_it_was() {
    assertThat(after(100.0, 200, Duration.ofSeconds(1))).isCloseTo(109.5, within(0.1));
    assertThat(after(100.0, 2_000, Duration.ofSeconds(10))).isCloseTo(163.2, within(0.1));
  }

  @Test
  void a_steady_speed_stays() {
    Double speed = 100.0;
    for (int i = 0; i < 50; i++) {
      speed = after(speed, 10, Duration.ofMillis(100));
    }
    assertThat(speed).isCloseTo(100.0, within(0.001));
  }

  @Test
  void steps_in_no_time_and_steps_back_say_nothing() {
    assertThat(after(null, 5, Duration.ZERO)).isNull();
    assertThat(after(100.0, 5, Duration.ZERO)).isEqualTo(100.0);
    assertThat(after(null, 0, Duration.ofSeconds(1))).isNull();
    assertThat(after(100.0, -5, Duration.ofSeconds(1))).isEqualTo(100.0);
  }

  @Test
  void after_a_long_break_the_speed_is_new() {
    assertThat(after(100_000.0, 600, Duration.ofMinutes(2))).isEqualTo(5.0);
  }
}
