package dev.tidings.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The medians of all runs, Tidings and the stock broadcaster side by side, as Markdown. */
final class Table {
  private final StringBuilder text = new StringBuilder();
  private final List<String> notes = new ArrayList<>();

  Table(String introduction) {
    text.append("# Benchmark\n\n")
        .append(introduction)
        .append("\n\n| load | figure | Tidings | stock broadcaster | ratio |\n")
        .append("|---|---|--:|--:|--:|\n");
  }

  /** A ratio above 1 is in favour of Tidings. No runs: the side does not take part. */
  void add(String title, List<Run> tidings, List<Run> stock) {
    Map<Figure, double[]> ours = values(tidings);
    Map<Figure, double[]> theirs = values(stock);
    Set<Figure> figures = EnumSet.noneOf(Figure.class);
    figures.addAll(ours.keySet());
    figures.addAll(theirs.keySet());
    String first = title;
    for (Figure figure : figures) {
      double[] our = ours.get(figure);
      double[] their = theirs.get(figure);
      String ratio =
          our == null || their == null
              ? ""
              : String.format(Locale.ROOT, "%.1f×", figure.ratio(median(our), median(their)));
      text.append(
          "| %s | %s | %s | %s | %s |\n"
              .formatted(first, figure.label(), cell(figure, our), cell(figure, their), ratio));
      first = "";
    }
    note(title, "Tidings", tidings);
    note(title, "stock broadcaster", stock);
  }

  void skipped(String title, String why) {
    text.append("| %s | skipped: %s | | | |\n".formatted(title, why));
  }

  private void note(String title, String side, List<Run> runs) {
    List<String> faults =
        runs.stream()
            .filter(run -> !run.faults().isEmpty())
            .map(run -> String.join(", ", run.faults()))
            .toList();
    if (!faults.isEmpty()) {
      notes.add(title + ", " + side + ": " + String.join("; ", faults));
    }
    double foreign = runs.stream().mapToDouble(Run::foreignCpu).max().orElse(0);
    if (foreign > 0.1) {
      notes.add(
          title
              + ", "
              + side
              + ": other processes used up to "
              + Math.round(100 * foreign)
              + " % of a core");
    }
  }

  private static Map<Figure, double[]> values(List<Run> runs) {
    Map<Figure, double[]> values = new EnumMap<>(Figure.class);
    if (!runs.isEmpty()) {
      for (Figure figure : runs.get(0).figures().keySet()) {
        values.put(
            figure,
            runs.stream()
                .filter(run -> run.figures().containsKey(figure))
                .mapToDouble(run -> run.figures().get(figure))
                .sorted()
                .toArray());
      }
    }
    return values;
  }

  private static String cell(Figure figure, double[] values) {
    if (values == null) {
      return "";
    }
    String median = figure.format(median(values));
    return values.length == 1
        ? median
        : "%s (%s–%s)"
            .formatted(median, figure.format(values[0]), figure.format(values[values.length - 1]));
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  @Override
  public String toString() {
    return text
        + (notes.isEmpty()
            ? "\nNothing was lost, doubled, out of order or refused.\n"
            : "\n- " + String.join("\n- ", notes) + "\n");
  }
}
