package dev.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Client;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import dev.tidings.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes, one database. */
@Timeout(120)
class TwoNodesIT {
  private static PostgresServer database;
  private static LibertyServer one;
  private static LibertyServer two;

  @BeforeAll
  static void start() {
    database = PostgresServer.fresh("two-nodes");
    one = LibertyServer.fresh("two-nodes-one").on(database).start();
    two = LibertyServer.fresh("two-nodes-two").on(database).start();
  }

  @AfterAll
  static void stop() {
    one.close();
    two.close();
    database.close();
  }

  @Test
  void what_is_published_on_one_is_heard_on_the_other() {
    Client news = Client.signedIn(one.uri(), "news");
    Client alice = Client.signedIn(two.uri(), "alice");
    try (Listener listener = alice.listening("topic=feeds/news")) {
      news.say("feeds/news", "from one to two");
      assertThat(listener.until("from one to two")).hasSize(1);
    }
    assertThat(one.complaints()).isEmpty();
    assertThat(two.complaints()).isEmpty();
  }
}
