package dev.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.Client;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import dev.tidings.PostgresServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
    one = LibertyServer.fresh("across-nodes-one").on(database);
    two = LibertyServer.fresh("across-nodes-two").on(database);
    // The schema is the first one's to make.
    one.start();
    two.start();
  }

  @AfterAll
  static void stop() {
    one.close();
    two.close();
    database.close();
  }

  /** The same browser, where the other node answers. */
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

  private static int ready(LibertyServer node) {
    return Client.anonymous(node.uri()).get("health/ready").statusCode();
  }
}
