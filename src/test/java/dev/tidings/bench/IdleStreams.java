package dev.tidings.bench;

import dev.tidings.bench.Audience.Seat;
import java.time.Duration;

/**
 * Streams on which nothing happens but heartbeats.
 *
 * @param time how long the heartbeats are watched
 */
record IdleStreams(String title, int streams, Duration time) implements Row {
  private static final String TOPIC = "feeds/bench";
  private static final int FIRST = 200;
  private static final Duration SETTLE = Duration.ofSeconds(2);

  @Override
  public boolean stockToo() {
    return true;
  }

  @Override
  public boolean freshServer() {
    return true;
  }

  @Override
  public int sockets() {
    return streams + FIRST;
  }

  @Override
  public Run run(Target target) {
    ServerProcess server = new ServerProcess(target.server().pid());
    Ledger ledger = new Ledger(1, 1);
    // The first ones load classes and fill pools, which has nothing to do with their number.
    try (Audience first = new Audience(target.address(), target.listenerHeaders(), ledger)) {
      first.open(FIRST, i -> new Seat(target.streamPath(TOPIC, "a" + i), 0));
    }
    try (Audience audience = new Audience(target.address(), target.listenerHeaders(), ledger)) {
      long heap = server.liveHeap();
      long resident = server.resident();
      audience.open(streams, i -> new Seat(target.streamPath(TOPIC, "b" + i), 0));
      Pause.of(SETTLE);
      Run run =
          new Run()
              .with(Figure.HEAP_PER_STREAM, perStream(server.liveHeap() - heap))
              .with(Figure.RSS_PER_STREAM, perStream(server.resident() - resident));
      // The first heartbeats are slower than the later ones.
      Pause.of(time.dividedBy(2));
      heartbeats(target, audience, run);
      run.fault(streams - audience.served(), "streams ended");
      return run.check(audience);
    }
  }

  private void heartbeats(Target target, Audience audience, Run run) {
    int before = ticks(audience);
    CpuMeter cpu = CpuMeter.begin(target);
    Pause.of(time);
    int ticks = ticks(audience) - before;
    run.foreign(cpu.foreignShare());
    if (ticks > 0) {
      run.with(Figure.HEARTBEATS, 100 * cpu.serverShare())
          .with(Figure.CPU_PER_TICK, cpu.serverMicros() / ticks);
    }
  }

  private static int ticks(Audience audience) {
    return audience.told().getOrDefault("tick", 0);
  }

  private double perStream(long bytes) {
    return bytes / 1024.0 / streams;
  }
}
