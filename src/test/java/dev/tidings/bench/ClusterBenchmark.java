package dev.tidings.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.LibertyServer;
import dev.tidings.PostgresServer;
import dev.tidings.bench.Audience.Heard;
import dev.tidings.bench.Audience.Seat;
import dev.tidings.bench.Audience.Verdict;
import dev.tidings.bench.Publishers.Load;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code mvn -Pbench -Dbench.class=ClusterBenchmark verify}: one, two and three nodes on one
 * PostgreSQL, all on this machine. Says who used how much of the processors, since they are what is
 * shared: figures of several nodes are of a machine cut in pieces. Each row is the repetition in
 * the middle, after some that warm the nodes up. Writes {@code target/benchmark-cluster.md}.
 */
class ClusterBenchmark {
  private static final Path RESULT = Path.of("target/benchmark-cluster.md");
  private static final int MOST_NODES = Integer.getInteger("bench.cluster.nodes", 3);
  private static final int STREAMS = Integer.getInteger("bench.cluster.streams", 600);
  private static final int REPETITIONS = Integer.getInteger("bench.cluster.repetitions", 3);
  private static final Duration TIME =
      Duration.ofSeconds(Integer.getInteger("bench.cluster.seconds", 10));
  private static final int WARM_UP = Integer.getInteger("bench.cluster.warm-up", 4);
  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final int CONNECTIONS = 24;
  private static final int DATA_BYTES = 200;
  private static final int BATCH = 20;
  private static final int WINDOW = 400;
  private static final double PACE = 50;
  private static final String TOPIC = "feeds/bench";

  private final StringBuilder table = new StringBuilder();

  /** What was measured with so many nodes, by what it is; the one in the middle is told. */
  private final Map<String, List<Measured>> rows = new LinkedHashMap<>();

  private record Measured(double perSecond, String cells) {}

  private static final class Cluster implements AutoCloseable {
    final PostgresServer database = PostgresServer.fresh("bench-cluster");
    final List<TidingsTarget> nodes = new ArrayList<>();

    void add() {
      LibertyServer node =
          LibertyServer.fresh("bench-node-" + nodes.size())
              .on(database)
              .environment("TIDINGS_CLUSTER_NODE", "n" + nodes.size());
      nodes.add(TidingsTarget.start(node));
    }

    @Override
    public void close() {
      nodes.forEach(TidingsTarget::close);
      database.close();
    }
  }

  /** What the processes of a cluster use of the processors, in cores. */
  private static final class Meter {
    private final List<ServerProcess> nodes;
    private final ProcessHandle database;
    private final long begun = System.nanoTime();
    private final Duration nodesBefore;
    private final Duration databaseBefore;
    private final Duration selfBefore = ServerProcess.self().cpu();

    Meter(Cluster cluster) {
      nodes = cluster.nodes.stream().map(node -> new ServerProcess(node.server().pid())).toList();
      database = process(cluster.database);
      nodesBefore = ofNodes();
      databaseBefore = ofDatabase();
    }

