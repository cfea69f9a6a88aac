package dev.tidings.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.LibertyServer;
import dev.tidings.bench.Isolation.Extent;
import dev.tidings.bench.Publishers.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * {@code mvn -Pbench verify}: measures, and writes one table to {@code target/benchmark.md}. How
 * much load is said by the properties of {@link Sizes}. Its name keeps it out of the ordinary
 * tests.
 */
class Benchmark {
  private static final Path RESULT = Path.of("target/benchmark.md");
  private static final Set<Figure> FAN_OUT = Set.of(Figure.DELIVERIES, Figure.CPU_PER_DELIVERY);
  private static final Set<Figure> LATENCY = Set.of(Figure.P50, Figure.P99);
  private static final Set<Figure> PACED =
      Set.of(Figure.P50, Figure.P99, Figure.CPU_PER_DELIVERY, Figure.LATE);
  private static final Set<Figure> MANY =
      Set.of(Figure.DELIVERIES, Figure.CPU_PER_DELIVERY, Figure.P50, Figure.P99);
  private static final Set<Figure> PUBLISH =
      Set.of(Figure.PUBLISHES, Figure.CPU_PER_PUBLISH, Figure.ANSWER_P50, Figure.ANSWER_P99);

  private static final String LIVE = "logs/bench/live";
  private static final String DURABLE = "feeds/bench";
  private static final int CONNECTIONS = 32;

  /** With 32 at a time, the stock broadcaster falls silent for good, without an error. */
  private static final int BROADCASTING = 8;

  private static final int BATCH = 50;

  /** Descriptors that a server has open anyway: libraries, the database, its own sockets. */
  private static final int OTHER_FILES = 1_000;

  private final Sizes sizes = Sizes.ofSystem();
  private final Duration time = Duration.ofSeconds(sizes.seconds());
  private final Cores cores = Cores.divide();
  private final Table table = new Table(introduction());
  private final List<String> faults = new ArrayList<>();

  @Test
  void measure() throws IOException {
    Pattern wanted = Pattern.compile(sizes.rows());
    try (Side tidings = new Side("Tidings", this::tidings, sizes);
        Side stock = new Side("stock broadcaster", this::stock, sizes)) {
      for (Row row : rows()) {
        if (wanted.matcher(row.title()).find()) {
          if (ServerProcess.mostFiles() < row.sockets() + OTHER_FILES) {
            table.skipped(row.title(), tooFewFiles(row));
          } else {
            measure(row, tidings, stock);
          }
          Files.writeString(RESULT, table.toString());
        }
      }
    }
    say(table.toString());
    assertThat(faults).isEmpty();
  }

  private List<Row> rows() {
    int few = sizes.few();
    int many = sizes.subscribers();
    return List.of(
        fanOut(LIVE, few, 1),
        fanOut(LIVE, many, 1),
        fanOut(LIVE, few, BATCH),
        fanOut(LIVE, many, BATCH),
        paced(12, many),
        paced(5, many),
        publishReceive("live", LIVE),
        publishReceive("durable", DURABLE),
        fanOut(DURABLE, few, BATCH),
        fanOut(DURABLE, many, BATCH),
        new Delivery(
            "durable publishes, %d connections".formatted(CONNECTIONS),
            false,
            DURABLE,
            1,
            1,
            saturating(CONNECTIONS, 1),
            time,
            PUBLISH),
        new Storm("storm, %,d reconnect at once".formatted(many), many, sizes.dataBytes()),
        new StalledClients(
            "20 events/s of 16 KB, %,d of %,d clients stop reading"
                .formatted(sizes.stalled(), 2 * sizes.stalled()),
            new Extent(2 * sizes.stalled(), sizes.stalled(), 20, 16_384, time)),
        new StalledClients(
            "1,000 events/s, %,d of %,d clients stop reading"
                .formatted(sizes.stalled(), 2 * sizes.stalled()),
            new Extent(2 * sizes.stalled(), sizes.stalled(), 1_000, sizes.dataBytes(), time)),
        new Delivery(
            "%,d topics × 1 subscriber, random publishes".formatted(many),
            false,
            LIVE,
            many,
            many,
            saturating(CONNECTIONS, 1),
            time,
            MANY),
        new IdleStreams(
            "%,d idle streams".formatted(sizes.idle()), sizes.idle(), time.multipliedBy(3)));
  }

