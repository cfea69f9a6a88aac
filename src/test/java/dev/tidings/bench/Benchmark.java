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

  private static final String LIVE = "logs/bench";
  private static final String DURABLE = "feeds/bench";
  private static final int CONNECTIONS = 32;
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
    for (Row row : rows()) {
      if (wanted.matcher(row.title()).find()) {
        if (ServerProcess.mostFiles() < row.sockets() + OTHER_FILES) {
          table.skipped(row.title(), tooFewFiles(row));
        } else {
          measure(row);
        }
        Files.writeString(RESULT, table.toString());
      }
    }
    say(table.toString());
    assertThat(faults).isEmpty();
  }

  private List<Row> rows() {
    int few = sizes.few();
    int many = sizes.subscribers();
    return List.of(
        fanOut("live", LIVE, few, 1),
        fanOut("live", LIVE, many, 1),
        fanOut("durable", DURABLE, few, BATCH),
        fanOut("durable", DURABLE, many, BATCH),
        paced(12, many),
        paced(5, many),
        publishReceive("live", LIVE),
        publishReceive("durable", DURABLE),
        new Delivery(
            "%,d topics × 1 subscriber, random publishes".formatted(many),
            false,
            LIVE,
            many,
            many,
            Load.saturating(CONNECTIONS, 1, sizes.dataBytes(), sizes.window()),
            time,
            MANY),
        new Delivery(
            "durable publishes, %d connections".formatted(CONNECTIONS),
            false,
            DURABLE,
            1,
            1,
            Load.saturating(CONNECTIONS, 1, sizes.dataBytes(), sizes.window()),
            time,
            PUBLISH),
        new IdleStreams(
            "%,d idle streams".formatted(sizes.idle()), sizes.idle(), time.multipliedBy(3)),
        new Storm("storm, %,d reconnect at once".formatted(many), many, sizes.dataBytes()),
        new StalledClients(
            "%,d of %,d clients stop reading".formatted(sizes.stalled(), 2 * sizes.stalled()),
            new Extent(2 * sizes.stalled(), sizes.stalled(), 20, 16_384, time)));
  }

  private Row fanOut(String kind, String topic, int streams, int batch) {
    return new Delivery(
        "fan-out saturated, %s, %,d subscribers".formatted(kind, streams),
        topic.equals(LIVE),
        topic,
        1,
        streams,
        Load.saturating(8, batch, sizes.dataBytes(), sizes.window()),
        time,
        FAN_OUT);
  }

  private Row paced(int perSecond, int streams) {
    return new Delivery(
        "%d events/s to %,d subscribers, live".formatted(perSecond, streams),
        true,
        LIVE,
        1,
        streams,
        Load.paced(8, perSecond, sizes.dataBytes()),
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

  private void measure(Row row) {
    List<Run> tidings = new ArrayList<>();
    List<Run> stock = new ArrayList<>();
    if (row.freshServer()) {
      for (int i = 0; i < sizes.runs(); i++) {
        try (Target target = tidings(row)) {
          tidings.add(run(row, target));
        }
        if (row.stockToo()) {
          try (Target target = stock()) {
            stock.add(run(row, target));
          }
        }
      }
    } else if (row.stockToo()) {
      try (Target ours = tidings(row);
          Target theirs = stock()) {
        for (int i = 0; i <= sizes.runs(); i++) {
          tidings.add(run(row, ours));
          stock.add(run(row, theirs));
        }
      }
      stock.remove(0);
      tidings.remove(0);
    } else {
      try (Target ours = tidings(row)) {
        for (int i = 0; i <= sizes.runs(); i++) {
          tidings.add(run(row, ours));
        }
      }
      tidings.remove(0);
    }
    tidings.forEach(run -> run.faults().forEach(fault -> faults.add(row.title() + ": " + fault)));
    table.add(row.title(), tidings, stock);
  }

  private static Run run(Row row, Target target) {
    Run run = row.run(target);
    say(row.title() + ", " + target.name() + ": " + run);
    return run;
  }

  private Target tidings(Row row) {
    return TidingsTarget.start(prepared(LibertyServer.fresh("bench-tidings")), row.live());
  }

  private Target stock() {
    return StockTarget.start(prepared(LibertyServer.fresh("bench-stock", StockTarget.war())));
  }

  private LibertyServer prepared(LibertyServer server) {
    return cores.forServer(server).jvmOption("-Xmx2g");
  }

  private String introduction() {
    return """
        Median (lowest–highest) of %d runs of %d s; events of %d bytes; Java %s; %s.
        A ratio above 1 is in favour of Tidings.\
        """
        .formatted(sizes.runs(), sizes.seconds(), sizes.dataBytes(), Runtime.version(), cores);
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
