package dev.tidings.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.Client;
import dev.tidings.JsonTree;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import dev.tidings.SseParser.Message;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs on a real server: exports of the batch runtime, and jobs that applications report. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JobsIT {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Set<String> ENDS = Set.of("complete", "failed", "cancelled");

  /** In pages of 20, an export of them takes seconds. */
  private static final int MANY = 2_000;

  private static LibertyServer server;
  private static Client alice;
  private static Client bob;
  private static Client news;

  @BeforeAll
  static void start() {
    server =
        LibertyServer.fresh("jobs")
            .editVariable("tidings.jobs.page", "20")
            .editVariable("tidings.jobs.sweep", "PT1S")
            .start();
    signIn();
    for (int from = 0; from < MANY; from += 1_000) {
      int first = from;
      news.publish(
          "feeds/many",
          IntStream.range(first, first + 1_000)
              .mapToObj(i -> "{\"type\":\"t%d\",\"data\":{\"n\":%d}}".formatted(i % 10, i))
              .toList()
              .toString());
    }
  }

  private static void signIn() {
    alice = Client.signedIn(server.uri(), "alice");
    bob = Client.signedIn(server.uri(), "bob");
    news = Client.signedIn(server.uri(), "news");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<String> send(
      Client client, String method, String path, String body, String... headers) {
    var request =
        client
            .request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    return client.send(headers.length == 0 ? request : request.headers(headers));
  }

  private static String started(Client client, String export, String... headers) {
    HttpResponse<String> answer = send(client, "POST", "api/jobs", export, headers);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    JsonTree job = JsonTree.of(answer.body());
    String id = job.at("id").text();
    assertThat(answer.headers().firstValue("Location")).contains("/api/jobs/" + id);
    assertThat(job.at("topic").text()).isEqualTo("jobs/" + id);
    return id;
  }

  private static JsonTree job(String id) {
    return JsonTree.of(alice.get("api/jobs/" + id).body());
  }

  private static JsonTree ended(String id) {
    await().atMost(LONG).until(() -> ENDS.contains(job(id).at("state").text()));
    return job(id);
  }

  private static String fetched(String id) {
    assertThat(ended(id).at("state").text()).isEqualTo("complete");
    HttpResponse<String> result = alice.get("api/jobs/" + id + "/result");
    assertThat(result.statusCode()).isEqualTo(200);
    return result.body();
  }

  private static JsonTree report(String id, String body) {
    HttpResponse<String> answer = send(news, "PUT", "api/jobs/" + id + "/progress", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonTree.of(answer.body());
  }

  private static int status(HttpResponse<String> answer) {
    return answer.statusCode();
  }

  private static List<String> events(String id) {
    return JsonTree.of(alice.get("api/events?topic=jobs/" + id).body()).at("events").list().stream()
        .map(event -> event.at("type").text())
        .toList();
  }

  private static List<String> titles(Client client) {
    return JsonTree.of(client.get("api/inbox?limit=100").body()).at("items").list().stream()
        .map(item -> item.at("title").text())
        .toList();
  }

  private static List<String> types(List<Message> messages) {
    return messages.stream().map(Message::type).toList();
  }

  @Test
  @Order(1)
  void a_history_is_exported_as_it_is() throws Exception {
    news.publish(
        "feeds/few",
        """
        [{"type":"message","data":{"text":"one, \\"two\\"","n":1.50}},
         {"type":"=x","data":"=1+1"}, {"type":"other","data":null}]""");
    String id = started(alice, "{\"export\":\"events\",\"topic\":\"feeds/few\"}");
    String lines = fetched(id);
    String history = alice.get("api/events?topic=feeds/few").body();
    List<JsonTree> events = JsonTree.of(history).at("events").list();
    assertThat(lines.lines()).hasSize(3).allMatch(history::contains);
    assertThat(lines).contains("\"data\":{\"text\":\"one, \\\"two\\\"\",\"n\":1.50}}\n");
    JsonTree result = job(id).at("result");
    assertThat(result.at("size").number()).isEqualTo(lines.getBytes(StandardCharsets.UTF_8).length);
    assertThat(result.at("checksum").text())
        .isEqualTo(
            "sha-256:"
                + HexFormat.of()
                    .formatHex(
                        MessageDigest.getInstance("SHA-256")
                            .digest(lines.getBytes(StandardCharsets.UTF_8))));
    assertThat(result.at("url").text()).isEqualTo("/api/jobs/" + id + "/result");
    assertThat(result.at("name").text()).matches("feeds-few-\\d{4}-\\d\\d-\\d\\d\\.jsonl");

    String csv =
        fetched(
            started(
                alice,
                "{\"export\":\"events\",\"topic\":\"feeds/few\",\"format\":\"csv\","
                    + "\"types\":[\"message\",\"=x\"],\"from\":\"2020-01-01T00:00:00Z\"}"));
    assertThat(csv.lines()).hasSize(3);
    assertThat(csv)
        .startsWith(
            "id,topic,type,at,data\r\n" + events.get(0).at("id").text() + ",feeds/few,message,")
        .contains(",'=x,")
        .endsWith(",\"\"\"=1+1\"\"\"\r\n");
    assertThat(
            fetched(
                started(
                    alice,
                    "{\"export\":\"events\",\"topic\":\"feeds/few\",\"format\":\"csv\","
                        + "\"to\":\"2020-01-01T00:00:00Z\"}")))
        .isEqualTo("id,topic,type,at,data\r\n");
    assertThat(fetched(started(alice, "{\"export\":\"events\",\"topic\":\"feeds/never\"}")))
        .isEmpty();
    assertThat(
            fetched(
                started(
                    alice, "{\"export\":\"events\",\"topic\":\"feeds/never\",\"format\":\"csv\"}")))
        .isEqualTo("id,topic,type,at,data\r\n");
  }

  @Test
  @Order(2)
  void an_inbox_is_exported_whatever_became_of_it() {
    for (String title : List.of("first", "=second", "third")) {
      assertThat(
              status(
                  send(
                      news,
                      "POST",
                      "api/notifications",
                      "{\"to\":{\"users\":[\"bob\"]},\"category\":\"c%d\",\"title\":\"%s\"}"
                          .formatted(title.length(), title))))
          .isEqualTo(201);
    }
    await().atMost(LONG).until(() -> titles(bob).size() == 3);
    String newest =
        JsonTree.of(bob.get("api/inbox").body()).at("items").list().get(0).at("id").number() + "";
    send(bob, "POST", "api/inbox/marks", "{\"mark\":\"archived\",\"ids\":[" + newest + "]}");
    String id = started(bob, "{\"export\":\"inbox\",\"format\":\"csv\"}");
    await()
        .atMost(LONG)
        .until(() -> bob.get("api/jobs/" + id).body().contains("\"state\":\"complete\""));
    String csv = bob.get("api/jobs/" + id + "/result").body();
    assertThat(csv)
        .startsWith("id,at,category,severity,title,body,link,unread,archived\r\n")
        .contains(",c5,info,first,,,true,false\r\n")
        .contains(",c7,info,'=second,,,true,false\r\n")
        .contains(",c5,info,third,,,false,true\r\n");
    String some = started(bob, "{\"export\":\"inbox\",\"categories\":[\"c5\"],\"unread\":true}");
    await()
        .atMost(LONG)
        .until(() -> bob.get("api/jobs/" + some).body().contains("\"state\":\"complete\""));
    assertThat(bob.get("api/jobs/" + some + "/result").body().lines())
        .singleElement()
        .asString()
        .contains("\"title\":\"first\"");
  }

  @Test
  @Order(3)
  void listeners_hear_of_the_beginning_of_progress_and_of_one_end() {
    try (Listener list = alice.listening("topic=users/me/jobs")) {
      String id =
          started(alice, "{\"export\":\"events\",\"topic\":\"feeds/many\",\"types\":[\"t3\"]}");
      JsonTree now = job(id);
      try (Listener listener =
          alice.listening(
              "topic=jobs/%1$s&topic=jobs/%1$s/progress&after=".formatted(id)
                  + JsonTree.of(alice.get("api/jobs").body()).at("cursor").text())) {
        assertThat(now.at("cursor").text()).isNotEmpty();
        List<Message> told = listener.until(message -> message.type().equals("complete"));
        List<Long> done = new ArrayList<>();
        told.stream()
            .filter(message -> message.type().equals("progress"))
            .map(message -> JsonTree.of(message.data()).at("data"))
            .forEach(
                data -> {
                  done.add(data.at("done").number());
                  // Counted once it runs.
                  assertThat(data.at("total").isMissing() || data.at("total").number() == MANY)
                      .isTrue();
                });
        assertThat(done).hasSizeGreaterThan(2).isSorted();
        assertThat(types(told)).filteredOn(ENDS::contains).containsExactly("complete");
      }
      assertThat(events(id)).containsExactly("started", "complete");
      assertThat(fetched(id).lines()).hasSize(MANY / 10);
      Message last =
          list.until(
                  message -> message.data().contains(id) && message.data().contains("\"complete\""))
              .get(0);
      assertThat(last.data()).contains("\"result\":{\"url\":");
      await().atMost(LONG).until(() -> titles(alice).contains("Export of feeds/many is ready"));
    }
  }

  @Test
  @Order(4)
  void nobody_else_learns_of_it() {
    String id = started(alice, "{\"export\":\"events\",\"topic\":\"feeds/few\"}");
    ended(id);
    for (String path : List.of("", "/result")) {
      HttpResponse<String> foreign = bob.get("api/jobs/" + id + path);
      HttpResponse<String> unknown = bob.get("api/jobs/unknown" + path);
      assertThat(foreign.statusCode()).isEqualTo(404);
      assertThat(foreign.body()).isEqualTo(unknown.body());
    }
    assertThat(status(send(bob, "POST", "api/jobs/" + id + "/cancel", ""))).isEqualTo(404);
    assertThat(status(bob.delete("api/jobs/" + id))).isEqualTo(404);
    assertThat(status(Client.anonymous(server.uri()).get("api/jobs/" + id + "/result")))
        .isEqualTo(401);
    try (Listener listener =
        bob.listen("topic=feeds/few&topic=jobs/" + id + "&topic=jobs/unknown")) {
      assertThat(listener.next("refused").data()).contains("jobs/" + id).contains("jobs/unknown");
    }
    assertThat(status(bob.get(Client.events("jobs/" + id)))).isEqualTo(403);
    assertThat(status(news.post("jobs/" + id, Client.message("forged")))).isEqualTo(403);
    assertThat(status(news.post("jobs/" + id + "/progress", Client.message("forged"))))
        .isEqualTo(403);
    assertThat(bob.get("api/jobs").body()).doesNotContain(id);
  }

  @Test
  @Order(5)
  void a_result_is_sent_in_parts() {
    String id = started(alice, "{\"export\":\"events\",\"topic\":\"feeds/many\"}");
    String all = fetched(id);
    assertThat(all.lines()).hasSize(MANY);
    String path = "api/jobs/" + id + "/result";
    int middle = all.length() / 2;
    HttpResponse<String> first =
        alice.send(alice.request(path).header("Range", "bytes=0-" + (middle - 1)));
    HttpResponse<String> second =
        alice.send(alice.request(path).header("Range", "bytes=" + middle + "-"));
    assertThat(first.statusCode()).isEqualTo(206);
    assertThat(first.body() + second.body()).isEqualTo(all);
    assertThat(second.headers().firstValue("Content-Range"))
        .contains("bytes %d-%d/%d".formatted(middle, all.length() - 1, all.length()));
    String tag = first.headers().firstValue("ETag").orElseThrow();
    assertThat(tag).isEqualTo('"' + job(id).at("result", "checksum").text() + '"');
    assertThat(
            status(alice.send(alice.request(path).headers("Range", "bytes=1-2", "If-Range", tag))))
        .isEqualTo(206);
    assertThat(
            alice
                .send(alice.request(path).headers("Range", "bytes=1-2", "If-Range", "\"other\""))
                .body())
        .isEqualTo(all);
    HttpResponse<String> beyond =
        alice.send(alice.request(path).header("Range", "bytes=" + all.length() + "-"));
    assertThat(beyond.statusCode()).isEqualTo(416);
    assertThat(beyond.headers().firstValue("Content-Range")).contains("bytes */" + all.length());
    HttpResponse<String> head =
        alice.send(alice.request(path).method("HEAD", BodyPublishers.noBody()));
    assertThat(head.headers().firstValue("Content-Length")).contains("" + all.length());
    assertThat(head.headers().firstValue("Content-Disposition").orElse(""))
        .startsWith("attachment");
  }

  @Test
  @Order(6)
  void it_is_left_when_its_owner_wants_it_no_more() {
    String id = started(alice, "{\"export\":\"events\",\"topic\":\"feeds/many\"}");
    await().atMost(LONG).until(() -> job(id).at("done").number() > 100);
    HttpResponse<String> answer = send(alice, "POST", "api/jobs/" + id + "/cancel", "");
    assertThat(answer.statusCode()).isEqualTo(202);
    JsonTree end = ended(id);
    assertThat(end.at("state").text()).isEqualTo("cancelled");
    assertThat(end.at("done").number()).isLessThan(MANY);
    assertThat(status(alice.get("api/jobs/" + id + "/result"))).isEqualTo(409);
    assertThat(alice.get(Client.events("jobs/" + id)).body())
        .contains("\"started\"", "\"cancelled\"")
        .doesNotContain("\"complete\"");
    assertThat(status(send(alice, "POST", "api/jobs/" + id + "/cancel", ""))).isEqualTo(202);
    assertThat(status(alice.delete("api/jobs/" + id))).isEqualTo(204);
    assertThat(status(alice.get("api/jobs/" + id))).isEqualTo(404);
  }

  @Test
  @Order(7)
  void what_cannot_be_done_is_told() {
    assertThat(status(send(alice, "POST", "api/jobs", "{\"export\":\"all\"}"))).isEqualTo(400);
    assertThat(
            status(
                send(alice, "POST", "api/jobs", "{\"export\":\"events\",\"topic\":\"metrics/x\"}")))
        .isEqualTo(403);
    assertThat(
            status(
                send(
                    alice,
                    "POST",
                    "api/jobs",
                    "{\"export\":\"events\",\"topic\":\"tidings/notifications\"}")))
        .isEqualTo(403);
    assertThat(
            status(
                send(
                    alice,
                    "POST",
                    "api/jobs",
                    "{\"export\":\"events\",\"topic\":\"feeds/few\",\"format\":\"xls\"}")))
        .isEqualTo(400);
    assertThat(status(alice.get("api/jobs?limit=0"))).isEqualTo(400);
    assertThat(status(alice.get("api/jobs?after=unknown"))).isEqualTo(400);
    assertThat(status(alice.get("api/jobs/%00"))).isIn(400, 404);
    assertThat(status(send(alice, "PUT", "api/jobs/x/progress", "{}"))).isEqualTo(403);
    assertThat(status(send(news, "PUT", "api/jobs/x/progress", "{}"))).isEqualTo(400);
    // The same key is the same job; another wish needs another key.
    String export = "{\"export\":\"events\",\"topic\":\"feeds/few\"}";
    String id = started(alice, export, "Idempotency-Key", "once");
    assertThat(started(alice, export, "Idempotency-Key", "once")).isEqualTo(id);
    assertThat(
            status(
                send(
                    alice,
                    "POST",
                    "api/jobs",
                    export.replace("few", "many"),
                    "Idempotency-Key",
                    "once")))
        .isEqualTo(422);
    ended(id);
    // Bounds.
    String big = "{\"export\":\"events\",\"topic\":\"feeds/many\"}";
    List<String> two = List.of(started(alice, big), started(alice, big));
    HttpResponse<String> third = send(alice, "POST", "api/jobs", big);
    assertThat(third.statusCode()).isEqualTo(429);
    assertThat(third.headers().firstValue("Retry-After")).isPresent();
    two.forEach(each -> send(alice, "POST", "api/jobs/" + each + "/cancel", ""));
    two.forEach(JobsIT::ended);
    server.editVariable("tidings.jobs.export-bytes", "5000");
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(ended(started(alice, big)).at("reason").text()).contains("5,000 bytes"));
    server.editVariable("tidings.jobs.export-bytes", "1073741824");
    assertThat(titles(alice)).contains("Export of feeds/many has failed");
  }

  @Test
  @Order(8)
  void an_application_reports_a_job_of_its_own() {
    JsonTree first =
        report("import-7", "{\"owner\":\"alice\",\"title\":\"Import\",\"done\":20,\"total\":200}");
    assertThat(first.at("done").number()).isEqualTo(20);
    assertThat(first.at("rate").isMissing()).isTrue();
    assertThat(first.at("state").text()).isEqualTo("running");
    assertThat(first.at("by").text()).isEqualTo("news");
    try (Listener listener = alice.listening("topic=jobs/import-7&topic=jobs/import-7/progress")) {
      report("import-7", "{\"done\":50,\"total\":200}");
      listener.until(message -> message.data().contains("\"done\":50"));
      assertThat(report("import-7", "{\"done\":60}").at("total").number()).isEqualTo(200);
      send(alice, "POST", "api/jobs/import-7/cancel", "");
      JsonTree told = report("import-7", "{\"done\":70}");
      assertThat(told.at("cancelling").flag()).isTrue();
      assertThat(told.at("state").text()).isEqualTo("running");
      String end = "{\"state\":\"complete\",\"done\":200,\"result\":{\"url\":\"/imports/7\"}}";
      report("import-7", end);
      List<Message> messages = listener.until(message -> message.type().equals("complete"));
      assertThat(messages.get(messages.size() - 1).data()).contains("\"url\":\"/imports/7\"");
      report("import-7", end);
    }
    assertThat(status(send(news, "PUT", "api/jobs/import-7/progress", "{\"done\":1}")))
        .isEqualTo(409);
    assertThat(
            status(
                send(
                    news,
                    "PUT",
                    "api/jobs/import-7/progress",
                    "{\"state\":\"failed\",\"reason\":\"x\"}")))
        .isEqualTo(409);
    Client admin = Client.signedIn(server.uri(), "admin");
    assertThat(status(send(admin, "PUT", "api/jobs/import-7/progress", "{}"))).isEqualTo(403);
    assertThat(status(alice.get("api/jobs/import-7/result"))).isEqualTo(404);
    assertThat(alice.get(Client.events("jobs/import-7")).body().split("\"complete\"", -1))
        .hasSize(2);
    await().atMost(LONG).until(() -> titles(alice).contains("Import is ready"));
    report("quiet", "{\"owner\":\"alice\",\"title\":\"Quiet\",\"quiet\":true}");
    report("quiet", "{\"state\":\"failed\",\"reason\":\"The disk is full.\",\"quiet\":true}");
    report("loud", "{\"owner\":\"alice\",\"title\":\"Loud\"}");
    report("loud", "{\"state\":\"failed\",\"reason\":\"The disk is full.\"}");
    await().atMost(LONG).until(() -> titles(alice).contains("Loud has failed"));
    assertThat(titles(alice)).doesNotContain("Quiet has failed");
    assertThat(job("loud").at("reason").text()).isEqualTo("The disk is full.");
  }

  @ParameterizedTest
  @Order(8)
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"state\":\"waiting\"} | state",
        "{\"state\":\"done\"} | state",
        "{\"state\":\"failed\"} | reason",
        "{\"reason\":\"why\"} | reason",
        "{\"done\":-1} | done",
        "{\"done\":1.5} | done",
        "{\"done\":\"1\"} | done",
        "{\"total\":9007199254740993} | total",
        "{\"unit\":\"miles\"} | unit",
        "{\"title\":\"\"} | title",
        "{\"title\":\"a\\nb\"} | title",
        "{\"doing\":\"\\u202egnitset\"} | doing",
        "{\"result\":{\"url\":\"/x\"}} | result",
        "{\"state\":\"complete\",\"result\":{\"url\":\"javascript:alert(1)\"}} | result.url",
        "{\"state\":\"complete\",\"result\":{\"url\":\"//evil.example\"}} | result.url",
        "{\"state\":\"complete\",\"result\":{\"url\":\"http://plain.example\"}} | result.url",
        "{\"state\":\"complete\",\"result\":{\"size\":-1}} | size",
        "{\"quiet\":\"yes\"} | quiet",
        "{\"stat\":\"running\"} | body",
        "[] | body",
        "nonsense | body"
      })
  void what_a_report_cannot_say_is_named(String body, String field) {
    HttpResponse<String> answer = send(news, "PUT", "api/jobs/wrong/progress", body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(JsonTree.of(answer.body()).at("field").text()).isEqualTo(field);
  }

  @Test
  @Order(8)
  void an_id_is_used_once_and_what_an_application_forgot_can_be_taken_away() {
    report("once", "{\"owner\":\"alice\",\"title\":\"Secret of alice\"}");
    assertThat(status(alice.delete("api/jobs/once"))).isEqualTo(409);
    send(alice, "POST", "api/jobs/once/cancel", "");
    assertThat(status(alice.delete("api/jobs/once"))).isEqualTo(204);
    assertThat(
            status(
                send(
                    news,
                    "PUT",
                    "api/jobs/once/progress",
                    "{\"owner\":\"bob\",\"title\":\"Of bob\"}")))
        .isEqualTo(409);
    String key = "{\"export\":\"events\",\"topic\":\"feeds/few\"}";
    String id = started(alice, key, "Idempotency-Key", "gone");
    ended(id);
    assertThat(status(alice.delete("api/jobs/" + id))).isEqualTo(204);
    assertThat(status(send(alice, "POST", "api/jobs", key, "Idempotency-Key", "gone")))
        .isEqualTo(409);
  }

  @Test
  @Order(8)
  void a_long_title_and_a_long_topic_are_no_trouble() {
    String title = "x".repeat(179) + "🎉" + "y".repeat(10);
    String topic = "feeds/" + "t".repeat(194);
    news.say(topic, "far away");
    String id =
        started(
            alice,
            "{\"export\":\"events\",\"topic\":\"%s\",\"title\":\"%s\"}".formatted(topic, title));
    assertThat(fetched(id)).contains("far away");
    assertThat(fetched(started(alice, "{\"export\":\"events\",\"topic\":\"" + topic + "\"}")))
        .contains("far away");
    await().atMost(LONG).until(() -> titles(alice).contains("x".repeat(179) + " is ready"));
  }

  @Test
  @Order(8)
  void bounds_hold_whoever_comes_at_once() {
    String big = "{\"export\":\"events\",\"topic\":\"feeds/many\"}";
    List<Integer> answers =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(i -> status(send(alice, "POST", "api/jobs", big)))
            .toList();
    assertThat(answers).containsOnly(202, 429).filteredOn(answer -> answer == 202).hasSize(2);
    JsonTree.of(alice.get("api/jobs").body()).at("jobs").list().stream()
        .filter(job -> !ENDS.contains(job.at("state").text()))
        .map(job -> job.at("id").text())
        .forEach(
            id -> {
              send(alice, "POST", "api/jobs/" + id + "/cancel", "");
              ended(id);
            });
  }

  @Test
  @Order(9)
  void a_list_has_pages() {
    List<String> all = ids("limit=100");
    assertThat(all).hasSizeGreaterThan(5).doesNotHaveDuplicates();
    List<String> paged = new ArrayList<>();
    JsonTree page = JsonTree.of(alice.get("api/jobs?limit=4").body());
    page.at("jobs").list().forEach(job -> paged.add(job.at("id").text()));
    while (!page.at("next").isMissing()) {
      String after = page.at("next").text();
      page = JsonTree.of(alice.get("api/jobs?limit=4&after=" + after).body());
      page.at("jobs").list().forEach(job -> paged.add(job.at("id").text()));
    }
    assertThat(paged).isEqualTo(all);
  }

  private static List<String> ids(String query) {
    return JsonTree.of(alice.get("api/jobs?" + query).body()).at("jobs").list().stream()
        .map(job -> job.at("id").text())
        .toList();
  }

  @Test
  @Order(10)
  void a_server_that_is_killed_goes_on_where_it_was() {
    String whole = fetched(started(alice, "{\"export\":\"events\",\"topic\":\"feeds/many\"}"));
    String id = started(alice, "{\"export\":\"events\",\"topic\":\"feeds/many\"}");
    String cursor = job(id).at("cursor").text();
    await().atMost(LONG).until(() -> job(id).at("done").number() > 300);
    long before = job(id).at("done").number();
    server.kill();
    server.start();
    signIn();
    try (Listener listener =
        alice.listening(
            "topic=jobs/%1$s&topic=jobs/%1$s/progress&after=%2$s".formatted(id, cursor))) {
      ended(id);
      List<Message> told = listener.until(message -> message.type().equals("complete"));
      assertThat(told)
          .filteredOn(message -> message.type().equals("progress"))
          .isNotEmpty()
          .allSatisfy(
              message ->
                  assertThat(JsonTree.of(message.data()).at("data", "done").number())
                      .isGreaterThanOrEqualTo(before));
    }
    assertThat(fetched(id)).isEqualTo(whole);
    assertThat(events(id)).containsExactly("started", "complete");
  }

  @Test
  @Order(11)
  void results_expire_and_so_do_jobs() {
    server.editVariable("tidings.jobs.result-kept", "PT1S");
    String id = started(alice, "{\"export\":\"events\",\"topic\":\"feeds/few\"}");
    while (Instant.parse(ended(id).at("result", "until").text())
        .isAfter(Instant.now().plus(Duration.ofMinutes(1)))) {
      // The edit was not seen yet.
      id = started(alice, "{\"export\":\"events\",\"topic\":\"feeds/few\"}");
    }
    String expired = id;
    await().atMost(LONG).until(() -> status(alice.get("api/jobs/" + expired + "/result")) == 410);
    assertThat(job(expired).at("state").text()).isEqualTo("complete");
    assertThat(job(expired).at("result", "url").isMissing()).isTrue();
    server.editVariable("tidings.jobs.kept", "PT1S");
    await().atMost(LONG).until(() -> ids("limit=100").isEmpty());
  }

  @Test
  @Order(12)
  void nothing_is_left_and_nobody_has_to_ask_what_went_wrong() throws SQLException {
    server.stop();
    assertThat(pieces()).as("what nobody can fetch is gone").isZero();
    assertThat(server.failures()).isEmpty();
    assertThat(server.complaints()).isEmpty();
  }

  private static long pieces() throws SQLException {
    String url = "jdbc:h2:file:" + server.directory().resolve("data/tidings");
    try (Connection database = DriverManager.getConnection(url, "tidings", "tidings");
        Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from tidings_job_part")) {
      row.next();
      return row.getLong(1);
    }
  }
}
