package dev.tidings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The other way to do TLS: the production profile behind nginx on the same machine. */
@NginxTest
class NginxProductionIT {
  private static LibertyServer server;
  private static Nginx nginx;
  private static List<String> complaintsOfTheStart;

  @BeforeAll
  static void start() {
    server = LibertyServer.fresh("behind-proxy");
    server
        .environment("TIDINGS_PROFILE", "production-behind-proxy")
        .environment("TIDINGS_ACCOUNTS", server.directory().resolve("accounts.xml").toString())
        .start();
    complaintsOfTheStart = server.complaints();
    nginx = Nginx.inFrontOf(server.uri(), "production");
  }

  @AfterAll
  static void stop() {
    if (nginx != null) {
      nginx.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void the_start_leaves_no_question_in_the_log() {
    assertThat(complaintsOfTheStart).isEmpty();
  }

  @Test
  void who_signs_in_through_the_proxy_publishes_and_listens() {
    String topic = "feeds/" + UUID.randomUUID();
    try (Listener stream = nginx.signedIn("alice").listening("topic=" + topic)) {
      nginx.signedIn("news").say(topic, "hello");
      assertThat(stream.until("hello")).hasSize(1);
    }
  }

  @Test
  void who_comes_past_it_gets_no_cookie() {
    HttpResponse<String> answer = Client.anonymous(server.uri()).submit("alice");
    assertThat(answer.headers().allValues("set-cookie"))
        .noneMatch(cookie -> cookie.startsWith("LtpaToken2="));
  }

  /** Without TLS Liberty takes no sign-in to them. */
  @Test
  void figures_are_for_nobody_until_the_operator_has_them_open_to_who_reaches_the_port() {
    Client reader = Client.anonymous(server.uri());
    assertThat(reader.get("metrics").statusCode()).isEqualTo(403);
    server.editVariable("tidings.metrics.authentication", "false");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> reader.get("metrics?scope=application").statusCode() == 200);
    assertThat(reader.get("metrics?scope=application").body()).contains("tidings_streams_open");
    assertThat(nginx.anonymous().get("metrics").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "login.html", "api/session", "api/nonexistent", "health", "metrics"})
  void tls_only_is_said_once(String path) {
    assertThat(nginx.anonymous().get(path).headers().allValues("strict-transport-security"))
        .containsExactly("max-age=31536000");
  }
}
