package dev.tidings.metrics;

import java.time.Duration;

/** Bounds that tests set. */
final class FixedMetricsConfig extends MetricsConfig {
  Duration kept = Duration.ofMinutes(15);
  int series = 100;
  long bytes = 1 << 20;
  int sampleBytes = 1_000;

  @Override
  Duration kept() {
    return kept;
  }

  @Override
  int series() {
    return series;
  }

  @Override
  long bytes() {
    return bytes;
  }

  @Override
  int sampleBytes() {
    return sampleBytes;
  }
}