    private static ProcessHandle process(PostgresServer server) {
      Path data = Path.of(server.query("show data_directory").get(0));
      try {
        String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
        return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private Duration ofNodes() {
      return nodes.stream().map(ServerProcess::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    private Duration ofDatabase() {
      return Stream.concat(Stream.of(database), database.descendants())
          .flatMap(process -> process.info().totalCpuDuration().stream())
          .reduce(Duration.ZERO, Duration::plus);
    }

    String shares() {
      double time = System.nanoTime() - begun;
      return String.format(
          Locale.ROOT,
          "%.2f | %.2f | %.2f",
          ofNodes().minus(nodesBefore).toNanos() / time,
          ofDatabase().minus(databaseBefore).toNanos() / time,
          ServerProcess.self().cpu().minus(selfBefore).toNanos() / time);
    }
  }

  @Test
  void measure() throws IOException {
    row("nodes | what | a second | p50 ms | p99 ms | cores: nodes | database | load");
    row("--- | --- | --- | --- | --- | --- | --- | ---");
    try (Cluster cluster = new Cluster()) {
      for (int nodes = 1; nodes <= MOST_NODES; nodes++) {
        cluster.add();
        for (int i = 0; i < WARM_UP + REPETITIONS; i++) {
          if (i == WARM_UP) {
            rows.clear();
          }
          publish(cluster);
          deliver(cluster, Load.saturating(4, BATCH, DATA_BYTES, WINDOW), "deliveries");
          deliver(cluster, Load.paced(4, PACE, DATA_BYTES), "paced, " + (int) PACE + "/s");
        }
        rows.values().forEach(this::median);
        rows.clear();
      }
    }
    Files.writeString(RESULT, table.toString());
  }

  private void median(List<Measured> all) {
    all.sort(Comparator.comparingDouble(Measured::perSecond));
    row(all.get(all.size() / 2).cells());
  }

  private void add(String what, double perSecond, String cells) {
    System.out.println(cells);
    rows.computeIfAbsent(what, first -> new ArrayList<>()).add(new Measured(perSecond, cells));
  }

  private void row(String cells) {
    String line = "| " + cells + " |\n";
    table.append(line);
    System.out.print(line);
  }

  /** As many publishers whatever the number of nodes, each to one of them. */
  private void publish(Cluster cluster) {
    List<Publishers> all = new ArrayList<>();
    List<Audience> nobody = new ArrayList<>();
    for (TidingsTarget node : cluster.nodes) {
      int connections = CONNECTIONS / cluster.nodes.size();
      Ledger ledger = new Ledger(1, connections);
      Audience audience = new Audience(node.address(), node.listenerHeaders(), ledger);
      nobody.add(audience);
      all.add(
          new Publishers(
              node,
              List.of(TOPIC),
              ledger,
              audience,
              Load.saturating(connections, 1, DATA_BYTES, 0)));
    }
    Pause.of(TIME.dividedBy(2));
    all.forEach(Publishers::mark);
    Meter meter = new Meter(cluster);
    long begun = System.nanoTime();
    Pause.of(TIME);
    List<Publishers.Answered> answered = all.stream().map(Publishers::mark).toList();
    double seconds = (System.nanoTime() - begun) / 1e9;
    String shares = meter.shares();
    all.forEach(Publishers::close);
    nobody.forEach(Audience::close);
    all.forEach(publishers -> assertThat(publishers.failures()).isEmpty());
    Latencies latencies = new Latencies();
    answered.forEach(each -> latencies.add(each.latencies()));
    double perSecond = answered.stream().mapToLong(Publishers.Answered::events).sum() / seconds;
    add(
        "publishes",
        perSecond,
        String.format(
            Locale.ROOT,
            "%d | publishes | %,.0f | %.1f | %.1f | %s",
            cluster.nodes.size(),
            perSecond,
            latencies.percentile(50) / 1e3,
            latencies.percentile(99) / 1e3,
            shares));
  }

  /** All is published at the first node; of the streams, each node has the same number. */
  private void deliver(Cluster cluster, Load load, String what) {
    List<TidingsTarget> nodes = cluster.nodes;
    Ledger ledger = new Ledger(1, load.connections());
    List<Audience> audiences = new ArrayList<>();
    try {
      for (TidingsTarget node : nodes) {
        Audience audience = new Audience(node.address(), node.listenerHeaders(), ledger);
        audiences.add(audience);
        audience.open(STREAMS / nodes.size(), i -> new Seat(node.streamPath(TOPIC, "b" + i), 0));
      }
      // As fast as the last node takes it.
      Audience last = audiences.get(audiences.size() - 1);
      Publishers publishers = new Publishers(nodes.get(0), List.of(TOPIC), ledger, last, load);
      Pause.of(TIME.dividedBy(2));
      audiences.forEach(Audience::mark);
      Meter meter = new Meter(cluster);
      Pause.of(TIME);
      List<Heard> heard = audiences.stream().map(Audience::mark).toList();
      String shares = meter.shares();
      publishers.close();
      assertThat(publishers.failures()).isEmpty();
      for (Audience audience : audiences) {
        audience.drain(QUIET);
        assertThat(audience.verdict()).isEqualTo(new Verdict(0, 0, 0));
      }
      Heard atLast = heard.get(heard.size() - 1);
      double perSecond = heard.stream().mapToDouble(Heard::perSecond).sum();
      add(
          what,
          perSecond,
          String.format(
              Locale.ROOT,
              "%d | %s | %,.0f | %.1f | %.1f | %s",
              nodes.size(),
              what,
              perSecond,
              atLast.percentile(50),
              atLast.percentile(99),
              shares));
    } finally {
      audiences.forEach(Audience::close);
    }
  }
}
