package dev.tidings.bench;

import dev.tidings.bench.Isolation.Extent;
import java.time.Duration;
import java.util.List;

/** {@link Isolation} as a row of the table. */
record StalledClients(String title, Extent extent) implements Row {
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
    return 2 * extent.streams();
  }

  @Override
  public Run run(Target target) {
    CpuMeter cpu = CpuMeter.begin(target);
    Isolation.Result result = Isolation.measure(target, extent);
    List<Duration> cuts = result.cutAfterFull();
    Run run = new Run().foreign(cpu.foreignShare());
    run.with(Figure.CALM_P99, result.calmP99())
        .with(Figure.STALLED_P99, result.disturbedP99())
        .with(Figure.STALLED_WORST, result.disturbed().max() / 1e3)
        .with(Figure.STALLED_HEAP, perClient(result.stalledHeap() - result.calmHeap()))
        .with(Figure.RETURNED, seconds(result.back()));
    if (!cuts.isEmpty()) {
      run.with(Figure.CUT, seconds(cuts.get(cuts.size() / 2)))
          .with(Figure.LAST_CUT, seconds(cuts.get(cuts.size() - 1)));
    }
    run.fault(extent.stalled() - cuts.size(), "stalled clients not cut");
    run.fault(result.verdict().lost(), "lost");
    run.fault(result.verdict().doubled(), "doubled");
    run.fault(result.verdict().disordered(), "out of order");
    result.failures().forEach((failure, times) -> run.fault(times, "publishes: " + failure));
    return run;
  }

  private double perClient(long bytes) {
    return bytes / 1024.0 / extent.stalled();
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
