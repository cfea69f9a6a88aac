package dev.tidings.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.Client;
import dev.tidings.JsonTree;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import dev.tidings.SseParser.Message;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the server tells of itself and of who is online, on a real server. */
class MetricsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SERVER = "metrics/server";
  private static final String AUDIENCE = "metrics/audience";

  private static LibertyServer server;
  private static Client oscar;
  private static Client alice;
  private static Client news;

  private final String gauge = "metrics/" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    server =
        LibertyServer.fresh("metrics")
            .editVariable("tidings.metrics.linger", "PT0S")
            .editVariable("tidings.metrics.sample-bytes", "300")
            .editVariable("tidings.cluster.node", "one")
            .editVariable("tidings.audience.absence", "PT0S")
            .editVariable("tidings.audience.pages-per-browser", "3")
            .editVariable("tidings.stream.heartbeat", "PT1S")
            .start();
    oscar = Client.signedIn(server.uri(), "oscar");
    alice = Client.signedIn(server.uri(), "alice");
    news = Client.signedIn(server.uri(), "news");
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void nobodyListens() {
    await().atMost(PATIENCE).until(() -> server.openStreams() == 0);
  }

  private static String path(String topic) {
    return "api/metrics?topic=" + topic;
  }

  private static List<JsonTree> samples(String path) {
    HttpResponse<String> answer = oscar.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonTree.of(answer.body()).at("samples").list();
  }

  private static Instant at(JsonTree sample) {
    return Instant.parse(sample.at("at").text());
  }

  private static double number(Message message, String name) {
    return Double.parseDouble(JsonTree.of(message.data()).at("data", name).text());
  }

  private static HttpResponse<String> tell(Client user, String body) {
    return user.send(
        user.request("api/presence")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private static void open(Client user, String client, String pages) {
    HttpResponse<String> answer =
        tell(user, "{\"client\":\"%s\",\"pages\":%s}".formatted(client, pages));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
  }

  private static void publish(String topic, String body) {
    assertThat(oscar.post(topic, body).statusCode()).isEqualTo(202);
  }

  private static void awaitAudience(Listener stream, String counts) {
    stream.until(message -> message.data().contains(counts));
  }

  @Test
  void the_server_is_sampled_once_a_second_while_somebody_listens_and_only_then() {
    try (Listener stream = oscar.listening("topic=" + SERVER + "&client=sampled")) {
      Message first = stream.until(message -> number(message, "streams") >= 1).get(0);
      assertThat(first.type()).isEqualTo("sample");
      assertThat(first.data()).contains("\"node\":\"one\"");
      for (String name : List.of("heapUsed", "heapMax", "threads")) {
        assertThat(number(first, name)).as(name).isPositive();
      }
      for (String name : List.of("cpuProcess", "cpuMachine")) {
        assertThat(number(first, name)).as(name).isBetween(0.0, 1.0);
      }
      for (int i = 0; i < 20; i++) {
        news.say("feeds/news", "counted " + i);
      }
      // Nobody listens to those: they are published and delivered to nobody.
      stream.until(message -> number(message, "published") > 0);
      Message measured = stream.until(message -> message.data().contains("latency50")).get(0);
      assertThat(measured).isNotNull();
      List<Message> several = stream.take(4);
      List<Instant> times =
          several.stream().map(message -> at(JsonTree.of(message.data()))).toList();
      assertThat(Duration.between(times.get(0), times.get(3))).isGreaterThan(Duration.ofSeconds(2));
      assertThat(several).anyMatch(message -> number(message, "delivered") > 0);
      assertThat(several).allMatch(message -> number(message, "tailLag") == 0);
    }
    // The browser's next page listens elsewhere, which ends its stream there.
    try (Listener elsewhere = oscar.listening("topic=" + gauge + "&client=sampled")) {
      await().atMost(PATIENCE).until(() -> newest(SERVER).isBefore(Instant.now().minusSeconds(4)));
    }
  }

  private static Instant newest(String topic) {
    List<JsonTree> samples = samples(path(topic));
    return samples.isEmpty() ? Instant.EPOCH : at(samples.get(samples.size() - 1));
  }

  @Test
  void recent_samples_can_be_read_from_a_moment_on() {
    try (Listener stream = oscar.listening("topic=" + SERVER)) {
      List<Message> heard = stream.take(3);
      List<JsonTree> kept = samples(path(SERVER));
      for (Message message : heard.subList(1, 3)) {
        JsonTree event = JsonTree.of(message.data());
        assertThat(kept)
            .anyMatch(
                sample ->
                    sample.at("at").text().equals(event.at("at").text())
                        && sample.at("data").text().equals(event.at("data").text())
                        && sample.at("key").text().equals("one"));
      }
      Instant since = at(JsonTree.of(heard.get(2).data()));
      assertThat(samples(path(SERVER) + "&since=" + since))
          .isNotEmpty()
          .noneMatch(sample -> at(sample).isBefore(since));
    }
  }

  @Test
  void an_application_publishes_its_own_gauges() {
    publish(gauge, "{\"type\":\"gauge\",\"key\":\"open\",\"data\":{\"orders\":7}}");
    publish(gauge, "{\"type\":\"gauge\",\"key\":\"late\",\"data\":1.50}");
    publish(gauge, "{\"type\":\"gauge\",\"key\":\"large\",\"data\":\"" + "x".repeat(400) + "\"}");
    List<JsonTree> kept = samples(path(gauge));
    assertThat(kept).extracting(sample -> sample.at("key").text()).contains("open", "late");
    assertThat(kept).hasSize(2);
    assertThat(oscar.get(path(gauge)).body()).contains("\"data\":{\"orders\":7}", "\"data\":1.50");
    assertThat(oscar.get("api/metrics").body())
        .contains("\"" + gauge + "\"", "\"" + SERVER + "\"", "\"" + AUDIENCE + "\"");
    assertThat(oscar.delete(Client.events(gauge)).statusCode()).isEqualTo(204);
    assertThat(samples(path(gauge))).isEmpty();
  }

  @Test
  void only_who_may_read_a_topic_gets_its_samples_and_nobody_makes_them_up() {
    assertThat(alice.get(path(SERVER)).statusCode()).isEqualTo(403);
    assertThat(alice.get("api/metrics").body()).contains("\"topics\":[]");
    assertThat(Client.anonymous(server.uri()).get(path(SERVER)).statusCode()).isEqualTo(401);
    for (String topic : List.of(SERVER, AUDIENCE)) {
      assertThat(oscar.post(topic, "{\"type\":\"sample\",\"data\":1}").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void what_is_wrong_is_named() {
    assertProblem(oscar.get(path("feeds/news")), "topic", "below metrics/");
    assertProblem(oscar.get(path("metrics//x")), "topic", "path of segments");
    assertProblem(oscar.get(path(SERVER) + "&since=yesterday"), "since", "a moment such as");
    assertProblem(tell(alice, "[]"), "body", "an object such as");
    assertProblem(tell(alice, "{"), "body", "an object such as");
    assertProblem(tell(alice, "{\"client\":\"a b\",\"pages\":[]}"), "client", "1 to 64");
    for (String pages :
        List.of(
            "7",
            "[\"x\"]",
            "[\"/x?secret=1\"]",
            "[\"/" + "x".repeat(200) + "\"]",
            "[7]",
            "[\"/1\",\"/2\",\"/3\",\"/4\"]")) {
      assertProblem(tell(alice, "{\"client\":\"a\",\"pages\":" + pages + "}"), "pages", "pages: ");
    }
    assertThat(tell(alice, "{\"client\":\"nobodys\",\"pages\":[]}").statusCode()).isEqualTo(404);
  }

  private static void assertProblem(HttpResponse<String> answer, String field, String detail) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(JsonTree.of(answer.body()).at("field").text()).isEqualTo(field);
    assertThat(JsonTree.of(answer.body()).at("detail").text()).contains(detail);
  }

  @Test
  void users_are_counted_once_and_on_their_pages_and_nobody_is_named() {
    try (Listener stream = oscar.listening("topic=" + AUDIENCE + "&client=o")) {
      awaitAudience(stream, "\"users\":1,\"streams\":1,\"pages\":{}");
      try (Listener one = alice.listening("topic=feeds/news&client=a1");
          Listener two = alice.listening("topic=feeds/news&client=a2");
          Listener bob =
              Client.signedIn(server.uri(), "bob").listening("topic=feeds/news&client=b")) {
        open(alice, "a1", "[\"/index.html\",\"/inbox.html\"]");
        open(alice, "a2", "[\"/index.html\"]");
        assertThat(tell(alice, "{\"client\":\"b\",\"pages\":[\"/x\"]}").statusCode())
            .as("another user's browser")
            .isEqualTo(404);
        awaitAudience(stream, "\"pages\":{\"/inbox.html\":1,\"/index.html\":1}");
        open(alice, "a1", "[]");
        List<Message> all =
            stream.until(message -> message.data().contains("\"pages\":{\"/index.html\":1}"));
        assertThat(all.get(all.size() - 1).data()).contains("\"users\":3,\"streams\":4");
        assertThat(all).noneMatch(message -> message.data().matches(".*(alice|bob|oscar).*"));
      }
      // They have hung up without a word, and are noticed by the heartbeat.
      awaitAudience(stream, "\"users\":1,\"streams\":1,\"pages\":{}");
    }
  }
}
