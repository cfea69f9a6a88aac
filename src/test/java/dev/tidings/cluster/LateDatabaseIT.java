package dev.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.Client;
import dev.tidings.LibertyServer;
import dev.tidings.PostgresServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that is started before its database. */
@Timeout(300)
@Tag("long")
class LateDatabaseIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String WAITS = "The database cannot be reached, and the application starts";

  @Test
  void a_server_waits_for_its_database_and_can_be_stopped_meanwhile() {
    try (PostgresServer database = PostgresServer.fresh("late");
        LibertyServer server = LibertyServer.fresh("late").on(database);
        LibertyServer given = LibertyServer.fresh("late-stopped").on(database)) {
      database.stop();
      CompletableFuture<LibertyServer> started;
      try {
        started = CompletableFuture.supplyAsync(server::start);
        CompletableFuture<LibertyServer> stopped = CompletableFuture.supplyAsync(given::start);
        await().atMost(PATIENCE).until(() -> given.log().contains(WAITS));
        given.stop();
        assertThat(stopped).failsWithin(PATIENCE);
        await().atMost(PATIENCE).until(() -> server.log().contains(WAITS));
      } finally {
        database.start();
      }
      started.join();
      assertThat(server.complaints()).singleElement().asString().contains(WAITS);
      Client.signedIn(server.uri(), "news").say("feeds/late", "here");
    }
  }
}
