package dev.tidings.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinuteTest {
  private static long at(long start, double seconds) {
    return start + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1_000_000_000_000L, 123_456_789_123L, Long.MIN_VALUE / 2})
  void what_happens_evenly_is_told_wherever_the_clock_begins(long start) {
    Minute minute = new Minute(start);
    for (int i = 0; i < 300 * 4; i++) {
      minute.add(at(start, i / 4.0));
    }
    assertThat(minute.perSecond(at(start, 300))).isCloseTo(4, within(0.4));
  }

  @Test
  void what_is_over_a_minute_old_does_not_count() {
    Minute minute = new Minute(0);
    for (int i = 0; i < 100; i++) {
      minute.add(at(0, 2));
    }
    assertThat(minute.perSecond(at(0, 30))).isPositive();
    assertThat(minute.perSecond(at(0, 61))).isZero();
    minute.add(at(0, 70));
    assertThat(minute.perSecond(at(0, 70))).isCloseTo(1 / 55.0, within(0.01));
    assertThat(minute.perSecond(at(0, 700))).isZero();
    minute.add(at(0, 700));
    assertThat(minute.perSecond(at(0, 700))).isCloseTo(1 / 55.0, within(0.01));
  }
}
