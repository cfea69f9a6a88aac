package dev.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Client;
import dev.tidings.LibertyServer;
import dev.tidings.PostgresServer;
import dev.tidings.cluster.Fleet.Recovery;
import dev.tidings.cluster.Ledger.Item;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two nodes on one PostgreSQL behind nginx, under load, while one thing after the other is broken:
 * nothing is lost, doubled or out of order, whatever it is.
 */
@Tag("faults")
@Timeout(1800)
class FaultsIT {
  static final int CLIENTS = Integer.getInteger("tidings.faults.clients", 200);
  static final double PER_SECOND = 20;
  static final Duration SOON = Duration.ofSeconds(3);

  private static final int KILLS = Integer.getInteger("tidings.faults.kills", 20);
  private static final Duration LIVED = Duration.ofSeconds(25);
  private static final Duration POLL = Duration.ofMillis(100);

  private static Nodes nodes;

  @BeforeAll
  static void start() {
    // Compiled as in production: how soon clients are back is measured.
    nodes = Nodes.of(2, "faults", PostgresServer.fresh("faults"), LibertyServer::optimised).start();
  }

  @AfterAll
  static void stop() {
    if (nodes != null) {
      nodes.close();
    }
  }

  private static Trial trial() {
    return Trial.on(nodes, CLIENTS, PER_SECOND);
  }

  @Test
  void a_node_is_killed_under_load_again_and_again() {
    // So that, in seconds, streams spread over the nodes again and a node that was just started has
    // compiled what opens them, as in a quarter of an hour otherwise.
    lifetime("PT20S");
    try (Trial trial = trial()) {
      List<Duration> waits = new ArrayList<>();
      for (int kill = 0; kill < KILLS; kill++) {
        Trial.last(LIVED);
        Trial.await("that both have streams", FaultsIT::spread);
        LibertyServer victim = nodes.node(kill % 2);
        long since = System.nanoTime();
        victim.kill();
        trial.fleet().mark();
        waits.addAll(trial.fleet().recovered(since));
        victim.start();
        trial.awaitSome();
      }
      trial.judge();
      trial.judgePositions();
      Recovery recovery = Recovery.of(waits);
      Figures.add("`kill -9` of a node, " + KILLS + " times", trial, recovery, trial.words());
      assertThat(recovery.p99()).isLessThan(SOON);
    } finally {
      lifetime("PT15M");
    }
  }

  private static void lifetime(String each) {
    nodes.all().forEach(node -> node.editVariable("tidings.stream.lifetime", each));
  }

  /** Both nodes are there, with a third of the streams at least. */
  private static boolean spread() {
    return nodes
        .database()
        .query("select count(*) from tidings_node where streams >= " + CLIENTS / 3)
        .equals(List.of("2"));
  }

