package dev.tidings.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.Client;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import dev.tidings.SseParser.Message;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /api/stream} on a real server. */
class StreamApiIT {
  private static Client news;
  private static Client alice;

  private final String topic = "feeds/" + UUID.randomUUID();

  @BeforeAll
  static void signIn() {
    LibertyServer server = LibertyServer.shared();
    news = Client.signedIn(server.uri(), "news");
    alice = Client.signedIn(server.uri(), "alice");
  }

  private static List<String> texts(List<Message> messages) {
    return messages.stream()
        .map(message -> message.data().replaceAll(".*\"text\":\"(.*)\"}}$", "$1"))
        .toList();
  }

  @Test
  void what_is_published_reaches_every_listener_with_its_envelope() {
    try (Listener one = alice.listening("topic=" + topic);
        Listener two = news.listening("topic=" + topic)) {
      String id = news.say(topic, "hello");
      Message message = one.until("hello").get(0);
      assertThat(message.type()).isEqualTo("message");
      assertThat(message.id()).isEqualTo(id);
      assertThat(message.data())
          .matches(
              "\\{\"topic\":\""
                  + topic
                  + "\",\"at\":\"[0-9T:.-]{23}Z\",\"data\":\\{\"text\":\"hello\"}}");
      assertThat(two.until("hello")).containsExactly(message);
    }
  }

