package dev.tidings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.SseParser.Message;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tidings behind nginx: TLS and HTTP/2 to the client, HTTP/1.1 to the node. */
@NginxTest
class NginxIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration AT_ONCE = Duration.ofSeconds(1);
  private static final int MANY = 100;

  private static LibertyServer server;
  private static Nginx nginx;
  private static Client news;
  private static Client alice;

  private final String topic = "feeds/" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    // Its own: it will be killed.
    server = LibertyServer.fresh("nginx").editVariable("tidings.stream.heartbeat", "PT2S").start();
    nginx = Nginx.inFrontOf(server.uri(), "streams");
    news = nginx.signedIn("news");
    alice = nginx.signedIn("alice");
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

  @ParameterizedTest
  @ValueSource(strings = {"identity", "gzip, deflate, br"})
  void an_event_passes_at_once_and_as_it_is(String encodings) {
    HttpResponse<InputStream> answer = alice.open("topic=" + topic, "Accept-Encoding", encodings);
    assertThat(answer.version()).isEqualTo(Version.HTTP_2);
    assertThat(answer.headers().map())
        .doesNotContainKey("content-encoding")
        .containsEntry("content-type", List.of("text/event-stream; charset=UTF-8"))
        .containsEntry("cache-control", List.of("no-cache, no-transform"));
    try (Listener stream = new Listener(answer.body())) {
      stream.next("connected");
      for (int i = 0; i < 5; i++) {
        String id = news.say(topic, "event " + i);
        Message message = stream.next(AT_ONCE);
        while (message.type().equals("tick")) {
          message = stream.next(AT_ONCE);
        }
        assertThat(message.id()).isEqualTo(id);
      }
    }
  }

  @Test
  void what_is_no_stream_may_be_compressed() {
    HttpResponse<String> script =
        alice.send(alice.request("assets/stream.js").header("Accept-Encoding", "gzip"));
    assertThat(script.headers().firstValue("content-encoding")).contains("gzip");
  }

  @Test
  void heartbeats_pass() {
    try (Listener stream = alice.listening("topic=" + topic)) {
      for (int i = 0; i < 2; i++) {
        assertThat(stream.next(Duration.ofSeconds(4)).type()).isEqualTo("tick");
      }
    }
  }

  @Test
  void last_event_id_resumes_without_loss() {
    String first = news.say(topic, "1");
    news.say(topic, "2");
    news.say(topic, "3");
    try (Listener stream = alice.listening("topic=" + topic, "Last-Event-ID", first)) {
      news.say(topic, "4");
      assertThat(texts(stream.until("4"))).containsExactly("2", "3", "4");
    }
  }

  @Test
  void a_hundred_streams_on_one_connection_all_get_the_event() {
    Client one = nginx.signedIn("alice");
    List<Listener> streams =
        IntStream.range(0, MANY).mapToObj(i -> one.listening("topic=" + topic)).toList();
    news.say(topic, "to all");
    for (Listener stream : streams) {
      assertThat(texts(stream.until("to all"))).containsExactly("to all");
    }
    int others = streamRequests().size();
    streams.forEach(Listener::close);
    await().until(() -> streamRequests().size() >= others + MANY);
    Nginx.Request first = streamRequests().get(others);
    assertThat(first.protocol()).isEqualTo("HTTP/2.0");
    assertThat(streamRequests().subList(others, others + MANY)).containsOnly(first);
  }

  private static List<Nginx.Request> streamRequests() {
    return nginx.requests().stream()
        .filter(request -> request.path().equals("/api/stream"))
        .toList();
  }

  @Test
  void a_stream_that_its_client_leaves_ends_at_the_node_too() {
    await().atMost(PATIENCE).until(() -> server.openStreams() == 0);
    try (Listener stream = alice.listening("topic=" + topic)) {
      assertThat(stream.lastId()).isNotEmpty();
      assertThat(server.openStreams()).isEqualTo(1);
    }
    await().atMost(PATIENCE).until(() -> server.openStreams() == 0);
  }

  @Test
  void nothing_is_buffered_for_a_client_that_does_not_read_and_it_is_cut() throws IOException {
    String large = Client.message("x".repeat(60_000));
    String many = String.join(",", Collections.nCopies(120, large));
    try (Socket stalled = unread("topic=" + topic + "&topic=feeds/quiet");
        Listener other = alice.listening("topic=feeds/quiet")) {
      assertThat(stalled.getInputStream().read()).isEqualTo('H');
      assertThat(server.openStreams()).isGreaterThan(1);
      for (int i = 0; i < 4; i++) {
        news.publish(topic, "[" + many + "]");
      }
      news.say("feeds/quiet", "undisturbed");
      assertThat(texts(other.until("undisturbed"))).containsExactly("undisturbed");
      await().atMost(PATIENCE).until(() -> server.openStreams() == 1);
    }
    assertThat(nginx.errors()).noneMatch(line -> line.contains("upstream response is buffered"));
  }

  /** A stream that is read byte by byte, or not at all. */
  private static Socket unread(String query) throws IOException {
    HttpResponse<String> signedIn = nginx.anonymous().submit("bob");
    String cookie =
        signedIn.headers().allValues("set-cookie").stream()
            .filter(each -> each.startsWith("LtpaToken2="))
            .map(each -> each.replaceFirst(";.*", ""))
            .findFirst()
            .orElseThrow();
    Socket socket = nginx.trust().getSocketFactory().createSocket();
    socket.setReceiveBufferSize(1 << 14);
    socket.connect(new InetSocketAddress("localhost", nginx.uri().getPort()));
    socket.setSoTimeout(10_000);
    String request =
        "GET /api/stream?%s HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\n\r\n"
            .formatted(query, cookie);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  @Test
  void signing_in_leads_back_to_https_and_its_cookies_go_nowhere_else() {
    Client stranger = nginx.anonymous();
    HttpResponse<String> page = stranger.get("");
    assertThat(page.statusCode()).isEqualTo(302);
    assertThat(page.headers().firstValue("location")).contains(nginx.uri("login.html").toString());
    HttpResponse<String> signedIn = stranger.submit("alice");
    assertThat(signedIn.headers().firstValue("location")).contains(nginx.uri("").toString());
    assertThat(signedIn.headers().allValues("set-cookie"))
        .anyMatch(cookie -> cookie.startsWith("LtpaToken2="))
        .allMatch(cookie -> cookie.matches(".*; Secure(;.*)?"));
    assertThat(stranger.get("api/session").body()).contains("\"name\":\"alice\"");
    assertThat(stranger.delete("api/session").statusCode()).isEqualTo(204);
    assertThat(stranger.get("api/session").statusCode()).isEqualTo(401);
  }

  @Test
  void what_is_too_large_is_refused_by_tidings_which_says_why() {
    HttpResponse<String> answer = news.post(topic, "x".repeat((8 << 20) + 1));
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
  }

  @Test
  void metrics_are_not_for_the_world() {
    for (String path : List.of("metrics", "ibm/api/x", "ibm/saml20", "jwt/ibm/api/x")) {
      assertThat(nginx.anonymous().get(path).statusCode()).as(path).isEqualTo(404);
    }
    assertThat(nginx.anonymous().get("%6Detrics").statusCode()).isEqualTo(404);
  }

  @Test
  void while_the_node_is_dead_streams_say_so_and_when_it_is_back_they_resume() throws IOException {
    List<String> heard = new ArrayList<>();
    String last;
    try (Listener stream = alice.listening("topic=" + topic)) {
      news.say(topic, "before");
      heard.addAll(texts(stream.until("before")));
      server.kill();
      assertThat(stream.ended(AT_ONCE)).isTrue();
      last = stream.lastId();
      assertUnavailable(last);
      assertThat(alice.get("api/session").statusCode()).isEqualTo(502);
    } finally {
      server.start();
    }
    news.say(topic, "while away");
    try (Listener stream = alice.listening("topic=" + topic, "Last-Event-ID", last)) {
      news.say(topic, "after");
      heard.addAll(texts(stream.until("after")));
    }
    assertThat(heard).containsExactly("before", "while away", "after");
  }

  /** What a browser takes for a stream that ended, so that it comes back with the same id. */
  private void assertUnavailable(String id) throws IOException {
    HttpResponse<InputStream> answer = alice.open("topic=" + topic, "Last-Event-ID", id);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().map())
        .containsEntry("content-type", List.of("text/event-stream"))
        .containsEntry("cache-control", List.of("no-cache"));
    String body = new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(body).contains("\nretry: 10000\n");
    assertThat(SseParser.parse(body))
        .containsExactly(
            new Message(
                id,
                "unavailable",
                "{\"detail\":\"The server is restarting or cannot be reached.\",\"retry\":10000}"));
  }

  private static List<String> texts(List<Message> messages) {
    return messages.stream()
        .map(message -> message.data().replaceAll(".*\"text\":\"(.*)\"}}$", "$1"))
        .toList();
  }
}