  private Row fanOut(String topic, int streams, int batch) {
    return new Delivery(
        "fan-out saturated, %s, %s a request, %,d subscribers"
            .formatted(
                topic.equals(LIVE) ? "live" : "durable",
                batch == 1 ? "1 event" : batch + " events",
                streams),
        topic.equals(LIVE) && batch == 1,
        topic,
        1,
        streams,
        saturating(BROADCASTING, batch),
        time,
        FAN_OUT);
  }

  private Load saturating(int connections, int batch) {
    return Load.saturating(connections, batch, sizes.dataBytes(), sizes.window());
  }

  private Row paced(int perSecond, int streams) {
    return new Delivery(
        "%d events/s to %,d subscribers, live".formatted(perSecond, streams),
        true,
        LIVE,
        1,
        streams,
        Load.paced(BROADCASTING, perSecond, sizes.dataBytes()),
        time,
        PACED);
  }

  private Row publishReceive(String kind, String topic) {
    return new Delivery(
        "publish to receive on an idle system, " + kind,
        topic.equals(LIVE),
        topic,
        1,
        1,
        Load.paced(1, 50, sizes.dataBytes()),
        time,
        LATENCY);
  }

  /** The sides take turns, so that what disturbs the machine for a while disturbs both. */
  private void measure(Row row, Side tidings, Side stock) {
    List<Run> ours = new ArrayList<>();
    List<Run> theirs = new ArrayList<>();
    // What the row alone needs is compiled by a run that is not counted.
    for (int i = row.freshServer() ? 1 : 0; i <= sizes.runs(); i++) {
      ours.add(run(row, tidings));
      if (row.stockToo()) {
        theirs.add(run(row, stock));
      }
    }
    List<Run> ourCounted = counted(ours);
    ourCounted.forEach(
        run -> run.faults().forEach(fault -> faults.add(row.title() + ": " + fault)));
    table.add(row.title(), ourCounted, counted(theirs));
  }

  private List<Run> counted(List<Run> runs) {
    return runs.subList(Math.max(0, runs.size() - sizes.runs()), runs.size());
  }

  private static Run run(Row row, Side side) {
    Run run = side.run(row);
    say(row.title() + ", " + side + ": " + run);
    return run;
  }

  private Target tidings() {
    return TidingsTarget.start(prepared(LibertyServer.fresh("bench-tidings")));
  }

  private Target stock() {
    return StockTarget.start(prepared(LibertyServer.fresh("bench-stock", StockTarget.war())));
  }

  private LibertyServer prepared(LibertyServer server) {
    return cores.forServer(server).jvmOption("-Xmx2g");
  }

  private String introduction() {
    return """
        Median (lowest–highest) of %d runs of %d s after %d s of warm-up; events of %d bytes; Java %s; %s.
        A ratio above 1 is in favour of Tidings.\
        """
        .formatted(
            sizes.runs(),
            sizes.seconds(),
            sizes.warmUp(),
            sizes.dataBytes(),
            Runtime.version(),
            cores);
  }

  private static String tooFewFiles(Row row) {
    return "%,d sockets need %,d open files, and `ulimit -n` allows %,d"
        .formatted(row.sockets(), row.sockets() + OTHER_FILES, ServerProcess.mostFiles());
  }

  @SuppressWarnings("SystemOut") // It is what the benchmark is for.
  private static void say(String text) {
    System.out.println(text);
  }
}
