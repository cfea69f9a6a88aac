package dev.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.KafkaBroker;
import dev.tidings.PostgresServer;
import dev.tidings.cluster.Fleet.Recovery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two nodes that tell each other through Kafka what is committed, and the broker dies: the log is
 * the truth, so they only hear of it by polling until the broker is back.
 */
@Tag("faults")
@Timeout(600)
class BrokerFaultsIT {
  private static final int TIMES = 3;
  private static final Duration AWAY = Duration.ofSeconds(10);

  @Test
  void the_broker_is_killed_and_comes_back() {
    try (KafkaBroker broker = KafkaBroker.fresh("faults-broker");
        Nodes nodes =
            Nodes.of(
                    2,
                    "faults-broker",
                    PostgresServer.fresh("faults-broker"),
                    node ->
                        node.optimised()
                            .environment("TIDINGS_CLUSTER_SIGNAL", "kafka")
                            .environment("TIDINGS_KAFKA_BOOTSTRAP_SERVERS", broker.address()))
                .start();
        Trial trial = Trial.on(nodes, FaultsIT.CLIENTS, FaultsIT.PER_SECOND)) {
      List<Duration> waits = new ArrayList<>();
      for (int time = 1; time <= TIMES; time++) {
        long since = System.nanoTime();
        broker.kill();
        trial.fleet().mark();
        waits.addAll(trial.fleet().recovered(since));
        Trial.last(AWAY);
        trial.fleet().mark();
        since = System.nanoTime();
        broker.start();
        waits.addAll(trial.fleet().recovered(since));
        int times = time;
        Trial.await("that nodes hear each other again", () -> heardAgain(nodes, times));
      }
      trial.judge();
      trial.judgePositions();
      Recovery recovery = Recovery.of(waits);
      Figures.add(
          "broker (Kafka) killed, and back, " + TIMES + " times", trial, recovery, trial.words());
      assertThat(trial.fleet().broken()).as("streams stay open").isZero();
      assertThat(recovery.p99()).isLessThan(FaultsIT.SOON);
    }
  }

  private static boolean heardAgain(Nodes nodes, int times) {
    return nodes.all().stream()
        .allMatch(
            node ->
                node.log()
                        .lines()
                        .filter(line -> line.contains("can hear what other nodes tell again"))
                        .count()
                    >= times);
  }
}
