package dev.tidings.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.Client;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import dev.tidings.SseParser.Message;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Streams do not outlive what allowed them: the login, the rules. On a real server. */
class AccessIT {
  private static final String RULES = "tidings.topics.rules";
  private static final String EVERYBODY = "feeds/* read=user write=publisher";
  private static final Duration SOON = Duration.ofSeconds(20);

  /** A second, and what it takes to be told. */
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  /** More than the bucket holds: it is full, so they go through, and leave a debt. */
  private static final int ARRAY = 500;

  private static final Duration LOGIN = Duration.ofMinutes(1);

  /** In accounts.xml: that the user news is in the group publisher, and no other. */
  private static final String PUBLISHER =
      "(?<=<group name=\"publisher\">\\s{0,20})<member name=\"news\"/>";

  private static final Pattern EXPIRES = Pattern.compile("\"expires\":\"([^\"]+)\"");

  private static LibertyServer server;

  @BeforeAll
  static void start() {
    server = LibertyServer.fresh("access").start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static Client signedIn(String name) {
    return Client.signedIn(server.uri(), name);
  }

  /** Returns when they hold. */
  private static void rules(String rules) {
    Client admin = signedIn("admin");
    server.editVariable(RULES, rules);
    await().atMost(SOON).until(() -> admin.get("api/admin/config").body().contains(rules));
  }

  /** Returns when the server has read them. */
  private static void accounts(String accounts) {
    long before = updates();
    server.file("accounts.xml", accounts);
    await().atMost(SOON).until(() -> updates() > before);
  }

  private static long updates() {
    return server.log().lines().filter(line -> line.contains("CWWKG0017I")).count();
  }

  /** The next that is told of the session, however long that takes. */
  private static Message session(Listener listener) {
    Message next = listener.next(LOGIN);
    while (next != null && !next.type().equals("session")) {
      next = listener.next(LOGIN);
    }
    assertThat(next).isNotNull();
    return next;
  }

  @Test
  void a_login_that_ends_is_announced_and_ends_its_streams() {
    try (LibertyServer brief =
        LibertyServer.fresh("brief")
            .editVariable("tidings.session.minutes", "1")
            .editVariable("tidings.session.warning", "PT30S")
            .start()) {
      assertAnnouncedAndEnded(Client.signedIn(brief.uri(), "alice"));
    }
  }

  private static void assertAnnouncedAndEnded(Client alice) {
    Matcher known = EXPIRES.matcher(alice.get("api/session").body());
    assertThat(known.find()).isTrue();
    Instant expires = Instant.parse(known.group(1));
    try (Listener listener = alice.listening("topic=feeds/a")) {
      Message warning = session(listener);
      assertThat(warning.data())
          .isEqualTo("{\"reason\":\"expiring\",\"expires\":\"" + expires + "\"}");
      assertThat(Instant.now()).isBetween(expires.minusSeconds(31), expires);
      Message last = session(listener);
      assertThat(last.data()).isEqualTo("{\"reason\":\"expired\"}");
      assertThat(Duration.between(expires, Instant.now())).isLessThan(AT_ONCE.plusSeconds(1));
      assertThat(listener.next(AT_ONCE)).isNull();
    }
    // Listening has not kept it alive.
    assertThat(alice.get("api/session").statusCode()).isEqualTo(401);
  }

  @Test
  void rules_hold_for_open_streams_and_while_they_cannot_be_read_nothing_is_delivered() {
    rules(EVERYBODY);
    Client alice = signedIn("alice");
    Client news = signedIn("news");
    try (Listener listener = alice.listening("topic=feeds/a&topic=feeds/b")) {
      news.say("feeds/a", "1");
      listener.next("message");
      server.editVariable(RULES, "feeds/a read=operator write=publisher; " + EVERYBODY);
      assertThat(listener.next("bye").data()).contains("\"reason\":\"rules\"");
      assertThat(listener.next(AT_ONCE)).isNull();
    }
    try (Listener listener = alice.listening("topic=feeds/a&topic=feeds/b")) {
      assertThat(listener.next("refused").data()).isEqualTo("{\"topics\":[\"feeds/a\"]}");
      server.editVariable(RULES, "who knows");
      assertThat(listener.next("bye").data()).contains("\"reason\":\"rules\"");
    }
    try (Listener listener = alice.listen("topic=feeds/b")) {
      assertThat(listener.next(SOON).type()).isEqualTo("unavailable");
      assertThat(listener.next(AT_ONCE)).isNull();
    }
    HttpResponse<String> page = alice.get("api/events?topic=feeds/b");
    assertThat(page.statusCode()).isEqualTo(503);
    assertThat(page.headers().firstValue("Retry-After")).isPresent();
    server.editVariable(RULES, EVERYBODY);
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(alice.get("api/events?topic=feeds/b").statusCode()).isEqualTo(200));
  }

