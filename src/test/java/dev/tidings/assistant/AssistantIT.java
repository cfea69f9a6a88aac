package dev.tidings.assistant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.Client;
import dev.tidings.JsonTree;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import dev.tidings.SseParser.Message;
import dev.tidings.assistant.Asker.Outcome;
import dev.tidings.assistant.ModelServer.Call;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The assistant on a real server, with a real HTTP server in the place of the language model. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AssistantIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  private static LibertyServer server;
  private static ModelServer model;
  private static Asker alice;
  private static Asker bob;

  private final String prompt = "test " + UUID.randomUUID();

  @BeforeAll
  static void begin() {
    AssistantServer shared = AssistantServer.shared();
    server = shared.liberty();
    model = shared.model();
    alice = Asker.of(shared, "alice");
    bob = Asker.of(shared, "bob");
  }

  private static <T> T soon(CompletableFuture<T> future) {
    return future.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Test
  void the_answer_streams_and_ends_once() {
    CompletableFuture<Call> asked = new CompletableFuture<>();
    model.on(
        prompt,
        call -> {
          asked.complete(call);
          call.complete("Hello", ", ", "w\u00f6rld ", "\ud83d\ude00", "\n\n**bold**");
        });
    Outcome outcome = alice.outcome(prompt);
    assertThat(outcome.text()).isEqualTo("Hello, w\u00f6rld \ud83d\ude00\n\n**bold**");
    assertThat(outcome.types()).containsExactly("started", "complete");
    assertThat(outcome.end().at("finish").text()).isEqualTo("stop");
    assertThat(outcome.end().at("tokensIn").number()).isEqualTo(7);
    assertThat(outcome.end().at("tokensOut").number()).isEqualTo(5);

    Call call = soon(asked);
    assertThat(call.requestLine()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
    assertThat(call.header("Authorization")).isEqualTo("Bearer " + AssistantServer.KEY);
    assertThat(call.body().at("model").text()).isEqualTo("test-model");
    assertThat(call.body().at("stream").flag()).isTrue();
    assertThat(call.messages()).containsExactly("user: " + prompt);
  }

  @Test
  void tokens_that_come_together_share_an_event_and_each_is_there_soon() throws IOException {
    CountDownLatch seen = new CountDownLatch(1);
    model.on(
        prompt,
        call -> {
          call.begin();
          call.say("first");
          call.await(seen);
          for (int i = 0; i < 500; i++) {
            call.say(" " + i);
          }
          call.finish();
        });
    JsonTree asked = alice.ask(prompt);
    try (Listener stream = alice.listen(asked)) {
      // Alone, and not only when the answer is complete.
      Message first = stream.next("token");
      assertThat(JsonTree.of(first.data()).at("data", "text").text()).isEqualTo("first");
      seen.countDown();
      List<Message> rest = stream.until(message -> message.type().equals("complete"));
      // 500 tokens in far less than 500 events.
      assertThat(rest.size()).isBetween(2, 250);
    }
    assertThat(alice.snapshot(asked.at("id").text()).at("text").text())
        .startsWith("first 0 1 2 ")
        .endsWith(" 498 499");
  }

  @Test
  void who_comes_late_or_back_gets_the_text_once() {
    CountDownLatch half = new CountDownLatch(1);
    CountDownLatch back = new CountDownLatch(1);
    model.on(
        prompt,
        call -> {
          call.begin();
          call.say("one ");
          call.say("two ");
          call.await(half);
          call.say("three ");
          call.await(back);
          call.say("four");
          call.finish();
        });
    JsonTree asked = alice.ask(prompt);
    String id = asked.at("id").text();
    String all = "one two three four";
    try (Listener early = alice.listen(asked)) {
      await().atMost(SOON).until(() -> alice.snapshot(id).at("text").text().equals("one two "));
      JsonTree snapshot = alice.snapshot(id);
      assertThat(snapshot.at("state").text()).isEqualTo("running");
      assertThat(snapshot.at("begun").flag()).isTrue();
      assertThat(snapshot.at("prompt").text()).isEqualTo(prompt);
      String lastId;
      try (Listener late = alice.listen(snapshot)) {
        half.countDown();
        assertThat(JsonTree.of(late.next("token").data()).at("data", "text").text())
            .isEqualTo("three ");
        lastId = late.lastId();
      }
      back.countDown();
      try (Listener again =
          alice.client().listening("topic=assistant/" + id, "Last-Event-ID", lastId)) {
        assertThat(Asker.outcome(again, "one two three ").text()).isEqualTo(all);
      }
      assertThat(Asker.outcome(early, "").text()).isEqualTo(all);
    }
    JsonTree end = alice.snapshot(id);
    assertThat(end.at("text").text()).isEqualTo(all);
    assertThat(end.at("state").text()).isEqualTo("complete");
    // Its cursor is behind the end: nothing comes a second time.
    try (Listener over =
        alice
            .client()
            .listening(
                "topic=assistant/" + id + "&topic=feeds/news&after=" + end.at("cursor").text())) {
      Client.signedIn(server.uri(), "news").say("feeds/news", "sentinel " + id);
      assertThat(over.until("sentinel " + id)).hasSize(1);
    }
  }

  @Test
  void snapshots_at_any_moment_and_their_streams_give_the_text_once() {
    model.on(
        prompt,
        call -> {
          call.begin();
          for (int i = 0; i < 1_500; i++) {
            call.say(i + " ");
          }
          call.finish();
        });
    JsonTree asked = alice.ask(prompt);
    String id = asked.at("id").text();
    String all;
    try (Listener stream = alice.listen(asked)) {
      for (int i = 0; i < 8; i++) {
        JsonTree snapshot = alice.snapshot(id);
        if (snapshot.at("state").text().equals("running")) {
          try (Listener late = alice.listen(snapshot)) {
            Asker.outcome(late, snapshot.at("text").text());
          }
          break;
        }
      }
      all = Asker.outcome(stream, "").text();
    }
    assertThat(all).startsWith("0 1 2 ").endsWith(" 1498 1499 ");
    assertThat(alice.snapshot(id).at("text").text()).isEqualTo(all);
  }

  @Test
  void halves_of_a_letter_that_come_apart_are_put_together() {
    model.on(prompt, call -> call.complete("a\ud83d", "\ude00b", "\u0000", "\udc00", "c\ud83d"));
    assertThat(alice.outcome(prompt).text()).isEqualTo("a\ud83d\ude00b\ufffd\ufffdc\ufffd");
  }

  @Test
  void a_conversation_goes_on_with_what_was_said() {
    JsonTree first = alice.ask(prompt);
    String id = first.at("id").text();
    try (Listener stream = alice.listen(first)) {
      Asker.outcome(stream, "");
    }
    CompletableFuture<Call> asked = new CompletableFuture<>();
    model.on(
        "and " + prompt,
        call -> {
          asked.complete(call);
          call.complete("more");
        });
    JsonTree second = alice.goOn("and " + prompt, id);
    assertThat(second.at("conversation").text()).isEqualTo(id);
    assertThat(soon(asked).messages())
        .containsExactly("user: " + prompt, "assistant: " + prompt, "user: and " + prompt);
    try (Listener stream = alice.listen(second)) {
      Asker.outcome(stream, "");
    }
    JsonTree all = JsonTree.of(alice.client().get("api/assistant?conversation=" + id).body());
    assertThat(all.at("answers").list())
        .extracting(answer -> answer.at("text").text())
        .containsExactly(prompt, "more");
    assertThat(bob.client().get("api/assistant?conversation=" + id).statusCode()).isEqualTo(404);
    assertThat(bob.post("{\"prompt\":\"x\",\"after\":\"" + id + "\"}").statusCode()).isEqualTo(400);
  }

  @Test
  void cancelling_closes_the_connection_and_keeps_the_text() {
    CompletableFuture<Call> asked = new CompletableFuture<>();
    model.on(
        prompt,
        call -> {
          call.begin();
          call.say("so far");
          asked.complete(call);
          call.hungUp.join();
        });
    JsonTree answer = alice.ask(prompt);
    String id = answer.at("id").text();
    try (Listener stream = alice.listen(answer)) {
      stream.next("token");
      assertThat(alice.client().delete("api/assistant/" + id).statusCode()).isEqualTo(204);
      assertThat(Asker.outcome(stream, "so far").types()).containsExactly("cancelled");
    }
    soon(soon(asked).hungUp);
    assertThat(alice.client().delete("api/assistant/" + id).statusCode()).isEqualTo(204);
    JsonTree end = alice.snapshot(id);
    assertThat(end.at("state").text()).isEqualTo("cancelled");
    assertThat(end.at("text").text()).isEqualTo("so far");
    assertThat(history(id)).containsExactly("started", "token", "cancelled");
  }

  @Test
  void what_has_not_begun_to_answer_can_be_cancelled_too() {
    CompletableFuture<Call> asked = new CompletableFuture<>();
    model.on(
        prompt,
        call -> {
          asked.complete(call);
          call.hungUp.join();
        });
    String id = alice.ask(prompt).at("id").text();
    Call call = soon(asked);
    assertThat(alice.client().delete("api/assistant/" + id).statusCode()).isEqualTo(204);
    soon(call.hungUp);
    assertThat(history(id)).containsExactly("cancelled");
  }

  private static List<String> history(String id) {
    return JsonTree.of(alice.client().get(Client.events("assistant/" + id)).body())
        .at("events")
        .list()
        .stream()
        .map(event -> event.at("type").text())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "401, unauthorized",
    "403, unauthorized",
    "404, misconfigured",
    "302, misconfigured",
    "400, rejected",
    "500, unavailable",
    "503, unavailable"
  })
  void what_the_endpoint_refuses_fails_once_and_says_why(int status, String code) {
    model.on(
        prompt,
        call ->
            call.refuse(
                status,
                "{\"error\":{\"message\":\"Incorrect: " + AssistantServer.KEY + "\"}}",
                "Location: " + model.url() + "/elsewhere"));
    Outcome outcome = alice.outcome(prompt);
    assertThat(outcome.types()).containsExactly("failed");
    assertThat(outcome.code()).isEqualTo(code);
    assertThat(outcome.end().at("reason").text())
        .endsWith(".")
        .doesNotContain(AssistantServer.KEY, "Incorrect");
  }

  @Test
  void too_many_questions_upstream_say_when_to_come_back() {
    model.on(prompt, call -> call.refuse(429, "{}", "Retry-After: 17"));
    Outcome outcome = alice.outcome(prompt);
    assertThat(outcome.code()).isEqualTo("rate-limited");
    assertThat(outcome.end().at("reason").text()).contains("17 seconds");
  }

  @Test
  void an_answer_that_breaks_off_fails_and_keeps_its_text() {
    model.on(
        prompt,
        call -> {
          call.begin();
          call.say("half an ans");
        });
    Outcome outcome = alice.outcome(prompt);
    assertThat(outcome.code()).isEqualTo("broken");
    assertThat(outcome.text()).isEqualTo("half an ans");
  }

  @Test
  void an_answer_that_ends_without_its_end_is_not_complete() {
    model.on(
        prompt,
        call -> {
          call.begin();
          call.say("half an ans");
          call.end();
        });
    assertThat(alice.outcome(prompt).code()).isEqualTo("broken");
  }

  @Test
  void an_endpoint_that_fails_in_the_middle_is_told() {
    model.on(
        prompt,
        call -> {
          call.begin();
          call.say("half");
          call.event("{\"error\":{\"message\":\"out of memory\"}}");
          call.hungUp.join();
        });
    assertThat(alice.outcome(prompt).code()).isEqualTo("broken");
  }

  @ParameterizedTest
  @CsvSource({
    "'data: {\"choices\":[{'",
    "'data: not JSON at all'",
    "'<html>A login page</html>'",
    "'{\"answer\":42}'"
  })
  void what_cannot_be_read_fails(String nonsense) {
    model.on(
        prompt,
        call -> {
          call.begin();
          call.raw(nonsense + "\n\n");
          call.end();
        });
    Outcome outcome = alice.outcome(prompt);
    assertThat(outcome.types()).containsExactly("started", "failed");
    assertThat(outcome.code()).isEqualTo("malformed");
  }

  @Test
  void a_model_that_says_nothing_is_given_up() {
    CompletableFuture<Call> before = new CompletableFuture<>();
    CompletableFuture<Call> between = new CompletableFuture<>();
    model.on(
        prompt,
        call -> {
          before.complete(call);
          call.hungUp.join();
        });
    model.on(
        prompt + " later",
        call -> {
          between.complete(call);
          call.begin();
          call.say("well");
          call.hungUp.join();
        });
    JsonTree never = bob.ask(prompt);
    JsonTree stops = bob.ask(prompt + " later");
    try (Listener first = bob.listen(never);
        Listener second = bob.listen(stops)) {
      second.next("token");
      // What is under way is held to it, too.
      server.editVariable("tidings.assistant.first", "PT1S");
      server.editVariable("tidings.assistant.silence", "PT1S");
      Outcome nothing = Asker.outcome(first, "");
      assertThat(nothing.code()).isEqualTo("timeout");
      assertThat(nothing.types()).containsExactly("failed");
      Outcome something = Asker.outcome(second, "well");
      assertThat(something.code()).isEqualTo("timeout");
      assertThat(something.text()).isEqualTo("well");
    } finally {
      server.editVariable("tidings.assistant.first", "PT60S");
      server.editVariable("tidings.assistant.silence", "PT60S");
    }
    soon(soon(before).hungUp);
    soon(soon(between).hungUp);
    model.on(
        prompt + " again",
        call -> {
          call.begin();
          call.hungUp.completeOnTimeout(null, 2, TimeUnit.SECONDS).join();
          call.say("at last");
          call.finish();
        });
    await().atMost(SOON).until(() -> bob.outcome(prompt + " again").type().equals("complete"));
  }

  @Test
  void an_endpoint_that_is_not_there_cannot_be_reached() {
    String url = model.url();
    try (ModelServer gone = new ModelServer()) {
      server.editVariable("tidings.assistant.base-url", gone.url());
    }
    try {
      await().atMost(SOON).until(() -> alice.outcome(prompt).code().equals("unavailable"));
    } finally {
      server.editVariable("tidings.assistant.base-url", url);
      await().atMost(SOON).until(() -> alice.outcome(prompt).type().equals("complete"));
    }
  }

  @Test
  void an_answer_without_end_is_cut() {
    CompletableFuture<Call> asked = new CompletableFuture<>();
    model.on(
        prompt,
        call -> {
          asked.complete(call);
          call.begin();
          while (!call.hungUp.isDone()) {
            call.say("blah ".repeat(2_000));
          }
        });
    Outcome outcome = alice.outcome(prompt);
    assertThat(outcome.code()).isEqualTo("too-long");
    assertThat(outcome.text()).hasSize(60_000);
    soon(soon(asked).hungUp);
  }

  @Test
  void nobody_else_sees_an_answer() {
    JsonTree asked = alice.ask(prompt);
    String id = asked.at("id").text();
    String unknown = UUID.randomUUID().toString();
    for (String method : List.of("GET", "DELETE")) {
      HttpResponse<String> foreign = tried(method, id);
      HttpResponse<String> none = tried(method, unknown);
      assertThat(foreign.statusCode()).isEqualTo(404);
      assertThat(foreign.body()).isEqualTo(none.body());
    }
    assertThat(bob.client().open("topic=assistant/" + id).statusCode())
        .isEqualTo(bob.client().open("topic=assistant/" + unknown).statusCode())
        .isEqualTo(403);
    assertThat(bob.client().get("api/assistant").body()).doesNotContain(id);
    // Not even who publishes can put words into its mouth.
    Client news = Client.signedIn(server.uri(), "news");
    assertThat(news.post("assistant/" + id, Client.message("forged")).statusCode()).isEqualTo(403);
    assertThat(Client.anonymous(server.uri()).get("api/assistant/" + id).statusCode())
        .isEqualTo(401);
  }

  private static HttpResponse<String> tried(String method, String id) {
    return method.equals("GET")
        ? bob.client().get("api/assistant/" + id)
        : bob.client().delete("api/assistant/" + id);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|400|prompt",
        "{\"prompt\":\"  \"}|400|prompt",
        "{\"prompt\":7}|400|prompt",
        "{\"prompt\":\"x\\u0000\"}|400|prompt",
        "{\"prompt\":\"\\ud83d\"}|400|prompt",
        "{\"prompt\":\"x\",\"model\":\"y\"}|400|body",
        "{\"prompt\":\"x\",\"after\":\"y\"}|400|after",
        "[]|400|body",
        "nonsense|400|body"
      })
  void what_cannot_be_asked_is_refused(String body, int status, String field) {
    HttpResponse<String> answer = alice.post(body);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(JsonTree.of(answer.body()).at("field").text()).isEqualTo(field);
  }

  @Test
  void a_prompt_has_a_bound() {
    assertThat(alice.post("{\"prompt\":\"" + "x".repeat(1_001) + "\"}").statusCode())
        .isEqualTo(413);
    assertThat(alice.post("{\"prompt\":\"" + "x".repeat(100_000) + "\"}").statusCode())
        .isEqualTo(413);
  }

  @Test
  void the_same_key_asks_once() {
    String body = "{\"prompt\":\"" + prompt + "\"}";
    HttpResponse<String> first = alice.post(body, "Idempotency-Key", prompt.replace(' ', '-'));
    String id = JsonTree.of(first.body()).at("id").text();
    await().atMost(SOON).until(() -> !alice.snapshot(id).at("state").text().equals("running"));
    HttpResponse<String> second = alice.post(body, "Idempotency-Key", prompt.replace(' ', '-'));
    assertThat(second.statusCode()).isEqualTo(202);
    // With all that was said meanwhile: it lies before the cursor.
    JsonTree again = JsonTree.of(second.body());
    assertThat(again.at("id").text()).isEqualTo(id);
    assertThat(again.at("state").text()).isNotEqualTo("running");
    assertThat(again.at("text").text()).isEqualTo(alice.snapshot(id).at("text").text());
    assertThat(
            alice
                .post("{\"prompt\":\"else\"}", "Idempotency-Key", prompt.replace(' ', '-'))
                .statusCode())
        .isEqualTo(422);
  }

  @Test
  void a_user_has_so_many_at_a_time() {
    CountDownLatch done = new CountDownLatch(1);
    model.on(
        prompt,
        call -> {
          call.begin();
          call.say("x");
          call.await(done);
          call.finish();
        });
    Asker oscar = Asker.of(AssistantServer.shared(), "oscar");
    JsonTree one = oscar.ask(prompt);
    JsonTree two = oscar.ask(prompt);
    HttpResponse<String> third = oscar.post("{\"prompt\":\"" + prompt + "\"}");
    assertThat(third.statusCode()).isEqualTo(429);
    assertThat(third.headers().firstValue("Retry-After")).isPresent();
    // One cannot go on before there is an answer.
    oscar.client().delete("api/assistant/" + one.at("id").text());
    assertThat(
            oscar.post("{\"prompt\":\"x\",\"after\":\"" + two.at("id").text() + "\"}").statusCode())
        .isEqualTo(409);
    done.countDown();
    try (Listener stream = oscar.listen(two)) {
      assertThat(Asker.outcome(stream, "").type()).isEqualTo("complete");
    }
  }

  @Test
  void the_newest_come_first_page_by_page_and_all_pages_hear_of_a_new_one() {
    Asker admin = Asker.of(AssistantServer.shared(), "admin");
    try (Listener everywhere = admin.client().listening("topic=users/me/assistant")) {
      for (int i = 0; i < 3; i++) {
        admin.outcome(prompt + " " + i);
      }
      assertThat(everywhere.take(6))
          .extracting(Message::type)
          .containsExactly("asked", "answered", "asked", "answered", "asked", "answered");
    }
    JsonTree page = JsonTree.of(admin.client().get("api/assistant?limit=2").body());
    assertThat(page.at("answers").list())
        .extracting(answer -> answer.at("prompt").text())
        .containsExactly(prompt + " 2", prompt + " 1");
    String next = page.at("next").text();
    JsonTree rest = JsonTree.of(admin.client().get("api/assistant?after=" + next).body());
    assertThat(rest.at("answers").list().get(0).at("prompt").text()).isEqualTo(prompt + " 0");
    assertThat(rest.at("next").isMissing()).isTrue();
    assertThat(bob.client().get("api/assistant?after=" + next).statusCode()).isEqualTo(400);
  }

  @Test
  void without_a_model_it_says_how_to_configure_one_and_pages_do_not_offer_it() {
    assertThat(alice.client().get("api/session").body()).contains("\"features\":[\"assistant\"]");
    Client other = Client.signedIn(LibertyServer.shared().uri(), "alice");
    HttpResponse<String> answer = other.get("api/assistant");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("Not configured", "tidings.assistant.base-url");
    assertThat(new Asker(other).post("{\"prompt\":\"x\"}").statusCode()).isEqualTo(503);
    assertThat(other.get("api/session").body()).contains("\"features\":[]");
  }

  @Test
  @Order(Integer.MAX_VALUE - 1)
  void the_key_is_in_no_log_and_no_answer() {
    assertThat(server.log()).contains("unauthorized").doesNotContain(AssistantServer.KEY);
    assertThat(server.log()).doesNotContain("goes on after a failure");
    assertThat(server.failures()).isEmpty();
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void what_is_under_way_when_a_server_ends_fails_once() throws SQLException {
    model.on(
        prompt,
        call -> {
          call.begin();
          call.say("half");
          call.hungUp.join();
        });
    String killed = alice.ask(prompt).at("id").text();
    await().atMost(SOON).until(() -> alice.snapshot(killed).at("text").text().equals("half"));
    server.kill();
    server.start();
    alice = Asker.of(AssistantServer.shared(), "alice");
    await().atMost(SOON).until(() -> alice.snapshot(killed).at("state").text().equals("failed"));
    JsonTree end = alice.snapshot(killed);
    assertThat(end.at("code").text()).isEqualTo("restarted");
    assertThat(end.at("text").text()).isEqualTo("half");
    assertThat(history(killed)).containsExactly("started", "token", "failed");

    // In an orderly way, it is done before the end.
    CompletableFuture<Call> asked = new CompletableFuture<>();
    model.on(
        prompt + " again",
        call -> {
          call.begin();
          call.say("some");
          asked.complete(call);
          call.hungUp.join();
        });
    String stopped = alice.ask(prompt + " again").at("id").text();
    await().atMost(SOON).until(() -> alice.snapshot(stopped).at("text").text().equals("some"));
    server.stop();
    soon(soon(asked).hungUp);
    assertThat(column("state", stopped)).isEqualTo("FAILED");
    assertThat(column("code", stopped)).isEqualTo("restarted");
    assertThat(column("answer", stopped)).isEqualTo("some");
  }

  private static String column(String name, String id) throws SQLException {
    String url = "jdbc:h2:file:" + server.directory().resolve("data/tidings");
    try (Connection database = DriverManager.getConnection(url, "tidings", "tidings");
        Statement statement = database.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select " + name + " from tidings_answer where id = '" + id + "'")) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void what_a_user_asked_is_handed_out_and_erased_even_while_it_is_answered() {
    AssistantServer shared = AssistantServer.shared();
    Asker oscar = Asker.of(shared, "oscar");
    Client admin = Client.signedIn(server.uri(), "admin");
    CompletableFuture<Call> asked = new CompletableFuture<>();
    CountDownLatch erased = new CountDownLatch(1);
    model.on(
        prompt,
        call -> {
          call.begin();
          call.say("half");
          asked.complete(call);
          call.await(erased);
          call.say(" and half");
          call.finish();
        });
    JsonTree answer = oscar.ask(prompt);
    soon(asked);
    try (Listener stream = oscar.listen(answer)) {
      stream.next("token");
      assertThat(admin.delete("api/admin/users/oscar/data").body())
          .containsPattern("\"answers\":[1-9]");
      assertThat(stream.ended(SOON)).isTrue();
    } finally {
      erased.countDown();
    }
    Asker back = Asker.of(shared, "oscar");
    assertThat(back.client().get("api/assistant/" + answer.at("id").text()).statusCode())
        .isEqualTo(404);
    assertThat(admin.delete("api/admin/users/oscar/data").body()).contains("\"answers\":0");
  }
}
