package dev.tidings.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.Client;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server does about pages of other sites. Whom it lets in is the matter of SenderTest. */
class CrossSiteIT {
  private static final String PORTAL = "https://portal.example.com";
  private static final String EVIL = "https://evil.example";
  private static final String SITE = "Sec-Fetch-Site";

  private static LibertyServer server;
  private static Client news;

  private final String topic = "feeds/" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    server =
        LibertyServer.fresh("cross-site")
            .editVariable("tidings.stream.heartbeat", "PT1S")
            .editVariable("tidings.security.origins", PORTAL + ", https://*.example.org")
            .start();
    news = Client.signedIn(server.uri(), "news");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private HttpRequest.Builder publish() {
    return news.silent(Client.events(topic))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(Client.message("changed")));
  }

  private static HttpRequest.Builder preflight(Client client, String origin) {
    return client
        .silent("api/events?topic=feeds/news")
        .header("Origin", origin)
        .header(SITE, "cross-site")
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "content-type")
        .method("OPTIONS", BodyPublishers.noBody());
  }

  private static String body(HttpResponse<InputStream> answer) throws IOException {
    try (InputStream body = answer.body()) {
      return new String(body.readAllBytes(), UTF_8);
    }
  }

  private static void assertRefused(HttpResponse<String> answer, String says) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).contains(says);
  }

  private static void assertNotShared(HttpResponse<?> answer) {
    assertThat(answer.headers().allValues("Vary")).containsExactly("Origin");
    assertThat(answer.headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
  }

  private static void assertShared(HttpResponse<?> answer) {
    assertThat(answer.headers().allValues("Vary")).containsExactly("Origin");
    assertThat(answer.headers().allValues("Access-Control-Allow-Origin")).containsExactly(PORTAL);
    assertThat(answer.headers().allValues("Access-Control-Allow-Credentials"))
        .containsExactly("true");
  }

  private static void assertHardened(HttpResponse<?> answer, String caching) {
    assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
    assertThat(answer.headers().allValues("Cache-Control")).containsExactly(caching);
    assertThat(answer.headers().allValues("Cross-Origin-Resource-Policy"))
        .containsExactly("same-origin");
    assertThat(answer.headers().allValues("Content-Security-Policy"))
        .containsExactly("default-src 'none'; frame-ancestors 'none'");
  }

  @Test
  void a_cookie_alone_changes_nothing_and_the_answer_says_what_to_do() {
    String own = "Origin: http://localhost:" + server.uri().getPort();
    assertRefused(news.send(publish()), own);
    assertRefused(news.send(news.silent(Client.events(topic)).DELETE()), own);
    assertRefused(news.send(news.silent("api/session").DELETE()), own);
    assertRefused(
        news.send(news.silent(Client.events(topic)).method("PATCH", BodyPublishers.noBody())), own);
    assertThat(news.get("api/session").statusCode()).isEqualTo(200);
    assertThat(news.get(Client.events(topic)).body()).startsWith("{\"events\":[],");
  }

  @ParameterizedTest
  @CsvSource({
    "cross-site,  https://evil.example",
    "cross-site,  null",
    "same-site,   http://localhost:1",
    "none,        https://evil.example",
    "'',          https://evil.example",
    "'',          https://x.example.org",
    "'',          https://*.example.org"
  })
  void another_site_changes_nothing(String site, String origin) {
    HttpRequest.Builder request = publish().header("Origin", origin);
    assertRefused(news.send(site.isEmpty() ? request : request.header(SITE, site)), "another site");
    assertThat(news.get(Client.events(topic)).body()).startsWith("{\"events\":[],");
  }

  @Test
  void our_pages_and_those_of_listed_origins_publish() {
    String own = "http://localhost:" + server.uri().getPort();
    for (HttpRequest.Builder request :
        List.of(
            publish().header(SITE, "same-origin"),
            publish().header("Origin", own),
            publish().header("Origin", PORTAL),
            publish().header("Origin", PORTAL).header(SITE, "cross-site"))) {
      assertThat(news.send(request).statusCode()).isEqualTo(201);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""})
  void what_a_form_can_send_is_415_even_from_our_own_page(String type) {
    HttpRequest.Builder request =
        news.request(Client.events(topic)).POST(BodyPublishers.ofString(Client.message("form")));
    HttpResponse<String> answer =
        news.send(type.isEmpty() ? request : request.header("Content-Type", type));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(415);
    assertThat(news.get(Client.events(topic)).body()).startsWith("{\"events\":[],");
  }

  @Test
  void a_request_without_a_cookie_is_asked_for_a_session_and_not_for_its_origin() {
    Client nobody = Client.anonymous(server.uri());
    HttpRequest.Builder request = nobody.silent(Client.events(topic)).DELETE();
    assertThat(nobody.send(request).statusCode()).isEqualTo(401);
  }

  @Test
  void a_password_beside_the_request_is_no_session_as_browsers_would_send_it_by_themselves_too() {
    Client nobody = Client.anonymous(server.uri());
    String password = Base64.getEncoder().encodeToString("news:news-secret".getBytes(UTF_8));
    HttpRequest.Builder request =
        nobody.silent("api/session").header("Authorization", "Basic " + password);
    assertThat(nobody.send(request).statusCode()).isEqualTo(401);
  }

  @Test
  void another_site_does_not_learn_whether_there_is_a_session() {
    Client nobody = Client.anonymous(server.uri());
    for (Client client : List.of(nobody, news)) {
      assertRefused(
          client.send(client.silent("api/session").header(SITE, "cross-site")), "another site");
    }
  }

  @Test
  void a_stream_that_another_site_opens_is_refused_and_nobody_subscribes() throws IOException {
    await().until(() -> server.openStreams() == 0);
    for (String origin : List.of(EVIL, "null", "http://localhost:" + server.uri().getPort())) {
      HttpResponse<InputStream> answer =
          news.open("topic=" + topic, SITE, "cross-site", "Origin", origin);
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(server.openStreams()).isEqualTo(0);
      assertNotShared(answer);
      assertHardened(answer, "no-store");
      assertThat(body(answer)).contains("another site");
    }
    // Without an origin: an <img>, a <script>, a link.
    assertThat(news.open("topic=" + topic, SITE, "cross-site").statusCode()).isEqualTo(403);
    for (String path : List.of(Client.events(topic), "api/session")) {
      assertRefused(news.send(news.silent(path).header(SITE, "cross-site")), "another site");
    }
  }

  @Test
  void a_listed_origin_listens_and_may_see_what_it_hears() throws IOException {
    String[] headers = {SITE, "cross-site", "Origin", PORTAL};
    HttpResponse<InputStream> answer = news.open("topic=" + topic, headers);
    assertShared(answer);
    assertHardened(answer, "no-cache, no-transform");
    answer.body().close();
    try (Listener stream = news.listening("topic=" + topic, headers)) {
      news.say(topic, "heard");
      stream.until("heard");
    }
  }

  @Test
  void a_stream_is_not_shared_with_anybody_else() throws IOException {
    HttpResponse<InputStream> answer = news.open("topic=" + topic, "Origin", EVIL);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertNotShared(answer);
    assertHardened(answer, "no-cache, no-transform");
    answer.body().close();
  }

  @ParameterizedTest
  @CsvSource({
    "api/session, 200",
    "api/events?topic=feeds/news, 200",
    "api/events, 400",
    "api/events?topic=none/of/yours, 403",
    "api/nothing, 404"
  })
  void every_answer_says_whom_it_is_for(String path, int status) {
    Client nobody = Client.anonymous(server.uri());
    HttpResponse<String> shared = news.send(news.request(path).setHeader("Origin", PORTAL));
    assertThat(shared.statusCode()).isEqualTo(status);
    assertShared(shared);
    assertHardened(shared, "no-store");
    assertShared(nobody.send(nobody.request(path).setHeader("Origin", PORTAL)));
    for (String origin :
        List.of(EVIL, "null", PORTAL + ".evil.com", "https://*.example.org", "*")) {
      HttpResponse<String> refused = news.send(news.request(path).setHeader("Origin", origin));
      assertThat(refused.statusCode()).isEqualTo(status);
      assertNotShared(refused);
      assertHardened(refused, "no-store");
    }
    assertNotShared(news.send(news.silent(path)));
    assertNotShared(nobody.send(nobody.silent(path)));
    assertHardened(nobody.send(nobody.silent(path)), "no-store");
  }

  @Test
  void a_listed_origin_is_told_without_a_session_what_it_may_send() {
    Client nobody = Client.anonymous(server.uri());
    HttpResponse<String> answer = nobody.send(preflight(nobody, PORTAL));
    assertThat(answer.statusCode()).isEqualTo(204);
    assertShared(answer);
    assertThat(answer.headers().allValues("Access-Control-Allow-Methods"))
        .containsExactly("GET, POST, DELETE");
    assertThat(answer.headers().allValues("Access-Control-Allow-Headers"))
        .containsExactly("content-type, last-event-id, idempotency-key");
    assertThat(answer.headers().allValues("Access-Control-Max-Age")).containsExactly("600");
  }

  @ParameterizedTest
  @ValueSource(strings = {EVIL, "null", PORTAL + ".evil.com", "https://x.example.org"})
  void another_origin_is_told_nothing(String origin) {
    Client nobody = Client.anonymous(server.uri());
    HttpResponse<String> answer = nobody.send(preflight(nobody, origin));
    assertRefused(answer, "tidings.security.origins");
    assertNotShared(answer);
    assertNotShared(news.send(preflight(news, origin)));
  }

  @Test
  void the_list_is_live_configuration() {
    String later = "https://later.example.com";
    assertRefused(news.send(publish().header("Origin", later)), "another site");
    server.editVariable("tidings.security.origins", PORTAL + "," + later);
    await()
        .untilAsserted(
            () ->
                assertThat(news.send(publish().header("Origin", later)).statusCode())
                    .isEqualTo(201));
  }
}
