package dev.tidings.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Client;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code /api/events} on a real server: every answer the API promises, and what it leaves behind.
 */
class EventsApiIT {
  private static Client news;
  private static Client alice;

  /** A topic of its own for each test. */
  private final String topic = "feeds/" + UUID.randomUUID();

  @BeforeAll
  static void signIn() {
    LibertyServer server = LibertyServer.shared();
    news = Client.signedIn(server.uri(), "news");
    alice = Client.signedIn(server.uri(), "alice");
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String says) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(answer.body())
        .contains("\"status\":" + status)
        .contains("\"title\":")
        .contains(says)
        .doesNotContain("Exception", "\tat ");
  }

  private String history() {
    return alice.get(Client.events(topic)).body();
  }

  @Test
  void a_page_gives_back_exactly_what_was_published() {
    String data = "{\"n\":1.0E5,\"big\":12345678901234567890.10,\"s\":\"a  b\\u00e9\\n\"}";
    String id = news.publish(topic, "{ \"type\" : \"note\", \"data\" : " + data + " }").get(0);
    assertThat(history())
        .contains("\"id\":\"" + id + "\",\"topic\":\"" + topic + "\",\"type\":\"note\"")
        .contains("\"data\":" + data + "}")
        .containsPattern("\"at\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"")
        .endsWith("\"cursor\":\"" + id + "\"}");
  }

  @Test
  void an_array_is_published_in_its_order_with_ids_without_holes() {
    String body =
        IntStream.range(0, 1_000)
            .mapToObj(i -> Client.message("m" + i))
            .collect(Collectors.joining(",", "[", "]"));
    List<String> ids = news.publish(topic, body);
    assertThat(ids).hasSize(1_000).doesNotHaveDuplicates();
    long first = position(ids.get(0));
    assertThat(ids).extracting(EventsApiIT::position).startsWith(first).endsWith(first + 999);
    String page = alice.get(Client.events(topic) + "&limit=1000").body();
    assertThat(Client.ids(page).subList(0, 1_000)).isEqualTo(ids);
  }

  private static long position(String id) {
    return Long.parseLong(id.substring(id.indexOf('-') + 1));
  }

  @Test
  void history_is_paged_forward_by_cursor_and_backward_by_order() {
    List<String> ids = IntStream.range(0, 25).mapToObj(i -> news.say(topic, "m" + i)).toList();
    String first = alice.get(Client.events(topic) + "&limit=10").body();
    assertThat(Client.ids(first)).containsExactlyElementsOf(with(ids.subList(0, 10), ids.get(9)));
    String second = alice.get(Client.events(topic) + "&limit=10&after=" + ids.get(9)).body();
    assertThat(Client.ids(second).subList(0, 10)).isEqualTo(ids.subList(10, 20));
    String newest = alice.get(Client.events(topic) + "&limit=3&order=desc").body();
    assertThat(Client.ids(newest).subList(0, 3))
        .containsExactly(ids.get(24), ids.get(23), ids.get(22));
  }

  private static List<String> with(List<String> ids, String cursor) {
    return Stream.concat(ids.stream(), Stream.of(cursor)).toList();
  }

  @Test
  void a_stream_opened_at_a_pages_cursor_meets_it_without_a_gap() {
    news.say(topic, "paged");
    List<String> page = Client.ids(alice.get(Client.events(topic) + "&order=desc").body());
    news.say(topic, "between");
    try (Listener stream =
        alice.listening("topic=" + topic + "&after=" + page.get(page.size() - 1))) {
      news.say(topic, "live");
      assertThat(stream.until("live"))
          .hasSize(2)
          .first()
          .extracting("data")
          .asString()
          .contains("between");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a//b",
        "/feeds/a",
        "feeds/a/",
        "feeds/..",
        "feeds/.",
        "feeds/a%20b",
        "feeds/%C3%A4",
        "feeds/a%0Ab",
        "feeds/%25zz"
      })
  void a_topic_that_is_none_is_400(String query) {
    assertProblem(news.send(news.request("api/events?topic=" + query)), 400, "\"topic\"");
  }

  @Test
  void a_topic_over_200_characters_or_missing_or_broken_is_400() {
    assertProblem(news.get(Client.events("feeds/" + "a".repeat(195))), 400, "200 characters");
    assertThat(news.get(Client.events("feeds/" + "a".repeat(194))).statusCode()).isEqualTo(200);
    assertProblem(news.get("api/events"), 400, "missing");
    assertProblem(news.post("", Client.message("x")), 400, "\"topic\"");
  }

  static Stream<Arguments> badBodies() {
    return Stream.of(
        Arguments.of("", 400, "body"),
        Arguments.of("{", 400, "body"),
        Arguments.of("nonsense", 400, "body"),
        Arguments.of("{\"data\":1}", 400, "type"),
        Arguments.of("{\"type\":\"\"}", 400, "type"),
        Arguments.of("{\"type\":7}", 400, "type"),
        Arguments.of("{\"type\":\"a\\nb\"}", 400, "type"),
        Arguments.of("{\"type\":\"a\\u0000b\"}", 400, "type"),
        Arguments.of("{\"type\":\"clear\"}", 400, "reserved"),
        Arguments.of("{\"type\":\"tick\"}", 400, "reserved"),
        Arguments.of("{\"type\":\"connected\"}", 400, "reserved"),
        Arguments.of("[]", 400, "empty"),
        Arguments.of("[{\"type\":\"a\"},{\"data\":1}]", 400, "[1].type"),
        Arguments.of("[" + "{\"type\":\"a\"},".repeat(1_000) + "{\"type\":\"a\"}]", 413, "1000"),
        Arguments.of("{\"type\":\"a\",\"data\":\"" + "é".repeat(32_768) + "\"}", 413, "data"),
        Arguments.of(
            "{\"type\":\"a\"," + " ".repeat(8 * 1024 * 1024) + "\"data\":1}", 413, "body"));
  }

  @ParameterizedTest
  @MethodSource("badBodies")
  void a_bad_body_is_answered_clearly_and_nothing_of_it_is_stored(
      String body, int status, String says) {
    assertProblem(news.post(topic, body), status, says);
    assertThat(history()).startsWith("{\"events\":[],");
  }

  @Test
  void data_of_exactly_64_kib_is_taken() {
    news.publish(topic, "{\"type\":\"a\",\"data\":\"" + "é".repeat(32_767) + "\"}");
    assertThat(history()).contains("é".repeat(32_767));
  }

  @Test
  void another_media_type_is_415_and_another_method_405() {
    assertProblem(
        news.send(
            news.request(Client.events(topic))
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("x"))),
        415,
        "application/json");
    assertProblem(
        news.send(news.request(Client.events(topic)).PUT(BodyPublishers.noBody())), 405, "method");
    assertProblem(news.get("api/nothing"), 404, "nothing");
  }

  @Test
  void without_a_session_it_is_401_and_never_a_redirect() {
    Client nobody = Client.anonymous(LibertyServer.shared().uri());
    assertProblem(nobody.get(Client.events(topic)), 401, "Sign in");
    assertProblem(nobody.post(topic, Client.message("x")), 401, "Sign in");
    assertProblem(nobody.delete(Client.events(topic)), 401, "Sign in");
    assertProblem(nobody.get("api/stream?topic=" + topic), 401, "Sign in");
    assertProblem(nobody.get("api/session"), 401, "Sign in");
    assertProblem(nobody.get("api/nothing"), 401, "Sign in");
  }

  @Test
  void who_may_not_is_403_and_nothing_happens() {
    assertProblem(alice.post(topic, Client.message("x")), 403, "Not allowed");
    assertProblem(alice.delete(Client.events(topic)), 403, "Not allowed");
    assertProblem(alice.get(Client.events("users/bob/inbox")), 403, "Not allowed");
    assertProblem(alice.get(Client.events("unknown/topic")), 403, "Not allowed");
    assertThat(alice.get(Client.events("users/me/inbox")).statusCode()).isEqualTo(200);
    assertThat(history()).startsWith("{\"events\":[],");
  }

  @Test
  void the_same_idempotency_key_gets_the_first_answer_and_makes_no_second_event() {
    String key = UUID.randomUUID().toString();
    HttpResponse<String> first = news.post(topic, Client.message("once"), "Idempotency-Key", key);
    HttpResponse<String> again =
        news.post(topic, " " + Client.message("once"), "Idempotency-Key", key);
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertProblem(
        news.post(topic, Client.message("other"), "Idempotency-Key", key), 422, "Idempotency-Key");
    assertProblem(
        news.post("feeds/other", Client.message("once"), "Idempotency-Key", key), 422, "reused");
    assertThat(history().split("once", -1)).hasSize(2);
    Client admin = Client.signedIn(LibertyServer.shared().uri(), "admin");
    assertThat(admin.post(topic, Client.message("mine"), "Idempotency-Key", key).statusCode())
        .as("a key belongs to its principal")
        .isEqualTo(201);
  }

  @Test
  void a_key_sent_many_times_at_once_makes_one_event() {
    String key = UUID.randomUUID().toString();
    List<String> answers =
        IntStream.range(0, 20)
            .parallel()
            .mapToObj(i -> news.post(topic, Client.message("once"), "Idempotency-Key", key).body())
            .distinct()
            .toList();
    assertThat(answers).hasSize(1);
    assertThat(history().split("once", -1)).hasSize(2);
  }

  @Test
  void after_clearing_history_is_empty_and_old_cursors_are_410_with_the_oldest_id() {
    String old = news.say(topic, "old");
    assertThat(news.delete(Client.events(topic)).statusCode()).isEqualTo(204);
    assertThat(history()).startsWith("{\"events\":[],");
    HttpResponse<String> gone = alice.get(Client.events(topic) + "&after=" + old);
    assertProblem(gone, 410, "\"oldest\"");
    String oldest = Client.ids(gone.body()).get(0);
    String fresh = news.say(topic, "fresh");
    assertThat(Client.ids(alice.get(Client.events(topic) + "&after=" + oldest).body()))
        .containsExactly(fresh, fresh);
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=1001", "limit=x", "order=up", "after=garbage"})
  void a_bad_parameter_is_400_and_named(String parameter) {
    assertProblem(
        alice.get(Client.events(topic) + "&" + parameter),
        400,
        parameter.substring(0, parameter.indexOf('=')));
  }

  @Test
  void a_cursor_of_another_epoch_or_beyond_the_head_is_410() {
    String id = news.say(topic, "x");
    String beyond = id.substring(0, id.indexOf('-')) + "-9999999";
    assertProblem(alice.get(Client.events(topic) + "&after=" + beyond), 410, "oldest");
    assertProblem(alice.get(Client.events(topic) + "&after=elsewhere-1"), 410, "oldest");
  }
}
