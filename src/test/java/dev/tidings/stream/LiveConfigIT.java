package dev.tidings.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.Client;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What an administrator edits in server.xml holds without a restart; and the log stays clean. */
class LiveConfigIT {
  private static final Duration SOON = Duration.ofSeconds(10);

  @Test
  void an_edited_heartbeat_reaches_open_streams_and_an_edited_retry_the_next() {
    try (LibertyServer server = LibertyServer.fresh("live-config").start()) {
      Client alice = Client.signedIn(server.uri(), "alice");
      try (Listener open = alice.listen("topic=feeds/news")) {
        assertThat(open.next().data()).isEqualTo("{\"heartbeat\":15000}");
        assertThat(open.retry()).isBetween(1_125L, 1_875L);

        server.editVariable("tidings.stream.heartbeat", "PT1S");
        server.editVariable("tidings.stream.retry", "PT40S");
        for (int i = 0; i < 3; i++) {
          assertThat(open.next(SOON).data()).isEqualTo("{\"heartbeat\":1000}");
        }
        await()
            .atMost(SOON)
            .untilAsserted(
                () -> {
                  try (Listener next = alice.listening("topic=feeds/news")) {
                    assertThat(next.retry()).isBetween(30_000L, 50_000L);
                  }
                });

        server.editVariable("tidings.stream.heartbeat", "nonsense");
        assertThat(open.next(SOON).type()).as("the last good value stays").isEqualTo("tick");
        await().atMost(SOON).until(() -> server.log().contains("tidings.stream.heartbeat cannot"));
        assertThat(open.next(SOON).data()).isEqualTo("{\"heartbeat\":1000}");
      }
      assertThat(server.failures()).isEmpty();
    }
  }

  @Test
  void a_day_in_the_life_leaves_no_warning_and_data_survives_a_restart() {
    try (LibertyServer server = LibertyServer.fresh("restart").neighbourly().start()) {
      Client news = Client.signedIn(server.uri(), "news");
      String id = news.say("feeds/news", "kept");
      try (Listener stream = news.listening("topic=feeds/news")) {
        news.say("feeds/news", "heard");
        stream.until("heard");
      }
      server.stop();
      assertThat(complaints(server)).isEmpty();
      server.start();
      assertThat(news.get(Client.events("feeds/news")).statusCode())
          .as("the session outlives a restart")
          .isEqualTo(200);
      assertThat(news.get(Client.events("feeds/news")).body()).contains(id, "kept", "heard");
      try (Listener stream = news.listening("topic=feeds/news", "Last-Event-ID", id)) {
        assertThat(stream.until("heard")).hasSize(1);
      }
      assertThat(complaints(server)).isEmpty();
      assertThat(server.failures()).isEmpty();
    }
  }

  private static String complaints(LibertyServer server) {
    return server
        .log()
        .lines()
        .filter(line -> line.matches(".*(WARNING|ERROR|SEVERE| [WE] [A-Z]+[0-9]{4}[WE]).*"))
        .reduce("", (all, line) -> all + line + "\n");
  }

  @Test
  void health_metrics_and_the_description_of_the_api_are_there() {
    Client nobody = Client.anonymous(LibertyServer.shared().uri());
    assertThat(nobody.get("health/ready").body())
        .contains("\"tail\"", "\"lag-events\"", "\"database\"", "\"ok\"", "\"door\"", "\"UP\"");
    assertThat(nobody.get("health/started").body())
        .contains("\"start\"", "\"log-read\":true", "\"schema\":\"current\"")
        .doesNotContain("DOWN");
    assertThat(nobody.get("health/live").body())
        .contains("\"progress\"", "goes on", "\"threads-missing\":0")
        .doesNotContain("DOWN");
    Client.signedIn(LibertyServer.shared().uri(), "news").say("feeds/metrics", "x");
    assertThat(nobody.get("metrics").body())
        .contains(
            "tidings_streams_open",
            "tidings_events_published_total",
            "tidings_deliveries_total",
            "tidings_delivered_bytes_total",
            "tidings_write_failures_total",
            "tidings_replay_reads_total",
            "tidings_tail_lag_events");
    assertThat(nobody.get("openapi").body())
        .contains("/api/stream:", "/api/events:", "/api/session:", "operationId: publish");
  }
}
