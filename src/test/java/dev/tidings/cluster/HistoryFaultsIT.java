package dev.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Client;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import dev.tidings.SseParser.Message;
import dev.tidings.cluster.Fleet.Recovery;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients stand on is taken away: history expires, or an older one takes its place. */
@Tag("faults")
@Timeout(1200)
class HistoryFaultsIT {
  /** The statement of src/docs/operations.md. */
  private static final String ANOTHER_EPOCH =
      "update tidings_log set epoch = substr(md5(random()::text), 1, 8)";

  @Test
  void history_expires_while_a_client_is_away_and_the_log_is_restored_from_a_backup() {
    try (Nodes nodes = Nodes.of(2, "faults-history").start()) {
      retentionPassesAnOfflineClient(nodes);
      backupIsRestored(nodes);
    }
  }

  private static void retentionPassesAnOfflineClient(Nodes nodes) {
    nodes
        .all()
        .forEach(
            node ->
                node.editVariable("tidings.retention.interval", "PT1S")
                    .editVariable("tidings.retention.rules", "feeds/few P30D 5, ** P30D 100000"));
    Client news = Client.signedIn(nodes.node(0).uri(), "news");
    List<String> ids =
        IntStream.range(0, 20).mapToObj(i -> news.say("feeds/few", "m" + i)).toList();
    Trial.await(
        "that the oldest are gone",
        () ->
            nodes
                    .database()
                    .query("select position from tidings_event where topic = 'feeds/few'")
                    .size()
                <= 6);
    for (LibertyServer node : nodes.all()) {
      Client alice = Client.signedIn(node.uri(), "alice");
      try (Listener away = alice.listening("topic=feeds/few", "Last-Event-ID", ids.get(2))) {
        assertThat(away.next("reset").data()).contains("feeds/few");
        assertThat(away.take(5))
            .extracting(Message::id)
            .containsExactlyElementsOf(ids.subList(15, 20));
      }
    }
    Figures.add(
        "retention passes an offline client",
        "| retention passes an offline client | 20 / 0 | 10 | 0 / 0 / 0 | | | | `reset` on both"
            + " nodes, then what is left |");
  }

  private static void backupIsRestored(Nodes nodes) {
    try (Trial trial = Trial.on(nodes, FaultsIT.CLIENTS, FaultsIT.PER_SECOND)) {
      nodes.database().stop();
      nodes.database().backUp("backup");
      nodes.database().start();
      trial.awaitSome();
      trial.awaitSome();
      trial.fleet().awaitPosition(trial.head());

      // As documented: the nodes are stopped, the backup takes its place, another life begins.
      nodes.all().forEach(LibertyServer::stop);
      nodes.database().stop();
      nodes.database().restore("backup");
      nodes.database().start();
      assertThat(nodes.database().update(ANOTHER_EPOCH)).isEqualTo(1);
      nodes.all().forEach(LibertyServer::start);
      long since = System.nanoTime();
      trial.fleet().mark();
      Recovery recovery = Recovery.of(trial.fleet().recovered(since));
      trial.judge();
      Figures.add(
          "backup restored as documented",
          trial,
          recovery,
          "from when both nodes were ready; lost is what the backup had not; "
              + trial.fleet().told("reset")
              + " × reset; "
              + trial.words());
      assertThat(trial.fleet().followers()).allMatch(follower -> follower.resets() >= 1);
    }
  }
}
