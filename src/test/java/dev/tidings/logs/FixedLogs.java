package dev.tidings.logs;

import java.time.Duration;

/** Small bounds, so that tests meet them. */
class FixedLogs extends LogsConfig {
  @Override
  String node() {
    return "here";
  }

  volatile int rate = 10_000;
  volatile int history = 10;
  volatile int line = 1_000;

  @Override
  Duration poll() {
    return Duration.ofMillis(50);
  }

  @Override
  int rate() {
    return rate;
  }

  @Override
  int history() {
    return history;
  }

  @Override
  int line() {
    return line;
  }
}