  @Tag("long")
  @Test
  void who_publishes_too_much_is_told_when_to_come_back() {
    try (LibertyServer slow =
        LibertyServer.fresh("slow")
            .editVariable("tidings.publish.rate", "1")
            .editVariable("tidings.publish.burst", "3")
            .start()) {
      assertHeldBack(Client.signedIn(slow.uri(), "news"), Client.signedIn(slow.uri(), "admin"));
    }
  }

  private static void assertHeldBack(Client news, Client another) {
    news.publish(
        "feeds/a",
        IntStream.range(0, ARRAY)
            .mapToObj(i -> Client.message("text" + i))
            .collect(Collectors.joining(",", "[", "]")));
    HttpResponse<String> refused = news.post("feeds/a", Client.message("refused"));
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(refused.headers().firstValue("Retry-After").map(Integer::valueOf))
        .hasValueSatisfying(seconds -> assertThat(seconds).isBetween(1, ARRAY));
    assertThat(news.get("api/events?topic=feeds/a&order=desc").body()).doesNotContain("refused");
    // It is of one user; another is not held up.
    assertThat(another.post("feeds/a", Client.message("another")).statusCode()).isEqualTo(201);
  }

  private static HttpResponse<String> revoke(Client client, String body) {
    return client.send(
        client
            .request("api/admin/revocations")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private static String user(String name) {
    return "{\"user\":\"" + name + "\"}";
  }

  /** As an old cookie comes back. */
  private static int session(String cookie) {
    Client nobody = Client.anonymous(server.uri());
    return nobody.send(nobody.request("api/session").header("Cookie", cookie)).statusCode();
  }

  @Test
  void a_revoked_login_ends_its_streams_and_is_refused_from_then_on_and_a_new_one_is_not() {
    rules("** read=user write=user");
    Client admin = signedIn("admin");
    Client alice = signedIn("alice");
    Client bob = signedIn("bob");
    String before = alice.cookie();
    try (Listener listener = alice.listening("topic=feeds/a");
        Listener other = bob.listening("topic=feeds/a")) {
      assertThat(revoke(bob, user("alice")).statusCode()).isEqualTo(403);
      assertThat(revoke(admin, user("alice")).statusCode()).isEqualTo(204);
      Instant revoked = Instant.now();
      assertThat(server.log())
          .contains("\"ext_deed\":\"revoke logins\"", "\"ext_subject\":\"alice\"");
      assertThat(listener.next("session").data()).isEqualTo("{\"reason\":\"revoked\"}");
      assertThat(listener.next(AT_ONCE)).isNull();
      assertThat(Duration.between(revoked, Instant.now())).isLessThan(AT_ONCE);
      bob.say("feeds/a", "1");
      assertThat(other.until("1")).hasSize(1);
    }
    HttpResponse<String> refused = alice.get("api/session");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(alice.cookie())
        .as("taken away, so that the form shows")
        .doesNotContain("LtpaToken2=");
    assertThat(signedIn("alice").get("api/session").statusCode()).isEqualTo(200);
    assertThat(admin.get("api/admin/revocations").body())
        .startsWith("{\"revocations\":[{\"")
        .contains("\"user\":\"alice\"");

    // The hub's own topics are nobody's, whatever the rules say.
    assertThat(admin.get("api/events?topic=tidings/revocations").statusCode()).isEqualTo(403);
    assertThat(admin.post("tidings/revocations", Client.message("forged")).statusCode())
        .isEqualTo(403);

    for (String body : List.of("", "{}", "[]", "{\"user\":1}", user(" "), user("a\\u0000"))) {
      assertThat(revoke(admin, body).statusCode()).as(body).isEqualTo(400);
    }

    // More than are read at once when the server starts.
    for (int i = 0; i < 70; i++) {
      assertThat(revoke(admin, user("former" + i)).statusCode()).isEqualTo(204);
    }
    String after = signedIn("alice").cookie();
    server.restart();
    assertThat(session(before)).isEqualTo(401);
    assertThat(session(after)).isEqualTo(200);
  }

  @Test
  void a_role_that_was_taken_away_is_gone_with_the_revocation() throws IOException {
    rules(EVERYBODY);
    Client news = signedIn("news");
    news.say("feeds/a", "1");
    List<String> complaints = server.complaints();
    String accounts = Files.readString(server.directory().resolve("accounts.xml"));
    accounts(accounts.replaceFirst(PUBLISHER, ""));
    assertThat(revoke(signedIn("admin"), user("news")).statusCode()).isEqualTo(204);
    assertThat(signedIn("news").post("feeds/a", Client.message("2")).statusCode()).isEqualTo(403);
    // Had Liberty not been made to ask the registry again, it would say so.
    assertThat(server.complaints()).isEqualTo(complaints);
    accounts(accounts);
  }
}
