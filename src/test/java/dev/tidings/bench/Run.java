package dev.tidings.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What one measurement of one side found. */
final class Run {
  private final Map<Figure, Double> figures = new EnumMap<>(Figure.class);
  private final List<String> faults = new ArrayList<>();
  private double foreignCpu;
  private boolean lost;

  Run with(Figure figure, double value) {
    figures.put(figure, value);
    return this;
  }

  /** Adds what must not be: anything lost, doubled or refused. */
  Run check(Audience audience, Publishers publishers) {
    Audience.Verdict verdict = audience.verdict();
    lost = verdict.lost() > 0;
    fault(verdict.lost(), "lost");
    fault(verdict.doubled(), "doubled");
    fault(verdict.disordered(), "out of order");
    publishers.failures().forEach((failure, times) -> fault(times, "publishes: " + failure));
    return check(audience);
  }

  Run check(Audience audience) {
    audience
        .told()
        .forEach(
            (type, times) -> {
              if (!type.equals("connected") && !type.equals("tick")) {
                fault(times, "streams told: " + type);
              }
            });
    return this;
  }

  void fault(long times, String what) {
    if (times > 0) {
      faults.add(times + " " + what);
    }
  }

  /** What neither the server nor the load generator used of a core, 1 being all of it. */
  Run foreign(double share) {
    foreignCpu = share;
    return this;
  }

  Map<Figure, Double> figures() {
    return figures;
  }

  List<String> faults() {
    return faults;
  }

  boolean lost() {
    return lost;
  }

  double foreignCpu() {
    return foreignCpu;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    figures.forEach(
        (figure, value) ->
            text.append(figure.label()).append(' ').append(figure.format(value)).append("; "));
    return text + "foreign CPU " + Math.round(100 * foreignCpu) + " %; faults " + faults;
  }
}
