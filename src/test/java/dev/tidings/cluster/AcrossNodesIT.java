package dev.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.Client;
import dev.tidings.Crowd;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import dev.tidings.PostgresServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a user does on one node holds on the other. Two nodes, one database, the same keys. */
@Timeout(240)
class AcrossNodesIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  private static PostgresServer database;
  private static LibertyServer one;
  private static LibertyServer two;

  @BeforeAll
  static void start() {
    database = PostgresServer.fresh("across-nodes");
    one = node("one");
    two = node("two");
    CompletableFuture<LibertyServer> other = CompletableFuture.supplyAsync(two::start);
    one.start();
    other.join();
  }

  private static LibertyServer node(String name) {
    return LibertyServer.fresh("across-nodes-" + name)
        .on(database)
        .environment("TIDINGS_CLUSTER_NODE", name)
        .environment("TIDINGS_CLUSTER_LEASE", "PT5S")
        .environment("TIDINGS_STREAM_MAX_PER_USER", "3")
        .editVariable("tidings.stream.heartbeat", "PT1S");
  }

  @AfterAll
  static void stop() {
    one.close();
    two.close();
    database.close();
  }

  /** The same browser, where the other node answers; it keeps its cookies whatever happens here. */
  private static Client at(LibertyServer node, Client signedIn) {
    return Client.withCookie(node.uri(), signedIn.cookie());
  }

  private static int session(Client client) {
    return client.get("api/session").statusCode();
  }

  @Test
  void who_signs_out_on_one_node_is_signed_out_on_the_other() {
    Client onOne = Client.signedIn(one.uri(), "alice");
    Client onTwo = at(two, onOne);
    Client beside = Client.signedIn(one.uri(), "alice");
    Client other = Client.signedIn(two.uri(), "alice");
    assertThat(beside.cookie()).isNotEqualTo(onOne.cookie());
    assertThat(session(onTwo)).isEqualTo(200);
    try (Listener same = onTwo.listening("topic=feeds/news");
        Listener others = other.listening("topic=feeds/news")) {
      long start = System.nanoTime();
      assertThat(onOne.delete("api/session").statusCode()).isEqualTo(204);
      assertThat(same.next("session").data()).isEqualTo("{\"reason\":\"signed-out\"}");
      // Two are promised; what runs beside this may take its time.
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      System.out.println("A sign-out ended a stream of another node after " + took);
      assertThat(took).isLessThan(Duration.ofSeconds(10));
      // All streams of the user end, as they do on one node.
      assertThat(others.next("session").data()).isEqualTo("{\"reason\":\"signed-out\"}");
    }
    assertThat(session(onTwo)).isEqualTo(401);
    // The others of the user are good, and so is a new one, at once.
    assertThat(session(other)).isEqualTo(200);
    assertThat(session(beside)).isEqualTo(200);
    assertThat(session(at(two, beside))).isEqualTo(200);
    try (Listener again = other.listening("topic=feeds/news");
        Listener fresh = Client.signedIn(two.uri(), "alice").listening("topic=feeds/news")) {
      Client.signedIn(one.uri(), "news").say("feeds/news", "still here");
      assertThat(again.until("still here")).hasSize(1);
      assertThat(fresh.until("still here")).hasSize(1);
    }
  }

  @Test
  void a_sign_out_while_the_database_is_away_holds_here_and_is_told_later() {
    Client onOne = Client.signedIn(one.uri(), "bob");
    Client onTwo = at(two, onOne);
    assertThat(session(onTwo)).isEqualTo(200);
    try (Listener here = onOne.listening("topic=feeds/news");
        Listener there = onTwo.listening("topic=feeds/news")) {
      database.stop();
      String cookie = onOne.cookie();
      assertThat(onOne.delete("api/session").statusCode()).isEqualTo(204);
      assertThat(here.next("session").data()).isEqualTo("{\"reason\":\"signed-out\"}");
      assertThat(session(Client.withCookie(one.uri(), cookie))).isEqualTo(401);
      assertThat(session(onTwo)).isEqualTo(200);
      database.start();
      assertThat(there.next("session", Duration.ofMinutes(1)).data())
          .isEqualTo("{\"reason\":\"signed-out\"}");
    }
    assertThat(session(onTwo)).isEqualTo(401);
    for (LibertyServer node : List.of(one, two)) {
      await().atMost(SOON).untilAsserted(() -> assertThat(ready(node)).isEqualTo(200));
    }
  }

  private static void awaitNodes(String names) {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> names, name -> roster().equals(List.of(name.split(" ", -1))));
  }

  private static List<String> roster() {
    return database.query("select name from tidings_node order by name");
  }

  /** Ends the streams, and returns when all nodes know. */
  private static void close(List<Listener> listeners, String user) {
    listeners.forEach(Listener::close);
    await().atMost(SOON).untilAsserted(() -> assertThat(counted(user)).isEqualTo("0"));
  }

  private static String counted(String user) {
    return database
        .query(
            "select coalesce(sum(streams), 0) from tidings_node_user where user_name = '"
                + user
                + "'")
        .get(0);
  }

  /** That a stream goes on, for longer than it takes to decide about it. */
  private static void assertGoesOn(Listener listener) {
    for (int i = 0; i < 4; i++) {
      listener.next("tick");
    }
  }

  @Tag("long")
  @Test
  void a_user_has_so_many_streams_on_all_nodes_together() {
    awaitNodes("one two");
    Client onOne = Client.signedIn(one.uri(), "oscar");
    Client onTwo = at(two, onOne);
    List<Listener> three =
        Stream.generate(() -> onOne.listening("topic=feeds/news")).limit(3).toList();
    await().atMost(SOON).untilAsserted(() -> assertThat(counted("oscar")).isEqualTo("3"));
    try (Listener fourth = onTwo.listening("topic=feeds/news")) {
      assertThat(fourth.next("limit").data()).startsWith("{\"per\":\"user\",\"retry\":");
      assertThat(fourth.next(SOON)).isNull();
    }
    three.forEach(AcrossNodesIT::assertGoesOn);

    Client gone = Client.signedIn(two.uri(), "bob");
    String cookie = gone.cookie();
    assertThat(gone.delete("api/session").statusCode()).isEqualTo(204);

    // A node that is killed takes its streams with it.
    one.kill();
    long start = System.nanoTime();
    awaitNodes("two");
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    System.out.println("A node that was killed was taken for gone after " + took);
    List<Listener> instead =
        Stream.generate(() -> onTwo.listening("topic=feeds/news")).limit(3).toList();
    // Where there is one node only, it counts in memory.
    instead.forEach(AcrossNodesIT::assertGoesOn);
    assertThat(database.query("select * from tidings_node_user")).isEmpty();
    one.start();
    // What it was told before it was killed, or while it was not there, it knows.
    assertThat(session(Client.withCookie(one.uri(), cookie))).isEqualTo(401);
    awaitNodes("one two");
    await().atMost(SOON).untilAsserted(() -> assertThat(counted("oscar")).isEqualTo("3"));
    close(three, "nobody");
    close(instead, "oscar");
  }

  @Test
  void of_two_that_are_one_too_many_at_the_same_time_exactly_one_is_refused() {
    awaitNodes("one two");
    Client onOne = Client.signedIn(one.uri(), "admin");
    Client onTwo = at(two, onOne);
    List<Listener> before =
        Stream.of(onOne, onTwo).map(client -> client.listening("topic=feeds/news")).toList();
    await().atMost(SOON).untilAsserted(() -> assertThat(counted("admin")).isEqualTo("2"));
    List<Listener> both =
        Stream.of(onOne, onTwo)
            .parallel()
            .map(client -> client.listening("topic=feeds/news"))
            .toList();
    await().atMost(SOON).until(() -> both.stream().filter(Listener::isOver).count() == 1);
    both.stream().filter(each -> !each.isOver()).forEach(AcrossNodesIT::assertGoesOn);
    before.forEach(AcrossNodesIT::assertGoesOn);
    assertThat(both.stream().filter(Listener::isOver)).hasSize(1);
    Listener refused = both.stream().filter(Listener::isOver).findAny().orElseThrow();
    assertThat(refused.next("limit").data()).startsWith("{\"per\":\"user\"");
    close(before, "nobody");
    close(both, "admin");
  }

  @Test
  void whoever_is_gone_counts_no_more_when_the_user_comes_back_on_another_node() {
    awaitNodes("one two");
    Client onOne = Client.signedIn(one.uri(), "news");
    try (Crowd crowd = Crowd.of(3, one.uri(), onOne, "topic=feeds/news")) {
      await().atMost(SOON).untilAsserted(() -> assertThat(counted("news")).isEqualTo("3"));
      // Nobody would notice before the next heartbeats.
      crowd.reset();
      try (Listener again = at(two, onOne).listening("topic=feeds/news")) {
        assertGoesOn(again);
      }
    }
  }

  private static int ready(LibertyServer node) {
    return Client.anonymous(node.uri()).get("health/ready").statusCode();
  }
}
