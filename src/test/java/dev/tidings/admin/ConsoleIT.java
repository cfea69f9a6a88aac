package dev.tidings.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.Client;
import dev.tidings.JsonTree;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import dev.tidings.SseParser.Message;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What operators see of a node and what administrators do with it, on a real server. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String STREAMS = "api/admin/streams";
  private static final String TOPICS = "api/admin/topics";
  private static final String NODES = "api/admin/nodes";
  private static final String BROADCAST = "api/admin/broadcast";

  /** With a slash, as the usual names have. */
  private static final String NODE = "host/one";

  private static final JmxClient JMX = new JmxClient();

  private static LibertyServer server;
  private static Client alice;
  private static Client bob;
  private static Client news;
  private static Client oscar;
  private static Client admin;

  @BeforeAll
  static void start() {
    server =
        LibertyServer.fresh("console")
            .editVariable("tidings.cluster.node", NODE)
            .editVariable("tidings.admin.linger", "PT0S")
            .editVariable("tidings.stream.leave", "PT0S")
            .environment("keystore_password", JmxClient.PASSWORD)
            .file(
                "configDropins/overrides/jmx.xml",
                """
                <server>
                  <include location="${server.config.dir}/jmx.xml"/>
                  <variable name="https.port" value="%s"/>
                </server>
                """
                    .formatted(JMX.port()))
            .start();
    alice = Client.signedIn(server.uri(), "alice");
    bob = Client.signedIn(server.uri(), "bob");
    news = Client.signedIn(server.uri(), "news");
    oscar = Client.signedIn(server.uri(), "oscar");
    admin = Client.signedIn(server.uri(), "admin");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void nobody_complains() {
    assertThat(server.complaints()).isEmpty();
    assertThat(server.failures()).isEmpty();
  }

  private static JsonTree see(String path) {
    HttpResponse<String> answer = oscar.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonTree.of(answer.body());
  }

  private static List<JsonTree> streams(String query) {
    return see(STREAMS + "?" + query).at("streams").list();
  }

  /** Waits until a user has as many streams. */
  private static List<JsonTree> awaitStreams(String user, int count) {
    return await()
        .atMost(PATIENCE)
        .until(() -> streams("user=" + user), streams -> streams.size() == count);
  }

  private static HttpResponse<String> post(Client client, String path, String body) {
    return client.send(
        client
            .request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private static void assertAudited(String deed, String subject) {
    assertThat(server.log().lines())
        .anyMatch(
            line ->
                line.contains("\"ext_deed\":\"" + deed + "\"")
                    && line.contains("\"ext_user\":\"admin\"")
                    && line.contains("\"ext_address\":\"")
                    && line.replace("\\/", "/").contains("\"ext_subject\":\"" + subject));
  }

  @Test
  void a_stream_is_shown_with_whose_it_is_what_it_got_and_where_it_stands() {
    Instant before = Instant.now().minusSeconds(1);
    try (Listener listener =
        alice.listening(
            "topic=feeds/shown&topic=users/me/x&client=tab", "User-Agent", "Probe/1 <b>")) {
      String id = news.say("feeds/shown", "one");
      listener.until("one");
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                JsonTree page = see(STREAMS + "?user=alice&topic=feeds/shown");
                assertThat(page.at("total").number()).isEqualTo(1);
                assertThat(page.at("cursor").isMissing()).isTrue();
                assertThat(page.at("missing").list()).isEmpty();
                JsonTree row = page.at("streams").list().get(0);
                assertThat(row.at("id").text()).matches("[a-z0-9]{8}-[0-9]+");
                assertThat(row.at("node").text()).isEqualTo(NODE);
                assertThat(row.at("user").text()).isEqualTo("alice");
                assertThat(row.at("address").text()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
                assertThat(row.at("agent").text()).isEqualTo("Probe/1 <b>");
                assertThat(row.at("topics").list())
                    .extracting(JsonTree::text)
                    .containsExactly("feeds/shown", "users/alice/x");
                assertThat(row.at("topicCount").number()).isEqualTo(2);
                assertThat(Instant.parse(row.at("since").text())).isBetween(before, Instant.now());
                assertThat(row.at("events").number()).isEqualTo(1);
                assertThat(row.at("bytes").number()).isBetween(100L, 2_000L);
                assertThat(row.at("lag").number()).isZero();
                assertThat(row.at("lastId").text()).isEqualTo(id);
                assertThat(row.at("state").text()).isEqualTo("idle");
              });
    }
  }

  @Test
  void streams_are_found_by_user_topic_and_node_and_paged() {
    try (Listener one = bob.listening("topic=feeds/paged");
        Listener two = bob.listening("topic=feeds/paged&topic=feeds/other");
        Listener three = news.listening("topic=feeds/paged")) {
      List<String> ids = new ArrayList<>();
      String cursor = "";
      while (cursor != null) {
        JsonTree page = see(STREAMS + "?topic=feeds/paged&limit=1" + cursor);
        assertThat(page.at("total").number()).isEqualTo(3);
        page.at("streams").list().forEach(row -> ids.add(row.at("id").text()));
        cursor = page.at("cursor").isMissing() ? null : "&cursor=" + page.at("cursor").text();
      }
      assertThat(ids).hasSize(3).doesNotHaveDuplicates();
      assertThat(streams("topic=feeds/paged&user=bob")).hasSize(2);
      assertThat(streams("topic=feeds/other")).hasSize(1);
      assertThat(streams("topic=feeds/paged&node=" + NODE)).hasSize(3);
      assertThat(streams("topic=feeds/paged&node=" + ids.get(0).substring(0, 8))).hasSize(3);
      assertThat(streams("topic=feeds/paged&node=another")).isEmpty();
      assertThat(List.of(one, two, three)).noneMatch(Listener::isOver);
    }
  }

  @Test
  void one_stream_is_ended_and_its_browser_told_when_to_come_back() {
    try (Listener ended = alice.listening("topic=feeds/ended");
        Listener later = alice.listening("topic=feeds/later");
        Listener stays = alice.listening("topic=feeds/stays")) {
      String id = streams("topic=feeds/ended").get(0).at("id").text();
      assertThat(admin.delete(STREAMS + "/" + id).statusCode()).isEqualTo(204);
      assertThat(ended.next("bye").data()).startsWith("{\"reason\":\"ended\",\"retry\":");
      assertThat(ended.ended(PATIENCE)).isTrue();
      assertThat(ended.retry()).isBetween(1_000L, 2_000L);
      assertAudited("end stream", id + " of alice");
      String other = streams("topic=feeds/later").get(0).at("id").text();
      assertThat(admin.delete(STREAMS + "/" + other + "?retry=PT5M").statusCode()).isEqualTo(204);
      later.next("bye");
      assertThat(later.retry()).isEqualTo(300_000);
      await().atMost(PATIENCE).until(() -> admin.delete(STREAMS + "/" + id).statusCode() == 404);
      news.say("feeds/stays", "still");
      assertThat(stays.until("still")).hasSize(1);
    }
    assertThat(server.log()).contains("\"ext_reason\":\"ended\"");
  }

  @Test
  void all_streams_of_a_user_are_ended_and_nobody_elses() {
    try (Listener one = bob.listening("topic=feeds/a");
        Listener two = bob.listening("topic=feeds/b");
        Listener others = alice.listening("topic=feeds/a")) {
      long open = streams("user=bob").size();
      HttpResponse<String> answer = admin.delete(STREAMS + "?user=bob&retry=PT7S");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{\"ended\":" + open + "}");
      for (Listener ended : List.of(one, two)) {
        assertThat(ended.next("bye").data()).isEqualTo("{\"reason\":\"ended\",\"retry\":7000}");
        assertThat(ended.ended(PATIENCE)).isTrue();
      }
      awaitStreams("bob", 0);
      assertAudited("end streams", "bob");
      news.say("feeds/a", "for others");
      assertThat(others.until("for others")).hasSize(1);
    }
    assertThat(admin.delete(STREAMS + "?user=nobody").body()).isEqualTo("{\"ended\":0}");
  }

  @Test
  void topics_are_shown_with_their_listeners_rate_and_history() {
    String oldest = news.say("feeds/counted", "1");
    news.say("feeds/counted", "2");
    String newest = news.say("feeds/counted", "3");
    news.say("feeds/unheard", "1");
    assertThat(oscar.post("metrics/counted", "{\"type\":\"gauge\",\"data\":1}").statusCode())
        .isEqualTo(202);
    try (Listener one = alice.listening("topic=feeds/counted");
        Listener two = bob.listening("topic=feeds/counted")) {
      JsonTree row = topic("feeds/counted");
      assertThat(row.at("live").flag()).isFalse();
      assertThat(row.at("listeners").number()).isEqualTo(2);
      assertThat(Double.parseDouble(row.at("rate").text())).isEqualTo(0.05);
      assertThat(row.at("events").number()).isEqualTo(3);
      assertThat(row.at("eventsMore").flag()).isFalse();
      assertThat(row.at("oldest").text()).isEqualTo(oldest);
      assertThat(row.at("newest").text()).isEqualTo(newest);
      assertThat(Instant.parse(row.at("oldestAt").text()))
          .isBeforeOrEqualTo(Instant.parse(row.at("newestAt").text()))
          .isAfter(Instant.now().minusSeconds(60));
      assertThat(List.of(one, two)).noneMatch(Listener::isOver);
    }
    assertThat(topic("feeds/unheard").at("listeners").number()).isZero();
    JsonTree live = topic("metrics/counted");
    assertThat(live.at("live").flag()).isTrue();
    assertThat(Double.parseDouble(live.at("rate").text())).isPositive();
    assertThat(live.at("events").isMissing()).isTrue();
    JsonTree narrow = see(TOPICS + "?prefix=feeds/&limit=1");
    assertThat(narrow.at("topics").list()).hasSize(1);
    assertThat(narrow.at("more").flag()).isTrue();
    List<JsonTree> all = see(TOPICS).at("topics").list();
    assertThat(all)
        .extracting(each -> each.at("topic").text())
        .isSorted()
        .contains("feeds/counted");
    assertThat(all).noneMatch(each -> each.at("topic").text().startsWith("tidings/"));
  }

  private static JsonTree topic(String path) {
    JsonTree found = see(TOPICS + "?prefix=" + path);
    assertThat(found.at("topics").list()).as(path).hasSize(1);
    assertThat(found.at("more").flag()).isFalse();
    return found.at("topics").list().get(0);
  }

  @Test
  void an_administrator_clears_a_topic_that_is_nobodys_to_write() {
    news.say("feeds/cleared", "1");
    assertThat(admin.delete(Client.events("feeds/cleared")).statusCode()).isEqualTo(204);
    assertAudited("clear topic", "feeds/cleared");
    assertThat(topicOrNone("feeds/cleared")).isEmpty();
    assertThat(oscar.delete(Client.events("jobs/1")).statusCode()).isEqualTo(403);
    assertThat(admin.delete(Client.events("jobs/1")).statusCode()).isEqualTo(204);
    assertThat(admin.delete(Client.events("tidings/orders")).statusCode()).isEqualTo(403);
    assertThat(server.log()).doesNotContain("\"ext_subject\":\"tidings/orders\"");
  }

  private static List<JsonTree> topicOrNone(String path) {
    return see(TOPICS + "?prefix=" + path).at("topics").list().stream()
        .filter(row -> row.at("events").number() > 0)
        .toList();
  }

  @Test
  void the_node_is_shown_with_what_it_does() {
    try (Listener listener = alice.listening("topic=feeds/busy")) {
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                news.say("feeds/busy", "x");
                JsonTree row = node();
                return Double.parseDouble(row.at("publishesPerSecond").text()) > 0
                    && Double.parseDouble(row.at("deliveriesPerSecond").text()) > 0;
              });
      JsonTree row = node();
      assertThat(row.at("id").text()).matches("[a-z0-9]{8}");
      assertThat(row.at("self").flag()).isTrue();
      assertThat(row.at("state").text()).isEqualTo("ready");
      assertThat(Instant.parse(row.at("since").text()))
          .isBetween(Instant.now().minusSeconds(300), Instant.now());
      assertThat(row.at("streams").number()).isPositive();
      assertThat(row.at("topics").number()).isPositive();
      assertThat(row.at("tailLag").number()).isNotNegative();
      assertThat(row.at("heapUsed").number()).isBetween(1L, row.at("heapMax").number());
      assertThat(row.at("version").text()).matches("[0-9]+\\.[0-9]+.*");
      assertThat(row.at("database").text()).matches("H2 [0-9.]+");
      assertThat(listener.isOver()).isFalse();
    }
  }

  private static JsonTree node() {
    List<JsonTree> nodes = see(NODES).at("nodes").list();
    assertThat(nodes).hasSize(1);
    assertThat(nodes.get(0).at("name").text()).isEqualTo(NODE);
    return nodes.get(0);
  }

  @Test
  void a_node_is_drained_and_taken_back() {
    try (Listener moved = alice.listening("topic=feeds/moved")) {
      assertThat(post(admin, NODES + "/" + NODE + "/drain", "").statusCode()).isEqualTo(204);
      assertThat(moved.next("bye").data()).contains("\"reason\":\"stopping\"");
      assertThat(node().at("state").text()).isEqualTo("draining");
      assertAudited("drain", NODE);
      assertThat(post(admin, NODES + "/" + NODE + "/drain", "").statusCode())
          .as("drained already")
          .isEqualTo(204);
    } finally {
      String id = node().at("id").text();
      assertThat(admin.delete(NODES + "/" + id + "/drain").statusCode()).isEqualTo(204);
    }
    assertThat(node().at("state").text()).isEqualTo("ready");
    assertAudited("take back", "");
    try (Listener back = alice.listening("topic=feeds/moved")) {
      assertThat(back.isOver()).isFalse();
    }
    assertThat(post(admin, NODES + "/another/drain", "").statusCode()).isEqualTo(404);
  }

  @Test
  void a_broadcast_is_in_every_inbox() {
    assertThat(alice.get("api/inbox/counts").statusCode()).isEqualTo(200);
    String body =
        "{\"title\":\"Maintenance at ten\",\"body\":\"For an hour.\",\"severity\":\"warning\"}";
    HttpResponse<String> answer = post(admin, BROADCAST, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(Client.ids(answer.body())).hasSize(1);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(alice.get("api/inbox").body())
                    .contains("Maintenance at ten", "For an hour.", "warning", "announcements"));
    assertAudited("broadcast", "announcements");
  }

  @Test
  void the_tables_are_live_while_somebody_looks() {
    try (Listener listener =
            oscar.listening("topic=admin/streams&topic=admin/topics&topic=admin/nodes");
        Listener seen = bob.listening("topic=feeds/live-table")) {
      List<Message> rows =
          listener.until(
              message ->
                  message.data().contains("\"topic\":\"admin/streams\"")
                      && message.data().contains("feeds/live-table"));
      Message last = rows.get(rows.size() - 1);
      assertThat(last.type()).isEqualTo("rows");
      JsonTree data = JsonTree.of(last.data()).at("data");
      assertThat(data.at("node").text()).isEqualTo(NODE);
      assertThat(Instant.parse(data.at("at").text())).isAfter(Instant.now().minusSeconds(30));
      assertThat(data.at("total").number()).isEqualTo(data.at("rows").list().size());
      assertThat(data.at("rows").list())
          .anyMatch(row -> row.at("user").text().equals("bob") && !row.at("lastId").isMissing());
      listener.until(
          message ->
              message.data().contains("\"topic\":\"admin/topics\"")
                  && message.data().contains("{\"topic\":\"feeds/live-table\",\"live\":false,"));
      List<Message> nodes =
          listener.until(message -> message.data().contains("\"topic\":\"admin/nodes\""));
      JsonTree node = JsonTree.of(nodes.get(nodes.size() - 1).data()).at("data");
      assertThat(node.at("name").text()).isEqualTo(NODE);
      assertThat(node.at("streams").number()).isGreaterThanOrEqualTo(2);
      assertThat(seen.isOver()).isFalse();
    }
    assertThat(alice.open("topic=admin/streams").statusCode()).isEqualTo(403);
    assertThat(admin.post("admin/streams", "{\"type\":\"rows\",\"data\":1}").statusCode())
        .isEqualTo(403);
  }

  @Test
  void only_operators_see_and_only_administrators_act() {
    String end = STREAMS + "/abcdefgh-1";
    String endOf = STREAMS + "?user=alice";
    String drain = NODES + "/" + NODE + "/drain";
    Client nobody = Client.anonymous(server.uri());
    for (String path : List.of(STREAMS, TOPICS, NODES)) {
      assertThat(nobody.get(path).statusCode()).as(path).isEqualTo(401);
      assertThat(alice.get(path).statusCode()).as(path).isEqualTo(403);
      assertThat(news.get(path).statusCode()).as(path).isEqualTo(403);
      assertThat(oscar.get(path).statusCode()).as(path).isEqualTo(200);
      assertThat(admin.get(path).statusCode()).as(path).isEqualTo(200);
    }
    for (Client client : List.of(nobody, alice, news, oscar)) {
      int refused = client == nobody ? 401 : 403;
      for (String path : List.of(end, endOf, drain)) {
        assertThat(client.delete(path).statusCode()).as(path).isEqualTo(refused);
      }
      assertThat(post(client, drain, "").statusCode()).isEqualTo(refused);
      assertThat(post(client, BROADCAST, "{\"title\":\"x\"}").statusCode()).isEqualTo(refused);
    }
    assertThat(admin.send(admin.silent(endOf).DELETE()).statusCode())
        .as("from nobody knows where")
        .isEqualTo(403);
  }

  @Test
  void what_is_wrong_is_named() {
    for (String limit : List.of("0", "1001", "x", "")) {
      assertProblem(oscar.get(STREAMS + "?limit=" + limit), "limit");
      assertProblem(oscar.get(TOPICS + "?limit=" + limit), "limit");
    }
    assertProblem(oscar.get(STREAMS + "?cursor=x"), "cursor");
    assertProblem(oscar.get(STREAMS + "?topic=a//b"), "topic");
    assertProblem(oscar.get(STREAMS + "?user="), "user");
    assertProblem(oscar.get(STREAMS + "?user=" + "x".repeat(256)), "user");
    assertProblem(oscar.get(STREAMS + "?node=a%0Ab"), "node");
    assertProblem(oscar.get(TOPICS + "?prefix=a%20b"), "prefix");
    assertProblem(admin.delete(STREAMS), "user");
    for (String retry : List.of("soon", "PT0S", "P2D", "-PT1M")) {
      assertProblem(admin.delete(STREAMS + "?user=alice&retry=" + retry), "retry");
      assertProblem(admin.delete(STREAMS + "/abcdefgh-1?retry=" + retry), "retry");
    }
    for (String id : List.of("x", "abcdefgh-1", node().at("id").text() + "-999999999")) {
      assertThat(admin.delete(STREAMS + "/" + id).statusCode()).as(id).isEqualTo(404);
    }
    assertProblem(post(admin, BROADCAST, "[]"), "body");
    assertProblem(post(admin, BROADCAST, "{}"), "title");
    assertProblem(post(admin, BROADCAST, "{\"title\":\"\"}"), "title");
    assertProblem(post(admin, BROADCAST, "{\"title\":\"x\",\"severity\":\"bad\"}"), "severity");
    assertProblem(post(admin, BROADCAST, "{\"title\":\"x\",\"category\":\"a b\"}"), "category");
    assertProblem(post(admin, BROADCAST, "{\"title\":\"x\",\"body\":7}"), "body");
  }

  private static void assertProblem(HttpResponse<String> answer, String field) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(JsonTree.of(answer.body()).at("field").text()).isEqualTo(field);
  }

  @Test
  void the_api_is_described() {
    String description = Client.anonymous(server.uri()).get("openapi").body();
    assertThat(description)
        .contains(
            "/api/admin/streams:",
            "/api/admin/topics:",
            "/api/admin/nodes:",
            "/api/admin/broadcast:");
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void consoles_that_speak_jmx_see_and_do_the_same_until_the_application_goes() throws IOException {
    JMX.trust(server);
    String node = "dev.tidings:type=Node";
    String streams = "dev.tidings:type=Streams";
    String topics = "dev.tidings:type=Topics";
    for (String bean : List.of(node, streams, topics, "dev.tidings:type=Hub")) {
      assertThat(JMX.get("admin", bean, "").status()).as(bean).isEqualTo(200);
      assertThat(JMX.get("alice", bean, "").status()).as(bean).isEqualTo(403);
      assertThat(JMX.get("", bean, "").status()).as(bean).isEqualTo(401);
    }
    assertThat(JMX.get("admin", streams, "").body())
        .contains("The open streams of this node of the Tidings hub", "How many are open");
    assertThat(attribute(node, "Name")).isEqualTo(NODE);
    assertThat(attribute(node, "Id")).isEqualTo(node().at("id").text());
    assertThat(attribute(node, "State")).isEqualTo("ready");
    assertThat(Instant.parse(attribute(node, "Since"))).isBefore(Instant.now());
    assertThat(attribute(node, "Version")).isEqualTo(node().at("version").text());
    assertThat(attribute(node, "Database")).startsWith("H2 ");
    assertThat(Long.parseLong(attribute(node, "Deliveries"))).isNotNegative();
    assertThat(attribute(node, "DeliveriesPerSecond")).isNotEmpty();
    assertThat(attribute(node, "PublishesPerSecond")).isNotEmpty();
    assertThat(attribute(node, "TailLag")).isNotEmpty();
    assertThat(Integer.parseInt(attribute(topics, "Open"))).isPositive();
    news.say("feeds/jmx", "1");
    try (Listener one = bob.listening("topic=feeds/jmx");
        Listener two = bob.listening("topic=feeds/jmx")) {
      assertThat(Integer.parseInt(attribute(streams, "Open"))).isGreaterThanOrEqualTo(2);
      assertThat(done(streams, "list", "bob", "feeds/jmx", 5)).contains("\"bob\"", "idle");
      assertThat(done(topics, "list", "feeds/jmx", 5)).contains("\"feeds/jmx\"");
      String id = streams("topic=feeds/jmx").get(0).at("id").text();
      assertThat(JMX.call("alice", streams, "end", id, "").status()).isEqualTo(403);
      assertThat(done(streams, "end", id, "PT9S")).contains("true");
      assertThat(done(streams, "end", "abcdefgh-1", "")).contains("false");
      assertThat(done(streams, "endOf", "bob", "PT9S")).contains("\"value\"");
      for (Listener ended : List.of(one, two)) {
        assertThat(ended.next("bye").data()).isEqualTo("{\"reason\":\"ended\",\"retry\":9000}");
      }
    }
    assertThat(JMX.call("admin", streams, "list", "", "", 0).body())
        .contains("limit: a whole number from 1 to 1000");
    done(topics, "clear", "feeds/jmx");
    assertThat(topicOrNone("feeds/jmx")).isEmpty();
    done(node, "drain");
    assertThat(attribute(node, "State")).isEqualTo("draining");
    done(node, "takeBack");
    assertThat(attribute(node, "State")).isEqualTo("ready");
    for (String deed : List.of("end stream", "end streams", "clear topic", "drain", "take back")) {
      assertThat(server.log().lines())
          .anyMatch(
              line ->
                  line.contains("\"ext_deed\":\"" + deed + "\"")
                      && line.contains("\"ext_user\":\"admin\"")
                      && line.contains("\"ext_address\":\"jmx\""));
    }
    Path file = server.directory().resolve("server.xml");
    server.file(
        "server.xml",
        Files.readString(file).replaceFirst("(?s)<webApplication.*</webApplication>", ""));
    for (String bean : List.of(node, streams, topics, "dev.tidings:type=Hub")) {
      await().atMost(PATIENCE).until(() -> JMX.get("admin", bean, "").status() == 404);
    }
  }

  /** As a text. */
  private static String attribute(String bean, String name) {
    JmxClient.Answer answer = JMX.get("admin", bean, "/attributes/" + name);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return JsonTree.of(answer.body()).at("value").text();
  }

  private static String done(String bean, String operation, Object... arguments) {
    JmxClient.Answer answer = JMX.call("admin", bean, operation, arguments);
    assertThat(answer.status()).as(answer.body()).isIn(200, 204);
    return answer.body();
  }
}
