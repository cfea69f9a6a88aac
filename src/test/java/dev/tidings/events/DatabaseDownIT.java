package dev.tidings.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.Client;
import dev.tidings.Deployments;
import dev.tidings.Listener;
import dev.tidings.SseParser;
import dev.tidings.SseParser.Message;
import jakarta.annotation.Resource;
import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The database stops answering: H2's exclusive mode lets every other statement wait until it ends,
 * and no statement time-out helps.
 */
@ArquillianTest
@Tag("inside")
class DatabaseDownIT {
  private static final Duration SOON = Duration.ofSeconds(10);

  @Resource(lookup = "jdbc/tidings")
  DataSource database;

  @ArquillianResource URI root;

  @Deployment
  static WebArchive war() {
    return Deployments.war(DatabaseDownIT.class, Client.class, Listener.class, SseParser.class);
  }

  @Test
  void publishes_are_503_streams_keep_their_heartbeats_and_all_heals() throws Exception {
    Client news = Client.signedIn(root, "news");
    Client alice = Client.signedIn(root, "alice");
    String before = news.say("feeds/down", "before");
    try (Listener open = alice.listening("topic=feeds/down")) {
      try (Connection jealous = database.getConnection();
          Statement statement = jealous.createStatement()) {
        statement.execute("SET EXCLUSIVE 1");
        try {
          Instant asked = Instant.now();
          HttpResponse<String> refused = news.post("feeds/down", Client.message("during"));
          assertThat(refused.statusCode()).isEqualTo(503);
          assertThat(refused.body()).contains("\"status\":503", "PT3S");
          assertThat(refused.headers().firstValue("Retry-After")).isPresent();
          assertThat(Duration.between(asked, Instant.now())).isLessThan(SOON);

          await()
              .atMost(SOON)
              .until(() -> alice.get(root.resolve("/health/ready").toString()).statusCode() == 503);
          String ready = alice.get(root.resolve("/health/ready").toString()).body();
          assertThat(ready).containsPattern("\"name\":\"database\",\"status\":\"DOWN\"");
          assertThat(alice.get(root.resolve("/health/live").toString()).statusCode())
              .as("a restart would not mend that")
              .isEqualTo(200);
          assertThat(alice.get(root.resolve("/health/started").toString()).statusCode())
              .isEqualTo(200);
          try (Listener late = alice.listen("topic=feeds/down", "Last-Event-ID", before)) {
            Message unavailable = late.next(SOON);
            assertThat(unavailable.type()).isEqualTo("unavailable");
            assertThat(late.retry()).isGreaterThan(5_000);
            assertThat(late.ended(SOON)).isTrue();
          }
          assertThat(open.next(Duration.ofSeconds(20)).type()).isEqualTo("tick");
        } finally {
          statement.execute("SET EXCLUSIVE FALSE");
        }
      }
      await()
          .atMost(SOON)
          .until(() -> alice.get(root.resolve("/health/ready").toString()).statusCode() == 200);
      news.sayAnyway("feeds/down", "after");
      assertThat(alice.get(root.resolve("/metrics?scope=application").toString()).body())
          .containsPattern(
              "tidings_publish_requests_refused_total\\{[^}]*reason=\"unconfirmed\"[^}]*} [1-9]");
      assertThat(open.until("after"))
          .extracting(message -> message.data().replaceAll(".*\"text\":\"(.*)\"}}$", "$1"))
          .isIn(List.of("after"), List.of("during", "after"));
      try (Listener back = alice.listening("topic=feeds/down", "Last-Event-ID", before)) {
        back.until("after");
      }
    }
  }
}
