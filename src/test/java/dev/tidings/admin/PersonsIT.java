package dev.tidings.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.Client;
import dev.tidings.JsonTree;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import dev.tidings.events.Topic;
import dev.tidings.privacy.Remains;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the hub keeps of a user is handed out and erased, whatever the name; others keep theirs. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PersonsIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final List<String> ODD = List.of("o'hara", "a/b", "\u2026", "ALICE");
  private static final List<String> EVERYBODY =
      Stream.concat(ODD.stream(), Stream.of("alice", "news", "oscar", "admin")).toList();

  private static LibertyServer server;
  private static Client admin;
  private static Client news;
  private static Client alice;

  @BeforeAll
  static void start() {
    server =
        LibertyServer.fresh("persons")
            .file("accounts.xml", accounts())
            .editVariable(
                "tidings.topics.rules",
                "feeds/* read=user write=publisher;"
                    + " users/{user}/** read=owner|administrator write=publisher;"
                    + " jobs/** read=owner write=nobody")
            .start();
    admin = signedIn("admin");
    news = signedIn("news");
    alice = signedIn("alice");
    beginData("alice", alice);
  }

  private static String accounts() {
    StringBuilder xml = new StringBuilder("<server><basicRegistry id='odd' realm='tidings'>");
    for (String name : EVERYBODY) {
      xml.append("<user name=\"%1$s\" password=\"%1$s-secret\"/>".formatted(name));
    }
    group(xml, "user", EVERYBODY);
    group(xml, "publisher", Stream.concat(ODD.stream(), Stream.of("news")).toList());
    group(xml, "operator", List.of("oscar"));
    group(xml, "administrator", List.of("admin"));
    return xml.append("</basicRegistry></server>").toString();
  }

  private static void group(StringBuilder xml, String role, List<String> names) {
    xml.append("<group name='").append(role).append("'>");
    names.forEach(name -> xml.append("<member name=\"").append(name).append("\"/>"));
    xml.append("</group>");
  }

  private static Client signedIn(String name) {
    return Client.signedIn(server.uri(), encoded(name));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String byQuery(String user) {
    return "api/admin/users/data?user=" + encoded(user);
  }

  private static String byPath(String user) {
    return "api/admin/users/" + encoded(user).replace("%2F", "/") + "/data";
  }

  /** A text that is in this user's data only. */
  private static String secret(String user) {
    return "secret-" + Integer.toHexString(user.hashCode());
  }

  private static Instant later() {
    return Instant.now().plus(Duration.ofDays(30));
  }

  private static void send(Client client, String method, String path, String body, String key) {
    HttpResponse<String> answer =
        client.send(
            client
                .request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .method(method, BodyPublishers.ofString(body)));
    assertThat(answer.statusCode()).as(path + ": " + answer.body()).isBetween(200, 204);
  }

  private static String topic(String user) {
    return Topic.of("users", user, "things").path();
  }

  /** Some of everything; in the inbox when this returns. */
  private static void beginData(String user, Client client) {
    String key = UUID.randomUUID().toString();
    news.say(topic(user), secret(user));
    for (String to : List.of("\"" + user + "\"", "\"" + user + "\",\"alice\"")) {
      send(
          news,
          "POST",
          "api/notifications",
          """
          {"to":{"users":[%s]},"category":"orders","title":"%s"}"""
              .formatted(to, to.contains(",") ? "for-both" : secret(user)),
          key + to.length());
    }
    send(
        news,
        "POST",
        "api/notifications",
        """
        {"to":{"users":["%s"]},"category":"orders","title":"%s","at":"%s"}"""
            .formatted(user, secret(user), later()),
        key + "-later");
    send(
        news,
        "PUT",
        "api/jobs/" + secret(user) + "/progress",
        """
        {"owner":"%s","title":"%s","state":"running","done":1}"""
            .formatted(user, secret(user)),
        key);
    await()
        .atMost(SOON)
        .until(
            () ->
                JsonTree.of(client.get("api/inbox?limit=100").body()).at("items").list().size()
                    >= 2);
    send(
        client,
        "PUT",
        "api/inbox/preferences",
        """
        {"timeZone":"Europe/Paris","quiet":{"from":"22:00","to":"07:00"},"categories":[{"category":"orders","inApp":true,"digestMinutes":0,"mail":false}],"default":{"inApp":true,"digestMinutes":0,"mail":true}}""",
        key);
    send(client, "POST", "api/inbox/marks", "{\"mark\":\"read\",\"all\":true}", key);
    send(client, "POST", "api/jobs", "{\"export\":\"inbox\"}", key);
    await()
        .atMost(SOON)
        .until(() -> client.get("api/jobs").body().contains("\"state\":\"complete\""));
  }

  /** What only somebody who may publish leaves behind. */
  private static void publishAs(String user, Client client) {
    String key = "key-" + secret(user);
    send(client, "POST", Client.events("feeds/all"), Client.message("public"), key);
    send(
        client,
        "POST",
        "api/notifications",
        "{\"to\":{\"users\":[\"alice\"]},\"category\":\"orders\",\"title\":\"by-odd\"}",
        key + "-sent");
    send(
        client,
        "POST",
        "api/notifications",
        "{\"to\":{\"users\":[\"alice\"]},\"category\":\"orders\",\"title\":\"by-odd\",\"at\":\""
            + later()
            + "\"}",
        key + "-sent-later");
    send(
        client,
        "PUT",
        "api/jobs/of-alice-" + secret(user).substring(7) + "/progress",
        "{\"owner\":\"alice\",\"title\":\"by-odd\",\"state\":\"running\",\"done\":1}",
        key);
  }

  private static Map<String, String> archive(String path) throws Exception {
    HttpResponse<byte[]> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(server.uri(path)).header("Cookie", admin.cookie()).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/zip");
    return unpacked(answer.body());
  }

  private static Map<String, String> unpacked(byte[] zip) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  private static JsonTree erased(String path) {
    HttpResponse<String> answer = admin.delete(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonTree.of(answer.body()).at("removed");
  }

  static List<String> odd() {
    return ODD;
  }

  @ParameterizedTest
  @MethodSource("odd")
  @Order(1)
  void all_that_is_kept_is_handed_out_and_then_erased(String user) throws Exception {
    Client client = signedIn(user);
    beginData(user, client);
    publishAs(user, client);
    String first = news.say(topic(user), "older");
    send(
        admin,
        "POST",
        "api/jobs",
        "{\"export\":\"events\",\"title\":\"of another\",\"topic\":\"" + topic(user) + "\"}",
        UUID.randomUUID().toString());
    String aliceBefore = inboxOfAlice().at("items").toString();

    Map<String, String> files = archive(byQuery(user));
    assertThat(archive(byPath(user)).keySet()).isEqualTo(files.keySet());
    assertThat(files.get("inbox.jsonl")).contains(secret(user), "for-both");
    assertThat(files.get("preferences.json")).contains("Europe/Paris", "22:00");
    assertThat(files.get("events.jsonl")).contains(topic(user), secret(user));
    assertThat(files.get("jobs.jsonl")).contains(secret(user));
    assertThat(files.get("scheduled.jsonl").lines()).hasSize(2);
    assertThat(files.get("requests.jsonl")).contains("key-" + secret(user));
    assertThat(files.get("notifications.jsonl"))
        .contains("by-odd", "for-both")
        .doesNotContain("\"%s\",\"alice\"".formatted(user));
    assertThat(String.join("", files.values()))
        .doesNotContain(secret("alice"))
        .as("keys of other publishers")
        .doesNotContain("-later\"");

    try (Listener own = client.listening("topic=users/me/things");
        Listener other = admin.listening("topic=" + encoded(topic(user)))) {
      JsonTree removed = erased(byPath(user));
      assertThat(removed.at("items").number()).isGreaterThanOrEqualTo(2);
      assertThat(removed.at("events").number()).isGreaterThanOrEqualTo(2);
      assertThat(removed.at("jobs").number()).isGreaterThanOrEqualTo(3);
      assertThat(removed.at("requests").number()).isPositive();
      assertThat(removed.at("scheduled").number()).isEqualTo(2);
      assertThat(own.next("session").data()).contains("revoked");
      assertThat(own.ended(SOON)).isTrue();
      other.next("clear");
    }
    assertThat(client.get("api/inbox").statusCode()).isEqualTo(401);
    try (Listener late = admin.listening("topic=" + encoded(topic(user)), "Last-Event-ID", first)) {
      assertThat(late.next("reset").data()).contains(topic(user));
    }
    JsonTree again = erased(byQuery(user));
    for (String what : List.of("items", "events", "jobs", "requests", "scheduled", "reports")) {
      assertThat(again.at(what).number()).as(what).isZero();
    }
    assertThat(archive(byQuery(user)).get("inbox.jsonl")).isEmpty();
    assertThat(inboxOfAlice().at("items").toString()).isEqualTo(aliceBefore);
  }

  private static JsonTree inboxOfAlice() {
    return JsonTree.of(alice.get("api/inbox?limit=100").body());
  }

  @Test
  @Order(2)
  void who_comes_back_is_met_as_a_new_user() {
    Client back = signedIn(ODD.get(0));
    assertThat(JsonTree.of(back.get("api/inbox").body()).at("items").list()).isEmpty();
    assertThat(back.get("api/inbox/preferences").body()).doesNotContain("Europe/Paris");
    String jobs = Topic.of("users", ODD.get(0), "jobs").path();
    try (Listener listener = back.listening("topic=users/me/jobs")) {
      assertThat(news.post(jobs, Client.message("first")).statusCode()).isEqualTo(202);
      assertThat(listener.until("first")).as("nothing of before is in memory").hasSize(1);
    }
    assertThat(erased(byQuery(ODD.get(0))).at("items").number()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "news", "oscar"})
  @Order(3)
  void it_is_for_administrators_only(String name) {
    Client client = signedIn(name);
    assertThat(client.get(byQuery("alice")).statusCode()).isEqualTo(403);
    assertThat(client.delete(byQuery("alice")).statusCode()).isEqualTo(403);
    assertThat(client.delete(byPath("alice")).statusCode()).isEqualTo(403);
  }

  @Test
  @Order(4)
  void nobody_else_and_no_other_site_may() {
    assertThat(Client.anonymous(server.uri()).delete(byQuery("alice")).statusCode()).isEqualTo(401);
    assertThat(admin.send(admin.silent(byQuery("alice")).DELETE()).statusCode()).isEqualTo(403);
    assertThat(inboxOfAlice().at("items").list()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%20", "a%0Ab"})
  @Order(5)
  void what_cannot_be_a_name_is_refused(String name) {
    for (String path : List.of("api/admin/users/data", "api/admin/users/data?user=" + name)) {
      assertThat(admin.get(path).statusCode()).isEqualTo(400);
      assertThat(admin.delete(path).body()).contains("\"field\":\"user\"");
    }
    String long256 = "x".repeat(256);
    assertThat(admin.delete(byQuery(long256)).statusCode()).isEqualTo(400);
    assertThat(admin.delete(byQuery("\u2026".repeat(200))).statusCode())
        .as("too long for a topic")
        .isEqualTo(200);
  }

  @Test
  @Order(6)
  void each_of_it_is_in_the_audit_before_and_after() {
    assertThat(server.log().lines().filter(line -> line.contains("dev.tidings.audit")))
        .anyMatch(line -> line.contains("\"ext_deed\":\"export data\"") && line.contains("o'hara"))
        .anyMatch(line -> line.contains("\"ext_deed\":\"erase data\"") && line.contains("o'hara"))
        .anyMatch(line -> line.contains("\"ext_deed\":\"erased data\"") && line.contains("o'hara"));
  }

  @Test
  @Order(7)
  void nothing_is_left_in_any_table_but_what_is_declared_as_kept() throws Exception {
    assertThat(inboxOfAlice().at("items").list()).isNotEmpty();
    server.stop();
    String url = "jdbc:h2:file:" + server.directory().resolve("data/tidings;NON_KEYWORDS=VALUE");
    try (Connection database = DriverManager.getConnection(url, "tidings", "tidings")) {
      for (String user : ODD) {
        assertThat(Remains.of(database, user, List.of(secret(user), "key-" + secret(user))))
            .as(user)
            .isEmpty();
      }
      assertThat(Remains.of(database, "alice", List.of(secret("alice")))).hasSizeGreaterThan(10);
    }
    assertThat(server.failures()).isEmpty();
    assertThat(server.complaints()).isEmpty();
  }
}
