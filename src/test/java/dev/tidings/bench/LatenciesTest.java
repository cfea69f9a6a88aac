package dev.tidings.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  private final Latencies latencies = new Latencies();

  @Test
  void percentiles_are_within_the_promised_bounds() {
    for (int micros = 1; micros <= 100_000; micros++) {
      latencies.add(micros);
    }
    assertThat(latencies.count()).isEqualTo(100_000);
    assertThat(latencies.percentile(0.01)).isEqualTo(10);
    assertThat(latencies.percentile(50)).isCloseTo(50_000, Percentage.withPercentage(3.2));
    assertThat(latencies.percentile(99)).isCloseTo(99_000, Percentage.withPercentage(3.2));
    assertThat(latencies.percentile(100)).isEqualTo(100_000);
    assertThat(latencies.max()).isEqualTo(100_000);
  }

  @Test
  void nothing_and_too_much_do_no_harm() {
    assertThat(latencies.percentile(99)).isZero();
    latencies.add(-1);
    latencies.add(Long.MAX_VALUE);
    assertThat(latencies.percentile(50)).isZero();
    assertThat(latencies.percentile(100)).isEqualTo((1L << 31) - 1);
  }
}
