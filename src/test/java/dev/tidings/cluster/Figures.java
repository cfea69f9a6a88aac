package dev.tidings.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The table of what was broken and what came of it: printed, and in {@code target/faults.md}. */
final class Figures {
  private static final Path FILE = Path.of("target/faults.md");
  private static final Map<String, String> ROWS = new LinkedHashMap<>();

  private Figures() {}

  /** Adds a row, or puts another in place of one with this name. */
  static synchronized void add(String fault, Trial trial, Fleet.Recovery recovery, String notes) {
    Fleet.Verdict verdict = trial.verdict();
    String row =
        "| %s | %,d / %,d | %,d | %d / %d / %d | %s | %s | %s | %s |"
            .formatted(
                fault,
                trial.ledger().answered(),
                trial.ledger().uncertain(),
                verdict.received(),
                verdict.lost(),
                verdict.doubled(),
                verdict.disordered(),
                recovery == null ? "" : seconds(recovery.p50()),
                recovery == null ? "" : seconds(recovery.p99()),
                recovery == null ? "" : seconds(recovery.max()),
                notes);
    add(fault, row);
  }

  /** A row without clients. */
  static synchronized void add(String fault, String row) {
    ROWS.put(fault, row);
    System.out.println(row);
    try {
      Files.writeString(FILE, table());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How long several repetitions took, as median (and longest). */
  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.2f s", time.toMillis() / 1e3);
  }

  static String list(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(count -> count.getValue() + " × " + count.getKey())
        .collect(Collectors.joining(", "));
  }

  private static String table() {
    return """
        # Faults

        %s, %d processors, Java %s.

        | fault | answered / uncertain | deliveries | lost / doubled / out of order | back p50 | p99 | max | |
        |---|--:|--:|--:|--:|--:|--:|---|
        %s
        """
        .formatted(
            Instant.now().truncatedTo(ChronoUnit.MINUTES),
            Runtime.getRuntime().availableProcessors(),
            Runtime.version(),
            ROWS.values().stream().map(Function.identity()).collect(Collectors.joining("\n")));
  }
}
