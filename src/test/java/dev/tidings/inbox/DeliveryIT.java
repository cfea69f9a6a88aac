package dev.tidings.inbox;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.Client;
import dev.tidings.LibertyServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A server that is killed while it delivers: everybody gets everything, and gets it once. */
class DeliveryIT {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int USERS = 1_000;
  private static final int KILLS = Integer.getInteger("tidings.test.kills", 1);

  @Test
  void killed_while_it_delivers_nothing_is_lost_and_nothing_comes_twice() throws SQLException {
    Random random = new Random(7);
    try (LibertyServer server = LibertyServer.fresh("delivery")) {
      server
          .editVariable("tidings.inbox.chunk", "20")
          // An operator sees how far it is.
          .editVariable(
              "tidings.topics.rules", "users/{user}/inbox read=owner|operator write=nobody")
          .start();
      Client news = Client.signedIn(server.uri(), "news");
      String names =
          IntStream.range(0, USERS)
              .mapToObj(i -> "\"u%04d\"".formatted(i))
              .collect(joining(",", "[", "]"));
      Reader.notify(
          news, "{\"to\":{\"users\":" + names + "},\"category\":\"a\",\"title\":\"to each\"}");
      for (int kill = 0; kill < KILLS; kill++) {
        Reader.notify(
            news, "{\"to\":{\"everyone\":true},\"category\":\"a\",\"title\":\"all " + kill + "\"}");
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(400)).toNanos());
        server.kill();
        server.start();
        news = Client.signedIn(server.uri(), "news");
      }
      Client oscar = Client.signedIn(server.uri(), "oscar");
      await()
          .atMost(LONG)
          .until(() -> told(oscar, "u0999") == 1 + KILLS && told(oscar, "u0000") == 1 + KILLS);
      server.stop();
      assertThat(server.failures()).isEmpty();
      verify(server);
    }
  }

  private static int told(Client oscar, String user) {
    String history = oscar.get(Client.events("users/" + user + "/inbox")).body();
    return history.split("\"type\":\"notification\"", -1).length - 1;
  }

  private static void verify(LibertyServer server) throws SQLException {
    String url = "jdbc:h2:file:" + server.directory().resolve("data/tidings");
    try (Connection database = DriverManager.getConnection(url, "tidings", "tidings")) {
      String mine = " where user_name like 'u0%'";
      assertThat(number(database, "select count(*) from tidings_inbox" + mine)).isEqualTo(USERS);
      assertThat(number(database, "select count(*) from tidings_inbox_item" + mine))
          .isEqualTo(USERS * (1 + KILLS));
      assertThat(
              number(
                  database,
                  "select count(*) from tidings_inbox"
                      + mine
                      + " and (unread <> %1$d or unseen <> %1$d or version <> %1$d)"
                          .formatted(1 + KILLS)))
          .isZero();
      assertThat(
              number(
                  database,
                  "select count(*) from (select topic, count(*) from tidings_event"
                      + " where topic like 'users/u0%/inbox' group by topic having count(*) = "
                      + (1 + KILLS)
                      + ")"))
          .isEqualTo(USERS);
    }
  }

  private static int number(Connection database, String sql) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getInt(1);
    }
  }
}
