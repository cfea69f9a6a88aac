package dev.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Client;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import dev.tidings.SseParser.Message;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes, one PostgreSQL, an nginx in front: what {@link FaultsIT} does, in short. */
@Timeout(300)
class ClusterIT {
  private static final int CLIENTS = 30;
  private static final double PER_SECOND = 40;

  /** A machine that is busy with other tests takes its time. */
  private static final Duration SOON = Duration.ofSeconds(15);

  private static Nodes nodes;

  @BeforeAll
  static void start() {
    // Both at once, on an empty database.
    nodes = Nodes.of(2, "cluster").start();
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  @Test
  void nodes_that_start_at_once_migrate_once_and_begin_one_log() {
    assertThat(nodes.database().query("select id from tidings_log")).containsExactly("1");
    assertThat(nodes.database().query("select version from tidings_schema where not success"))
        .isEmpty();
    assertThat(
            nodes
                .database()
                .query("select version from tidings_schema group by 1 having count(*)>1"))
        .isEmpty();
  }

  @Test
  void nothing_is_lost_when_a_node_is_killed_and_when_the_database_crashes() {
    try (Trial trial = Trial.on(nodes, CLIENTS, PER_SECOND)) {
      LibertyServer victim = nodes.node(1);
      victim.kill();
      long since = System.nanoTime();
      trial.fleet().mark();
      assertThat(trial.fleet().recovered(since))
          .as(trial.words())
          .allSatisfy(wait -> assertThat(wait).isLessThan(SOON));
      int broken = trial.fleet().broken();

      nodes.database().crash();
      nodes.database().start();
      trial.fleet().mark();
      since = System.nanoTime();
      assertThat(trial.fleet().recovered(since))
          .as(trial.words())
          .allSatisfy(wait -> assertThat(wait).isLessThan(SOON));
      assertThat(trial.fleet().broken())
          .as("streams stay open without a database")
          .isEqualTo(broken);
      victim.start();
      trial.judge();
      trial.judgePositions();
    }
    // Liberty's (OpenLiberty issue 14829), rarely, where the processors do not suffice; what was
    // answered is judged above.
    assertThat(nodes.complaints())
        .filteredOn(line -> !line.contains("SRVE8504W"))
        .as("each part of the hub tells once that it cannot do its work, and nobody else does")
        .allMatch(line -> line.contains("\"module\":\"dev.tidings."))
        .extracting(line -> line.replaceAll(".*\"message\":\"(.{25}).*", "$1"))
        .doesNotHaveDuplicates();
  }

  @Test
  void a_topic_cleared_at_one_is_cleared_at_the_other_and_who_was_away_is_reset() {
    Client news = Client.signedIn(nodes.node(0).uri(), "news");
    Client alice = Client.signedIn(nodes.node(1).uri(), "alice");
    String old = news.say("feeds/cleared", "old");
    try (Listener open = alice.listening("topic=feeds/cleared")) {
      assertThat(news.delete(Client.events("feeds/cleared")).statusCode()).isEqualTo(204);
      assertThat(open.take(1)).extracting(Message::type).containsExactly("clear");
    }
    String fresh = news.say("feeds/cleared", "fresh");
    try (Listener away = alice.listening("topic=feeds/cleared", "Last-Event-ID", old)) {
      assertThat(away.next("reset").data()).contains("feeds/cleared");
      assertThat(away.take(1)).extracting(Message::id).containsExactly(fresh);
    }
  }
}
