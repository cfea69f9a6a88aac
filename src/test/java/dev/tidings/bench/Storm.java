package dev.tidings.bench;

import dev.tidings.bench.Audience.Seat;
import dev.tidings.bench.Publishers.Load;
import java.time.Duration;
import java.util.List;

/** All streams break off at once and come back at once, with cookie and id, while events flow. */
record Storm(String title, int streams, int dataBytes) implements Row {
  private static final String TOPIC = "feeds/bench";
  private static final double PER_SECOND = 10;
  private static final Duration BEFORE = Duration.ofSeconds(2);
  private static final Duration QUIET = Duration.ofSeconds(10);

  @Override
  public boolean stockToo() {
    return false;
  }

  @Override
  public boolean freshServer() {
    return false;
  }

  @Override
  public int sockets() {
    // The server may not have noticed yet that the old ones are gone.
    return 2 * streams;
  }

  @Override
  public Run run(Target target) {
    Ledger ledger = new Ledger(1, 1);
    try (Audience audience = new Audience(target.address(), target.listenerHeaders(), ledger)) {
      audience.open(streams, i -> new Seat(target.streamPath(TOPIC, "b" + i), 0));
      try (Publishers publishers =
          new Publishers(
              target, List.of(TOPIC), ledger, audience, Load.paced(1, PER_SECOND, dataBytes))) {
        Pause.of(BEFORE);
        CpuMeter cpu = CpuMeter.begin(target);
        Duration served = audience.storm();
        double micros = cpu.serverMicros();
        double foreign = cpu.foreignShare();
        Pause.of(BEFORE);
        publishers.close();
        audience.drain(QUIET);
        return new Run()
            .with(Figure.ALL_SERVED, served.toNanos() / 1e9)
            .with(Figure.ONE_SERVED, audience.connecting().percentile(50) / 1e6)
            .with(Figure.CPU_PER_STREAM, micros / 1e3 / streams)
            .foreign(foreign)
            .check(audience, publishers);
      }
    }
  }
}