  @Test
  void a_node_is_gone_between_commit_and_hint() throws SQLException {
    try (Trial trial = trial()) {
      trial.load().close();
      List<Duration> waits = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        trial.fleet().mark();
        commitAndBeGone(trial.ledger(), new Item(1_000, i));
        waits.addAll(trial.fleet().recovered(System.nanoTime()));
      }
      trial.judgeStored();
      Recovery recovery = Recovery.of(waits);
      Figures.add("kill between commit and hint", trial, recovery, "without load; from the commit");
      assertThat(recovery.p99()).isLessThan(POLL.plusMillis(200));
    }
  }

  /** What {@code LogWriter} does, in a transaction of its own, and not a word to anybody. */
  private static void commitAndBeGone(Ledger ledger, Item item) throws SQLException {
    try (Connection connection = nodes.database().connect();
        Statement statement = connection.createStatement();
        PreparedStatement row =
            connection.prepareStatement(
                "insert into tidings_event (position, topic, type, data, committed_at)"
                    + " values (?, ?, ?, ?, now())")) {
      connection.setAutoCommit(false);
      statement.executeUpdate("update tidings_log set position = position + 1");
      try (ResultSet head = statement.executeQuery("select epoch, position from tidings_log")) {
        head.next();
        row.setLong(1, head.getLong(2));
        row.setString(2, Load.TOPICS.get(0));
        row.setString(3, Load.TYPE);
        row.setString(4, ledger.data(item));
        row.executeUpdate();
        ledger.answered(item, head.getString(1) + "-" + head.getLong(2));
      }
      connection.commit();
    }
  }

  @Test
  void the_database_crashes_and_starts_again() {
    try (Trial trial = trial()) {
      List<Duration> waits = new ArrayList<>();
      for (int crash = 0; crash < 5; crash++) {
        long since = System.nanoTime();
        nodes.database().crash();
        nodes.database().start();
        trial.fleet().mark();
        waits.addAll(trial.fleet().recovered(since));
        trial.awaitSome();
      }
      trial.judge();
      trial.judgePositions();
      Recovery recovery = Recovery.of(waits);
      Figures.add("database restart (immediate), 5 times", trial, recovery, trial.words());
      assertThat(trial.fleet().broken()).as("streams stay open").isZero();
      assertThat(recovery.p99()).isLessThan(SOON);
    }
  }

  @Test
  void the_database_freezes_for_30_seconds() {
    try (Trial trial = trial()) {
      int ticks = trial.fleet().told("tick");
      nodes.database().freeze();
      Trial.last(Duration.ofSeconds(30));
      int heartbeats = trial.fleet().told("tick") - ticks;
      for (LibertyServer node : nodes.all()) {
        assertThat(ready(node)).as("ready without a database").isEqualTo(503);
      }
      long since = System.nanoTime();
      nodes.database().thaw();
      trial.fleet().mark();
      List<Duration> waits = trial.fleet().recovered(since);
      trial.judge();
      trial.judgePositions();
      Figures.add(
          "database frozen 30 s",
          trial,
          Recovery.of(waits),
          "from its end; " + heartbeats + " heartbeats meanwhile; " + trial.words());
      assertThat(heartbeats).as("heartbeats go on").isGreaterThanOrEqualTo(CLIENTS);
      assertThat(trial.fleet().broken()).as("streams stay open").isZero();
      for (LibertyServer node : nodes.all()) {
        Trial.await("that it is ready again", () -> ready(node) == 200);
      }
    }
  }

  static int ready(LibertyServer node) {
    HttpResponse<String> answer = Client.anonymous(node.uri()).get("health/ready");
    return answer.statusCode();
  }

  @Test
  void the_connections_that_listen_are_cut() {
    try (Trial trial = trial()) {
      trial.fleet().forgetLateness();
      int cut = 0;
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (System.nanoTime() < end) {
        cut +=
            nodes
                .database()
                .query(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where application_name = 'tidings-signal'")
                .size();
        Trial.last(Duration.ofMillis(500));
      }
      Duration p99 = trial.fleet().lateness(99);
      String late =
          "published to received p50 %s, p99 %s; %d connections cut"
              .formatted(Figures.seconds(trial.fleet().lateness(50)), Figures.seconds(p99), cut);
      trial.judge();
      trial.judgePositions();
      Figures.add("listener connection cut, twice a second for 20 s", trial, null, late);
      assertThat(cut).isPositive();
      assertThat(p99).isLessThan(Duration.ofMillis(500));
    }
  }

  @Test
  void a_node_is_paused_for_20_seconds() {
    try (Trial trial = trial()) {
      LibertyServer paused = nodes.node(1);
      paused.pause();
      trial.fleet().mark();
      Trial.last(Duration.ofSeconds(20));
      long others = trial.fleet().informed();
      long since = System.nanoTime();
      paused.resume();
      trial.fleet().mark();
      List<Duration> waits = trial.fleet().recovered(since);
      trial.judge();
      trial.judgePositions();
      Recovery recovery = Recovery.of(waits);
      Figures.add(
          "a node paused 20 s",
          trial,
          recovery,
          "from its end; " + others + " clients had news meanwhile; " + trial.words());
      assertThat(others).as("clients of the other node").isGreaterThan(CLIENTS / 5);
      assertThat(recovery.p99()).isLessThan(SOON);
    }
  }

  @Test
  void a_node_freezes_while_it_holds_the_counter() {
    try (Trial trial = trial();
        Hammer hammer = Hammer.on(nodes.node(1))) {
      LibertyServer holder = nodes.node(1);
      boolean held = false;
      for (int tries = 0; !held && tries < 300; tries++) {
        Trial.last(Duration.ofMillis(50));
        holder.pause();
        // What was on its way arrives.
        Trial.last(Duration.ofMillis(100));
        held = counterHeld();
        if (!held) {
          holder.resume();
        }
      }
      assertThat(held).as("it was caught while it held the counter").isTrue();
      long since = System.nanoTime();
      hammer.close();
      Client news = Client.signedIn(nodes.node(0).uri(), "news");
      Trial.await(
          "that others publish again",
          () -> news.post("feeds/others", Client.message("freed")).statusCode() == 201);
      Duration freed = Duration.ofNanos(System.nanoTime() - since);
      Trial.last(Duration.ofSeconds(10));
      long resumed = System.nanoTime();
      holder.resume();
      trial.fleet().mark();
      List<Duration> waits = trial.fleet().recovered(resumed);
      trial.judge();
      trial.judgePositions();
      Figures.add(
          "a node frozen while it holds the counter row",
          trial,
          Recovery.of(waits),
          "from its end; the other node published again after " + Figures.seconds(freed));
      assertThat(freed).isLessThan(Duration.ofSeconds(8));
    }
  }

  /** Somebody else has its row, and waits for a word from its node. */
  private static boolean counterHeld() {
    boolean idle =
        nodes
            .database()
            .query(
                "select pid from pg_stat_activity where application_name = 'tidings'"
                    + " and state = 'idle in transaction' and backend_xid is not null")
            .isEmpty();
    return !idle
        && nodes.database().query("select id from tidings_log for update skip locked").isEmpty();
  }

  private static void failure(String answer, int times) {
    assertThat(answer).startsWith("status 500");
  }

  @Test
  void all_nodes_are_restarted_one_after_the_other() {
    try (Trial trial = trial()) {
      for (LibertyServer node : nodes.all()) {
        node.stop();
        assertThat(node.complaints()).as("what it says when it stops").isEmpty();
        node.start();
        trial.fleet().awaitListening();
        trial.awaitSome();
      }
      trial.judge();
      trial.judgePositions();
      Recovery recovery = Recovery.of(trial.fleet().absences());
      assertThat(trial.load().failures()).as("nothing goes wrong").noneSatisfy(FaultsIT::failure);
      Figures.add(
          "rolling restart of both nodes",
          trial,
          recovery,
          "of who had to move, from the end of one stream to news on the next; " + trial.words());
      assertThat(recovery.p99()).isLessThan(SOON);
    }
  }
}
