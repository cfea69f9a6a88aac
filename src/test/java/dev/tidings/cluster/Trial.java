package dev.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.cluster.Ledger.Row;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/**
 * Nodes under load, while something is broken: publishers with a ledger, clients that listen in
 * front, and the judgement that nothing was lost, doubled or out of order.
 */
final class Trial implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int SOME = 60;

  private final Nodes nodes;
  private final Ledger ledger = new Ledger();
  private final Fleet fleet;
  private final Load load;
  private Fleet.Verdict verdict = Fleet.Verdict.NONE;

  private Trial(Nodes nodes, int clients, double perSecond) {
    this.nodes = nodes;
    fleet = Fleet.of(clients, nodes, ledger);
    load = Load.on(nodes, ledger, perSecond);
  }

  /** Begins; returns when all listen and events flow. */
  static Trial on(Nodes nodes, int clients, double perSecond) {
    Trial trial = new Trial(nodes, clients, perSecond);
    trial.awaitSome();
    return trial;
  }

  Fleet fleet() {
    return fleet;
  }

  Load load() {
    return load;
  }

  Ledger ledger() {
    return ledger;
  }

  Fleet.Verdict verdict() {
    return verdict;
  }

  /** Until some more is answered. */
  void awaitSome() {
    long now = load.answered();
    await("that publishing goes on", () -> load.answered() >= now + SOME);
  }

  static void await(String what, BooleanSupplier condition) {
    Awaitility.await(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(condition::getAsBoolean);
  }

  /** Lets a fault last. */
  static void last(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException stop) {
      throw new AssertionError("interrupted", stop);
    }
  }

  /** Some more, then all that is under way comes in, and it is judged. */
  void judge() {
    awaitSome();
    load.close();
    judgeStored();
  }

  /** All that is under way comes in, and is judged. */
  void judgeStored() {
    List<Row> stored = ledger.stored(nodes.database());
    fleet.awaitPosition(stored.get(stored.size() - 1).position());
    verdict = fleet.verdict(stored);
    String epoch = nodes.database().query("select epoch from tidings_log").get(0);
    assertThat(ledger.lost(epoch, stored)).as("answered 2xx and not in the log").isEmpty();
    assertThat(ledger.tooMany(stored)).as("in the log twice, or uncalled for").isEmpty();
    assertThat(ledger.reused()).as("ids of two events").isEmpty();
    assertThat(verdict.withoutReceived())
        .as("lost, doubled, out of order, invented; the streams said %s", fleet.told())
        .isEqualTo(Fleet.Verdict.NONE);
    assertThat(verdict.received()).isPositive();
  }

  /** The last position in the log. */
  long head() {
    return Long.parseLong(nodes.database().query("select position from tidings_log").get(0));
  }

  /** What went on, in a table's cell. */
  String words() {
    return Figures.list(fleet.told()) + "; publishers: " + Figures.list(load.failures());
  }

  /** From its first event to the head there is no hole; where nothing was cut from the log. */
  void judgePositions() {
    long first = ledger.stored(nodes.database()).get(0).position();
    List<String> numbers =
        nodes
            .database()
            .query(
                "select position - %1$d + 1 from tidings_log union all select count(*) from tidings_event where position >= %1$d"
                    .formatted(first));
    assertThat(numbers).as("positions and events").hasSize(2);
    assertThat(Set.copyOf(numbers)).as("no hole: %s", numbers).hasSize(1);
  }

  @Override
  public void close() {
    fleet.close();
    load.abandon();
  }
}