  @Test
  void the_response_is_what_proxies_and_browsers_need() throws Exception {
    HttpResponse<java.io.InputStream> answer = alice.open("topic=" + topic);
    try (java.io.InputStream body = answer.body()) {
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().map())
          .containsEntry("Cache-Control", List.of("no-cache, no-transform"))
          .containsEntry("X-Accel-Buffering", List.of("no"))
          .containsEntry("X-Content-Type-Options", List.of("nosniff"))
          .doesNotContainKey("Content-Encoding");
      assertThat(
              answer
                  .headers()
                  .firstValue("Content-Type")
                  .orElse("")
                  .toLowerCase(java.util.Locale.ROOT))
          .startsWith("text/event-stream");
      byte[] first = body.readNBytes("event: connected\n".length());
      assertThat(new String(first, java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo("event: connected\n");
    }
  }

  @Test
  void http_2_is_left_to_what_stands_in_front() throws Exception {
    HttpClient modern = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    HttpResponse<Void> answer =
        modern.send(
            HttpRequest.newBuilder(LibertyServer.shared().uri("health/live")).build(),
            HttpResponse.BodyHandlers.discarding());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
  }

  @Test
  void without_a_cursor_it_starts_now_and_says_when_to_come_back() {
    news.say(topic, "before");
    try (Listener stream = alice.listen("topic=" + topic)) {
      Message connected = stream.next();
      assertThat(connected.type()).isEqualTo("connected");
      assertThat(connected.id()).isNotEmpty();
      assertThat(connected.data()).isEqualTo("{\"heartbeat\":15000}");
      assertThat(stream.retry()).isBetween(1_125L, 1_875L);
      news.say(topic, "after");
      assertThat(texts(stream.until("after"))).containsExactly("after");
    }
  }

  @Test
  void last_event_id_resumes_and_outweighs_after() {
    String first = news.say(topic, "1");
    String second = news.say(topic, "2");
    news.say(topic, "3");
    try (Listener byHeader =
            alice.listening("topic=" + topic + "&after=" + first, "Last-Event-ID", second);
        Listener byQuery = alice.listening("topic=" + topic + "&after=" + first)) {
      assertThat(texts(byHeader.until("3"))).containsExactly("3");
      assertThat(texts(byQuery.until("3"))).containsExactly("2", "3");
    }
  }

  @Test
  void the_id_of_connected_is_enough_to_resume() {
    String id;
    try (Listener stream = alice.listen("topic=" + topic)) {
      id = stream.next().id();
    }
    news.say(topic, "while away");
    try (Listener stream = alice.listening("topic=" + topic, "Last-Event-ID", id)) {
      assertThat(texts(stream.until("while away"))).containsExactly("while away");
    }
  }

  @Test
  void reconnecting_in_the_middle_of_a_burst_loses_and_doubles_nothing() {
    int total = 2_000;
    String start;
    try (Listener stream = alice.listening("topic=" + topic)) {
      start = stream.lastId();
    }
    CompletableFuture<Void> burst =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < total; i += 20) {
                news.publish(
                    topic,
                    IntStream.range(i, i + 20)
                        .mapToObj(n -> Client.message("m" + n))
                        .collect(Collectors.joining(",", "[", "]")));
              }
            });
    List<String> seen = new ArrayList<>();
    String last = start;
    for (int portion = 37; seen.size() < total; portion = portion * 3 % 211 + 1) {
      try (Listener stream = alice.listening("topic=" + topic, "Last-Event-ID", last)) {
        List<Message> messages = stream.take(Math.min(portion, total - seen.size()));
        seen.addAll(texts(messages));
        last = messages.get(messages.size() - 1).id();
      }
    }
    burst.join();
    assertThat(seen).isEqualTo(IntStream.range(0, total).mapToObj(n -> "m" + n).toList());
  }

  @Test
  void several_topics_come_in_the_order_of_the_log() {
    String a = topic + "a";
    String b = topic + "b";
    try (Listener stream = alice.listening("topic=" + a + "&topic=" + b)) {
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        ids.add(news.say(i % 3 == 0 ? a : b, "m" + i));
      }
      List<Message> all = stream.until("m59");
      assertThat(all).extracting(Message::id).isEqualTo(ids);
    }
  }

  @Test
  void awkward_data_arrives_unchanged() {
    List<String> awkward =
        List.of(
            "\"a\\n\\nb\"",
            "\"trailing\\n\"",
            "\"\\r\\n and \\r\"",
            "\"\u2028 and \u2029\"",
            "\"\uD83D\uDE00 emoji\"",
            "\"\\u0000 and \\ud83d\"",
            "\"data: x\\nid: 9\"",
            "1.10E+400",
            "{\"z\":1,\"a\":[null,true,{}]}",
            "\"\"",
            "null");
    try (Listener stream = alice.listening("topic=" + topic)) {
      for (String data : awkward) {
        news.publish(topic, "{\"type\":\"t\",\"data\":" + data + "}");
      }
      List<Message> all = stream.take(awkward.size());
      assertThat(all)
          .extracting(message -> message.data().replaceFirst("(?s)^.*?\"data\":(.*)}$", "$1"))
          .isEqualTo(awkward);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "LONG", "elsewhere-1", "BEYOND", "-1", "a-b-c", "99"})
  void a_cursor_that_means_nothing_gets_connected_then_reset_then_live(String cursor) {
    String newest = news.say(topic, "old");
    String epoch = newest.substring(0, newest.indexOf('-'));
    String id =
        cursor.equals("LONG")
            ? "x".repeat(4_096)
            : cursor.equals("BEYOND") ? epoch + "-9223372036854775807" : cursor;
    try (Listener stream = alice.listen("topic=" + topic, "Last-Event-ID", id);
        Listener second = alice.listen("topic=" + topic + "&after=" + id)) {
      for (Listener each : List.of(stream, second)) {
        assertThat(each.next().type()).isEqualTo("connected");
        Message reset = each.next();
        assertThat(reset.type()).isEqualTo("reset");
        assertThat(reset.data())
            .startsWith("{\"topics\":[\"" + topic + "\"],\"oldest\":\"" + epoch + "-")
            .contains("\"newest\":\"" + epoch + "-");
        assertThat(reset.id()).startsWith(epoch + "-");
      }
      news.say(topic, "live");
      assertThat(texts(stream.until("live"))).containsExactly("live");
      assertThat(texts(second.until("live"))).containsExactly("live");
    }
  }

  @Test
  void a_cursor_below_the_floor_gets_reset_and_a_listener_gets_clear() {
    String old = news.say(topic, "old");
    try (Listener listening = alice.listening("topic=" + topic)) {
      assertThat(news.delete(Client.events(topic)).statusCode()).isEqualTo(204);
      Message clear = listening.next("clear");
      assertThat(clear.data()).contains("\"topic\":\"" + topic + "\"");
      try (Listener away = alice.listen("topic=" + topic, "Last-Event-ID", old)) {
        assertThat(away.next().type()).isEqualTo("connected");
        Message reset = away.next();
        assertThat(reset.type()).isEqualTo("reset");
        assertThat(reset.data()).contains("\"oldest\":\"" + clear.id() + "\"");
        news.say(topic, "new");
        assertThat(texts(away.until("new"))).containsExactly("new");
      }
    }
  }

  @Test
  void topics_that_are_not_yours_or_do_not_exist_are_refused_alike() {
    try (Listener stream =
        alice.listen(
            "topic=" + topic + "&topic=users/bob/orders&topic=no/such&topic=users/me/orders")) {
      assertThat(stream.next().type()).isEqualTo("connected");
      assertThat(stream.next().data()).isEqualTo("{\"topics\":[\"users/bob/orders\",\"no/such\"]}");
      news.say("users/bob/orders", "secret");
      news.say("users/alice/orders", "for alice");
      assertThat(texts(stream.until("for alice"))).containsExactly("for alice");
    }
    assertThat(alice.get("api/stream?topic=users/bob/orders&topic=no/such").statusCode())
        .isEqualTo(403);
  }

  @Test
  void bad_requests_are_problems() {
    assertThat(alice.get("api/stream").body()).contains("\"status\":400", "\"topic\"");
    assertThat(alice.get("api/stream?topic=a//b").body()).contains("\"status\":400");
    assertThat(alice.get("api/stream?topic=" + topic + "&client=a%20b").body())
        .contains("\"status\":400", "\"client\"");
    String many =
        IntStream.rangeClosed(1, 21)
            .mapToObj(i -> "topic=feeds/t" + i)
            .collect(Collectors.joining("&"));
    assertThat(alice.get("api/stream?" + many).body()).contains("\"status\":400", "20 topics");
  }

  @Test
  void a_new_stream_of_the_same_browser_ends_the_old_one() {
    try (Listener old = alice.listening("topic=" + topic + "&client=tab-1");
        Listener other = news.listening("topic=" + topic + "&client=tab-1");
        Listener next = alice.listening("topic=" + topic + "&client=tab-1")) {
      assertThat(old.ended(Duration.ofSeconds(5))).isTrue();
      news.say(topic, "x");
      assertThat(texts(next.until("x"))).containsExactly("x");
      assertThat(texts(other.until("x"))).as("another user's").containsExactly("x");
    }
  }

  @Test
  void signing_out_ends_all_streams_of_that_user_within_a_second() {
    Client bob = Client.signedIn(LibertyServer.shared().uri(), "bob");
    Client bobElsewhere = Client.signedIn(LibertyServer.shared().uri(), "bob");
    try (Listener one = bob.listening("topic=" + topic);
        Listener two = bobElsewhere.listening("topic=" + topic);
        Listener alices = alice.listening("topic=" + topic)) {
      assertThat(bob.delete("api/session").statusCode()).isEqualTo(204);
      assertThat(one.next(Duration.ofSeconds(1)).type()).isEqualTo("session");
      assertThat(two.next(Duration.ofSeconds(1)).data()).isEqualTo("{\"reason\":\"signed-out\"}");
      assertThat(one.ended(Duration.ofSeconds(1))).isTrue();
      assertThat(two.ended(Duration.ofSeconds(1))).isTrue();
      assertThat(bob.get("api/session").statusCode()).isEqualTo(401);
      news.say(topic, "later");
      assertThat(texts(alices.until("later"))).containsExactly("later");
    }
  }

  @Test
  void a_head_opens_no_stream_nobody_would_close() {
    HttpResponse<String> answer =
        alice.send(
            alice
                .request("api/stream?topic=" + topic)
                .method("HEAD", java.net.http.HttpRequest.BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(405);
  }

  @Test
  void open_streams_are_counted() {
    try (Listener stream = alice.listening("topic=" + topic)) {
      assertThat(stream.lastId()).isNotEmpty();
      await()
          .untilAsserted(
              () ->
                  assertThat(Client.anonymous(LibertyServer.shared().uri()).get("metrics").body())
                      .containsPattern("tidings_streams_open\\{[^}]*} [1-9]"));
    }
  }
}
