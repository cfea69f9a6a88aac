package dev.tidings.inbox;

import static dev.tidings.inbox.Reader.post;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.Client;
import dev.tidings.JsonTree;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /api/inbox} and {@code /api/notifications} on a real server. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InboxApiIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  private static LibertyServer server;
  private static Client news;
  private static Reader alice;
  private static Reader bob;
  private static Reader admin;

  @BeforeAll
  static void start() {
    server =
        LibertyServer.fresh("inbox")
            .editVariable("tidings.inbox.poll", "PT0.1S")
            .editVariable("tidings.inbox.required", "security")
            .start();
    news = Client.signedIn(server.uri(), "news");
    alice = new Reader(Client.signedIn(server.uri(), "alice"));
    bob = new Reader(Client.signedIn(server.uri(), "bob"));
    admin = new Reader(Client.signedIn(server.uri(), "admin"));
    beginDigest();
  }

  @AfterAll
  static void stop() {
    assertThat(server.complaints()).isEmpty();
    assertThat(server.failures()).isEmpty();
    server.close();
  }

  @BeforeEach
  void empty() {
    for (Reader reader : List.of(alice, bob)) {
      reader.items("limit=100").stream()
          .filter(item -> item.at("pinned").flag())
          .forEach(item -> reader.mark("unpinned", item.at("id").number()));
      reader.markAll("archived");
      reader.prefer("{\"timeZone\":\"\",\"quiet\":null,\"categories\":[]}");
    }
  }

  private static String to(String user, String title) {
    return to(user, "builds", title, "");
  }

  private static String to(String user, String category, String title, String more) {
    return "{\"to\":{\"users\":[\"%s\"]},\"category\":\"%s\",\"title\":\"%s\"%s}"
        .formatted(user, category, title, more);
  }

  private static long sent(Reader reader, String user, String title) {
    Reader.notify(news, to(user, title));
    return reader.awaited(title).at("id").number();
  }

  private static void assertCounts(Reader reader, int unread, int unseen) {
    JsonTree counts = reader.counts();
    assertThat(counts.at("unread").number()).as("unread").isEqualTo(unread);
    assertThat(counts.at("unseen").number()).as("unseen").isEqualTo(unseen);
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String field) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains("\"field\":\"" + field + "\"").doesNotContain("Exception");
  }

  @Test
  void an_item_has_all_that_was_said_and_is_unread_and_unseen() {
    Reader.notify(
        news,
        to(
            "alice",
            "orders",
            "Order <b>7</b>",
            ",\"body\":\"Line\\nLine\",\"severity\":\"warning\",\"icon\":\"📦\","
                + "\"link\":{\"href\":\"/orders/7\",\"label\":\"Open\"},"
                + "\"actions\":[{\"label\":\"Approve\",\"method\":\"POST\",\"href\":\"/orders/7/ok\","
                + "\"body\":{\"n\":1}},{\"label\":\"Docs\",\"href\":\"https://example.com/d\"}]"));
    JsonTree item = alice.awaited("Order <b>7</b>");
    assertThat(item.at("body").text()).isEqualTo("Line\nLine");
    assertThat(item.at("severity").text()).isEqualTo("warning");
    assertThat(item.at("category").text()).isEqualTo("orders");
    assertThat(item.at("link", "href").text()).isEqualTo("/orders/7");
    assertThat(item.at("actions").list()).hasSize(2);
    assertThat(item.at("unread").flag()).isTrue();
    assertThat(item.at("unseen").flag()).isTrue();
    assertCounts(alice, 1, 1);
    assertThat(JsonTree.of(alice.client.get("api/inbox/" + item.at("id").text()).body()).text())
        .isEqualTo(item.text());
    assertThat(bob.titles("")).doesNotContain("Order <b>7</b>");
    assertThat(bob.client.get("api/inbox/" + item.at("id").text()).statusCode()).isEqualTo(404);
  }

  @Test
  void every_change_is_told_with_the_counts_of_its_version() {
    try (Listener listener = alice.client.listening("topic=users/me/inbox")) {
      long id = sent(alice, "alice", "told");
      JsonTree told = JsonTree.of(listener.next("notification").data()).at("data");
      assertThat(told.at("item", "id").number()).isEqualTo(id);
      assertThat(told.at("quiet").flag()).isFalse();
      assertThat(told.at("counts", "unread").number()).isEqualTo(1);
      long before = told.at("counts", "version").number();
      JsonTree done = alice.mark("read", id);
      JsonTree marked = JsonTree.of(listener.next("marks").data()).at("data");
      assertThat(marked.at("counts").text()).isEqualTo(done.at("counts").text());
      assertThat(marked.at("counts", "version").number()).isGreaterThan(before);
      assertThat(marked.at("items").list().get(0).at("unread").flag()).isFalse();
      alice.markAll("archived");
      assertThat(JsonTree.of(listener.next("marks").data()).at("data", "reload").flag()).isTrue();
    }
  }

  @Test
  void the_page_says_from_where_to_listen_so_that_nothing_is_missed() {
    JsonTree page = alice.page("");
    Reader.notify(news, to("alice", "in between"));
    alice.awaited("in between");
    try (Listener listener =
        alice.client.listen(
            "topic=" + page.at("topic").text() + "&after=" + page.at("cursor").text())) {
      assertThat(listener.next("notification").data()).contains("in between");
    }
  }

  @Test
  void seen_read_unread_archived_and_back_and_undone() {
    long first = sent(alice, "alice", "first");
    long second = sent(alice, "alice", "second");
    assertCounts(alice, 2, 2);
    alice.markAll("seen");
    assertCounts(alice, 2, 0);
    JsonTree done = alice.mark("read", first);
    assertCounts(alice, 1, 0);
    assertThat(alice.titles("tab=unread")).containsExactly("second");
    alice.undo(done);
    assertCounts(alice, 2, 0);
    assertThat(alice.titles("tab=unread")).containsExactly("second", "first");
    alice.mark("archived", first, second);
    assertCounts(alice, 0, 0);
    assertThat(alice.titles("")).isEmpty();
    assertThat(alice.titles("tab=archived")).startsWith("second", "first");
    alice.mark("unarchived", first);
    assertThat(alice.titles("")).containsExactly("first");
    alice.mark("unread", first);
    assertCounts(alice, 1, 0);
  }

  @Test
  void all_at_once_and_undone_in_every_tab() {
    long pinned = sent(alice, "alice", "pinned");
    sent(alice, "alice", "one");
    long read = sent(alice, "alice", "two");
    alice.mark("pinned", pinned);
    alice.mark("read", read);
    JsonTree done = alice.markAll("archived");
    assertCounts(alice, 0, 0);
    assertThat(alice.titles("")).containsExactly("pinned");
    assertThat(alice.titles("tab=archived")).startsWith("two", "one");
    alice.undo(done);
    assertThat(alice.titles("")).containsExactly("pinned", "two", "one");
    assertThat(alice.titles("tab=unread")).containsExactlyInAnyOrder("pinned", "one");
    assertThat(alice.unread()).isEqualTo(2);
    JsonTree all = alice.markAll("read");
    assertThat(alice.titles("tab=unread")).isEmpty();
    sent(alice, "alice", "three");
    alice.undo(all);
    assertThat(alice.unread()).isEqualTo(3);
    assertThat(alice.titles("tab=unread")).hasSize(3);
  }

  @Test
  void only_the_last_change_can_be_undone() {
    long id = sent(alice, "alice", "changed twice");
    JsonTree first = alice.mark("read", id);
    alice.mark("archived", id);
    String body = "{\"version\":" + first.at("undo").number() + "}";
    assertThat(post(alice.client, "api/inbox/undo", body).statusCode()).isEqualTo(409);
  }

  @Test
  void pinned_ones_come_first_and_are_bounded() {
    long id = sent(alice, "alice", "older");
    sent(alice, "alice", "newer");
    alice.mark("pinned", id);
    assertThat(alice.titles("")).containsExactly("older", "newer");
    alice.mark("unpinned", id);
    assertThat(alice.titles("")).containsExactly("newer", "older");
    IntStream.range(0, 101).forEach(i -> Reader.notify(news, to("alice", "p" + i)));
    alice.awaited("p100");
    String ids =
        alice.all("", 100).stream()
            .limit(101)
            .map(item -> item.at("id").text())
            .collect(joining(","));
    assertThat(
            post(alice.client, "api/inbox/marks", "{\"mark\":\"pinned\",\"ids\":[" + ids + "]}")
                .statusCode())
        .isEqualTo(409);
  }

  @Test
  void a_later_one_with_the_same_key_takes_the_place_of_the_first_and_is_unread_again() {
    Reader.notify(news, to("alice", "builds", "Build 1", ",\"dedupeKey\":\"build\""));
    long id = alice.awaited("Build 1").at("id").number();
    alice.mark("read", id);
    alice.mark("archived", id);
    Reader.notify(news, to("alice", "builds", "Build 2", ",\"dedupeKey\":\"build\""));
    JsonTree item = alice.awaited("Build 2");
    assertThat(item.at("id").number()).isEqualTo(id);
    assertThat(alice.titles("")).containsExactly("Build 2");
    assertCounts(alice, 1, 1);
  }

  @Test
  void an_expired_one_goes_by_itself_and_out_of_the_counts() {
    Instant end = Instant.now().plusSeconds(3);
    Reader.notify(news, to("alice", "builds", "short", ",\"expiresAt\":\"" + end + "\""));
    alice.awaited("short");
    assertCounts(alice, 1, 1);
    await().atMost(SOON).untilAsserted(() -> assertCounts(alice, 0, 0));
    assertThat(alice.titles("")).isEmpty();
  }

  @Test
  void everyone_a_role_and_those_who_come_later() {
    Reader.notify(
        news, "{\"to\":{\"everyone\":true},\"category\":\"all\",\"title\":\"to those here\"}");
    Reader.notify(
        news,
        "{\"to\":{\"everyone\":true,\"later\":true},\"category\":\"all\",\"title\":\"to all\"}");
    Reader.notify(
        news, "{\"to\":{\"role\":\"operator\"},\"category\":\"all\",\"title\":\"to operators\"}");
    for (Reader reader : List.of(alice, bob)) {
      reader.awaited("to those here");
      reader.awaited("to all");
    }
    // Comes for the first time.
    Reader oscar = new Reader(Client.signedIn(server.uri(), "oscar"));
    oscar.awaited("to all");
    oscar.awaited("to operators");
    assertThat(oscar.titles("")).doesNotContain("to those here");
    Reader.notify(
        news, "{\"to\":{\"role\":\"operator\"},\"category\":\"all\",\"title\":\"again\"}");
    oscar.awaited("again");
    assertThat(alice.titles("")).doesNotContain("to operators", "again");
    assertThat(oscar.titles("")).doesNotHaveDuplicates();
  }

  @Test
  void pages_go_on_by_cursor_without_a_double_or_a_gap_while_others_arrive() {
    IntStream.range(0, 45).forEach(i -> Reader.notify(news, to("alice", "n" + i)));
    alice.awaited("n44");
    JsonTree page = alice.page("limit=10");
    List<String> titles =
        new ArrayList<>(
            page.at("items").list().stream().map(item -> item.at("title").text()).toList());
    sent(alice, "alice", "meanwhile");
    while (!page.at("next").isMissing()) {
      page = alice.page("limit=10&after=" + page.at("next").text());
      page.at("items").list().forEach(item -> titles.add(item.at("title").text()));
    }
    assertThat(titles)
        .containsExactlyElementsOf(
            IntStream.iterate(44, i -> i >= 0, i -> i - 1).mapToObj(i -> "n" + i).toList());
    assertThat(alice.all("tab=unread", 7)).hasSize(46);
    alice.markAll("archived");
    assertThat(alice.all("tab=archived", 100)).hasSizeGreaterThanOrEqualTo(46);
    assertThat(alice.all("tab=archived", 9).stream().map(item -> item.at("id").number()))
        .doesNotHaveDuplicates()
        .hasSameSizeAs(alice.all("tab=archived", 100));
  }

  @Test
  void search_and_category_find_what_fits_step_by_step() {
    server.editVariable("tidings.inbox.searched", "10");
    await().atMost(SOON).until(() -> !alice.page("q=nothing").isMissing());
    IntStream.range(0, 30).forEach(i -> Reader.notify(news, to("alice", "plain " + i)));
    Reader.notify(news, to("alice", "rare", "Needle 100%", ",\"body\":\"in the HAY_stack\""));
    IntStream.range(30, 60).forEach(i -> Reader.notify(news, to("alice", "plain " + i)));
    alice.awaited("plain 59");
    for (String text : List.of("needle", "100%", "hay_s", "HAY")) {
      assertThat(alice.all("q=" + Reader.escaped(text), 30)).as(text).hasSize(1);
    }
    assertThat(alice.all("q=h%25y", 30)).isEmpty();
    JsonTree step = alice.page("q=needle");
    assertThat(step.at("items").list()).isEmpty();
    assertThat(Instant.parse(step.at("searchedTo").text())).isBefore(Instant.now());
    assertThat(alice.all("q=plain&tab=unread", 7)).hasSize(60);
    assertThat(alice.all("category=rare", 30)).hasSize(1);
    assertThat(alice.all("category=rare&tab=unread", 30)).hasSize(1);
    JsonTree done = alice.marks("{\"mark\":\"read\",\"all\":true,\"category\":\"rare\"}");
    assertThat(done.at("changed").number()).isEqualTo(1);
    assertThat(alice.unread()).isEqualTo(60);
    assertThat(alice.client.get("api/inbox/categories").body()).contains("\"builds\"", "\"rare\"");
    server.editVariable("tidings.inbox.searched", "1000");
  }

  @Test
  void what_is_switched_off_does_not_come_unless_it_is_required() {
    alice.prefer(
        "{\"categories\":[{\"category\":\"builds\",\"inApp\":false},"
            + "{\"category\":\"security\",\"inApp\":false}],\"default\":{\"inApp\":true}}");
    Reader.notify(news, to("alice", "unwanted"));
    Reader.notify(news, to("alice", "security", "required", ""));
    Reader.notify(news, to("alice", "orders", "wanted", ""));
    alice.awaited("wanted");
    assertThat(alice.titles("")).containsExactly("wanted", "required");
    JsonTree preferences = JsonTree.of(alice.client.get("api/inbox/preferences").body());
    assertThat(
            preferences.at("categories").list().stream()
                .filter(each -> each.at("category").text().equals("security")))
        .allMatch(each -> each.at("required").flag());
  }

  /** Begun before all other tests, as it takes a minute. */
  @Test
  @Order(Integer.MAX_VALUE)
  void a_digest_collects_for_its_window_and_can_be_opened() {
    JsonTree digest =
        await()
            .atMost(Duration.ofSeconds(90))
            .until(
                () -> admin.items("category=digest"),
                items -> items.stream().anyMatch(item -> !item.at("count").isMissing()))
            .get(0);
    assertThat(digest.at("count").number()).isEqualTo(3);
    assertThat(digest.at("unread").flag()).isTrue();
    String held = admin.client.get("api/inbox/" + digest.at("id").text() + "/items").body();
    assertThat(JsonTree.of(held).at("items").list())
        .extracting(item -> item.at("title").text())
        .containsExactly("held 2", "held 1", "held 0 again");
    long before = admin.unread();
    admin.mark("read", digest.at("id").number());
    assertThat(admin.unread()).isEqualTo(before - 1);
    // One of what it held is news again, and no longer of this digest.
    admin.prefer("{\"categories\":[]}");
    Reader.notify(news, to("admin", "digest", "held 0 once more", ",\"dedupeKey\":\"held\""));
    assertThat(admin.awaited("held 0 once more").at("unread").flag()).isTrue();
    assertThat(admin.items("category=digest").get(1).at("count").number()).isEqualTo(2);
  }

  private static void beginDigest() {
    admin.prefer("{\"categories\":[{\"category\":\"digest\",\"digestMinutes\":1}]}");
    Reader.notify(news, to("admin", "digest", "held 0", ",\"dedupeKey\":\"held\""));
    Reader.notify(news, to("admin", "digest", "held 1", ""));
    Reader.notify(news, to("admin", "digest", "held 2", ""));
    Reader.notify(news, to("admin", "digest", "held 0 again", ",\"dedupeKey\":\"held\""));
    Reader.notify(news, to("admin", "orders", "not held", ""));
    admin.awaited("not held");
    assertThat(admin.titles("")).containsExactly("not held");
    assertCounts(admin, 1, 1);
  }

  @Test
  void in_quiet_hours_it_comes_but_says_so() {
    DateTimeFormatter minutes = DateTimeFormatter.ofPattern("HH:mm");
    LocalTime now = LocalTime.now(ZoneOffset.UTC);
    alice.prefer(
        "{\"timeZone\":\"UTC\",\"quiet\":{\"from\":\"%s\",\"to\":\"%s\"}}"
            .formatted(minutes.format(now.minusHours(1)), minutes.format(now.plusHours(1))));
    try (Listener listener = alice.client.listening("topic=users/me/inbox")) {
      Reader.notify(news, to("alice", "at night"));
      assertThat(JsonTree.of(listener.next("notification").data()).at("data", "quiet").flag())
          .isTrue();
      assertCounts(alice, 1, 1);
    }
  }

  @Test
  void snoozed_and_scheduled_ones_come_at_their_time_even_after_a_kill() {
    long id = sent(alice, "alice", "snoozed");
    Instant at = Instant.now().plusSeconds(6);
    alice.marks("{\"mark\":\"snoozed\",\"ids\":[" + id + "],\"until\":\"" + at + "\"}");
    assertCounts(alice, 0, 0);
    assertThat(alice.titles("")).isEmpty();
    assertThat(alice.titles("tab=snoozed")).containsExactly("snoozed");
    String soon = to("alice", "builds", "scheduled", ",\"at\":\"" + at + "\"");
    String never = to("alice", "builds", "never", ",\"at\":\"" + at + "\"");
    assertThat(post(news, "api/notifications", soon).statusCode()).isEqualTo(202);
    JsonTree cancelled = JsonTree.of(post(news, "api/notifications", never).body());
    assertThat(news.get("api/notifications/scheduled").body()).contains("scheduled", "never");
    String unwanted = "api/notifications/scheduled/" + cancelled.at("scheduled").text();
    assertThat(news.delete(unwanted).statusCode()).isEqualTo(204);
    assertThat(news.delete(unwanted).statusCode()).isEqualTo(404);
    assertThat(alice.titles("")).isEmpty();
    server.kill();
    server.start();
    alice.awaited("scheduled");
    JsonTree back = alice.awaited("snoozed");
    assertThat(Instant.now()).isAfterOrEqualTo(at);
    assertThat(back.at("unread").flag()).isTrue();
    assertCounts(alice, 2, 2);
    assertThat(alice.titles("")).containsExactlyInAnyOrder("scheduled", "snoozed");
    assertThat(alice.titles("tab=snoozed")).isEmpty();
  }

  @Test
  void what_cannot_be_delivered_is_refused_and_keeps_nothing() {
    String deep = "[".repeat(197) + "]".repeat(197);
    String deepest = "[".repeat(900) + "]".repeat(900);
    for (String body : List.of(deep, deepest, "1e99999999999")) {
      String action =
          ",\"actions\":[{\"label\":\"x\",\"method\":\"POST\",\"href\":\"/x\",\"body\":%s}]"
              .formatted(body);
      HttpResponse<String> answer =
          post(news, "api/notifications", to("alice", "builds", "deep", action));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    }
    for (String end : List.of("+300000-01-01T00:00:00Z", "1000-01-01T00:00:00Z")) {
      assertProblem(
          post(
              news, "api/notifications", to("alice", "b", "far", ",\"expiresAt\":\"" + end + "\"")),
          400,
          "expiresAt");
    }
    assertThat(post(alice.client, "api/inbox/marks", "{\"mark\":" + "[".repeat(2_000)).statusCode())
        .isEqualTo(400);
    sent(alice, "alice", "goes on");
  }

  @Test
  void a_broadcast_does_not_take_the_place_of_what_was_sent_after_it() {
    Reader.notify(
        news,
        "{\"to\":{\"everyone\":true},\"category\":\"a\",\"title\":\"started\",\"dedupeKey\":\"d\"}");
    Reader.notify(news, to("alice", "a", "done", ",\"dedupeKey\":\"d\""));
    Reader.notify(news, "{\"to\":{\"everyone\":true},\"category\":\"a\",\"title\":\"sentinel\"}");
    alice.awaited("sentinel");
    assertThat(alice.titles("")).containsExactly("sentinel", "done");
  }

  @Test
  void many_at_once_each_have_a_place_of_their_own() {
    IntStream.range(0, 12).forEach(i -> Reader.notify(news, to("alice", "m" + i)));
    alice.awaited("m11");
    Long[] ids =
        alice.items("limit=100").stream().map(item -> item.at("id").number()).toArray(Long[]::new);
    alice.markAll("archived");
    alice.mark("unarchived", ids);
    assertThat(alice.all("tab=all", 5)).hasSize(12);
    alice.mark("unread", ids);
    assertThat(alice.all("tab=unread", 5)).hasSize(12);
    assertThat(alice.titles("limit=2")).containsExactly("m11", "m10");
  }

  @Test
  void undo_leaves_alone_what_has_come_since() {
    Reader.notify(news, to("alice", "builds", "old", ",\"dedupeKey\":\"undo\""));
    long id = alice.awaited("old").at("id").number();
    alice.mark("read", id);
    JsonTree done = alice.mark("archived", id);
    Reader.notify(news, to("alice", "builds", "new", ",\"dedupeKey\":\"undo\""));
    alice.awaited("new");
    alice.undo(done);
    assertCounts(alice, 1, 1);
    assertThat(alice.titles("tab=unread")).containsExactly("new");
  }

  @Test
  void with_an_idempotency_key_it_comes_once() {
    for (int i = 0; i < 3; i++) {
      HttpResponse<String> answer =
          news.send(
              news.request("api/notifications")
                  .headers("Content-Type", "application/json", "Idempotency-Key", "once")
                  .POST(BodyPublishers.ofString(to("alice", "once"))));
      assertThat(answer.statusCode()).isEqualTo(201);
    }
    sent(alice, "alice", "after");
    assertThat(alice.titles("")).containsExactly("after", "once");
    Instant at = Instant.now().plusSeconds(3_600);
    for (int i = 0; i < 2; i++) {
      news.send(
          news.request("api/notifications")
              .headers("Content-Type", "application/json", "Idempotency-Key", "later")
              .POST(BodyPublishers.ofString(to("bob", "b", "later", ",\"at\":\"" + at + "\""))));
    }
    JsonTree waiting = JsonTree.of(news.get("api/notifications/scheduled").body());
    assertThat(waiting.at("scheduled").list()).hasSize(1);
  }

  @Test
  void only_publishers_send_and_nobody_writes_into_an_inbox_by_its_topic() {
    assertThat(post(alice.client, "api/notifications", to("bob", "spam")).statusCode())
        .isEqualTo(403);
    assertThat(alice.client.get("api/notifications/scheduled").statusCode()).isEqualTo(403);
    assertThat(news.post("users/alice/inbox", Client.message("forged")).statusCode())
        .isEqualTo(403);
    assertThat(Client.anonymous(server.uri()).get("api/inbox").statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "to|{\"category\":\"a\",\"title\":\"t\"}",
        "to|{\"to\":{\"users\":[\"a\"],\"role\":\"b\"},\"category\":\"a\",\"title\":\"t\"}",
        "to.users|{\"to\":{\"users\":[]},\"category\":\"a\",\"title\":\"t\"}",
        "to.users|{\"to\":{\"users\":[7]},\"category\":\"a\",\"title\":\"t\"}",
        "category|{\"to\":{\"users\":[\"a\"]},\"title\":\"t\"}",
        "category|{\"to\":{\"users\":[\"a\"]},\"category\":\"a b\",\"title\":\"t\"}",
        "title|{\"to\":{\"users\":[\"a\"]},\"category\":\"a\"}",
        "title|{\"to\":{\"users\":[\"a\"]},\"category\":\"a\",\"title\":\" \"}",
        "title|{\"to\":{\"users\":[\"a\"]},\"category\":\"a\",\"title\":\"a\\nb\"}",
        "title|{\"to\":{\"users\":[\"a\"]},\"category\":\"a\",\"title\":\"\\u202Eevil\"}",
        "severity|{\"to\":{\"users\":[\"a\"]},\"category\":\"a\",\"title\":\"t\",\"severity\":\"x\"}",
        "link.href|{\"to\":{\"users\":[\"a\"]},\"category\":\"a\",\"title\":\"t\",\"link\":{\"href\":\"javascript:alert(1)\"}}",
        "link.href|{\"to\":{\"users\":[\"a\"]},\"category\":\"a\",\"title\":\"t\",\"link\":{\"href\":\"//evil\"}}",
        "link.href|{\"to\":{\"users\":[\"a\"]},\"category\":\"a\",\"title\":\"t\",\"link\":{}}",
        "actions.href|{\"to\":{\"users\":[\"a\"]},\"category\":\"a\",\"title\":\"t\",\"actions\":[{\"label\":\"x\",\"method\":\"POST\",\"href\":\"https://evil/\"}]}",
        "actions.method|{\"to\":{\"users\":[\"a\"]},\"category\":\"a\",\"title\":\"t\",\"actions\":[{\"label\":\"x\",\"method\":\"GET\",\"href\":\"/a\"}]}",
        "expiresAt|{\"to\":{\"users\":[\"a\"]},\"category\":\"a\",\"title\":\"t\",\"expiresAt\":\"2020-01-01T00:00:00Z\"}",
        "expiresAt|{\"to\":{\"users\":[\"a\"]},\"category\":\"a\",\"title\":\"t\",\"expiresAt\":\"tomorrow\"}",
        "at|{\"to\":{\"users\":[\"a\"]},\"category\":\"a\",\"title\":\"t\",\"at\":\"2020-01-01T00:00:00Z\"}",
        "by|{\"to\":{\"users\":[\"a\"]},\"category\":\"a\",\"title\":\"t\",\"by\":\"admin\"}",
        "colour|{\"to\":{\"users\":[\"a\"]},\"category\":\"a\",\"title\":\"t\",\"colour\":\"red\"}",
        "body|[]",
        "body|{"
      })
  void a_notification_that_is_not_acceptable_is_named(String field, String body) {
    assertProblem(post(news, "api/notifications", body), 400, field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mark|{\"ids\":[1]}",
        "mark|{\"mark\":\"eaten\",\"ids\":[1]}",
        "ids|{\"mark\":\"read\"}",
        "ids|{\"mark\":\"read\",\"ids\":[]}",
        "ids|{\"mark\":\"read\",\"ids\":[1.5]}",
        "all|{\"mark\":\"pinned\",\"all\":true}",
        "until|{\"mark\":\"snoozed\",\"ids\":[1]}",
        "until|{\"mark\":\"snoozed\",\"ids\":[1],\"until\":\"2020-01-01T00:00:00Z\"}"
      })
  void a_mark_that_is_not_acceptable_is_named(String field, String body) {
    assertProblem(post(alice.client, "api/inbox/marks", body), 400, field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tab=x", "limit=0", "limit=101", "after=x", "after=-1", "category=a b"})
  void a_query_that_is_not_acceptable_is_named(String query) {
    String field = query.substring(0, query.indexOf('='));
    assertProblem(alice.client.get("api/inbox?" + query.replace(" ", "%20")), 400, field);
  }
}
