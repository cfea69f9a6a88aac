package dev.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.Client;
import dev.tidings.JsonTree;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import dev.tidings.PostgresServer;
import dev.tidings.SseParser.Message;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two nodes, one database. They poll it so rarely that what comes from one to the other in time has
 * been told by {@code NOTIFY}.
 */
@Timeout(120)
class TwoNodesIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  private static PostgresServer database;
  private static LibertyServer one;
  private static LibertyServer two;

  /** Publishes at the first node. */
  private static Client news;

  private static Client oscarAtOne;

  /** Listen at the second. */
  private static Client alice;

  private static Client oscar;

  @BeforeAll
  static void start() {
    database = PostgresServer.fresh("two-nodes");
    one = node("one");
    two = node("two");
    CompletableFuture<LibertyServer> other = CompletableFuture.supplyAsync(two::start);
    one.start();
    other.join();
    news = Client.signedIn(one.uri(), "news");
    oscarAtOne = Client.signedIn(one.uri(), "oscar");
    // Who has signed in to one has signed in to all.
    alice = Client.signedIn(one.uri(), "alice").at(two.uri());
    oscar = oscarAtOne.at(two.uri());
  }

  private static LibertyServer node(String name) {
    return LibertyServer.fresh("two-nodes-" + name)
        .on(database)
        .environment("TIDINGS_CLUSTER_NODE", name)
        .environment("TIDINGS_TAIL_POLL", "PT60S")
        .environment("TIDINGS_TAIL_STALE", "PT60S");
  }

  @AfterAll
  static void stop() {
    one.close();
    two.close();
    database.close();
  }

  @AfterEach
  void nobody_complains_but_of_the_cut() {
    for (LibertyServer node : List.of(one, two)) {
      assertThat(node.complaints())
          .allMatch(line -> line.contains("terminating connection due to administrator command"));
    }
  }

  private static String gauge(String key, String text) {
    return "{\"type\":\"gauge\",\"key\":\"" + key + "\",\"data\":{\"text\":\"" + text + "\"}}";
  }

  private static void live(Client publisher, String topic, String event) {
    assertThat(publisher.post(topic, event).statusCode()).isEqualTo(202);
  }

  /** Waits until what is published live at the first node is heard by a listener at the second. */
  private static void awaitHeard(Listener listener, String topic) {
    List<Message> heard = new ArrayList<>();
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              live(oscarAtOne, topic, Client.message("begin"));
              Message next = listener.nextWithin(Duration.ofMillis(200));
              if (next != null) {
                heard.add(next);
              }
              return heard.stream().anyMatch(message -> message.data().contains("begin"));
            });
  }

  @Test
  void what_is_committed_on_one_is_heard_on_the_other_at_once() {
    try (Listener listener = alice.listening("topic=feeds/news")) {
      for (int i = 1; i <= 20; i++) {
        news.say("feeds/news", "number " + i);
        assertThat(listener.until("number " + i)).hasSize(1);
      }
    }
  }

  @Test
  void values_of_a_live_topic_come_to_who_listens_elsewhere_and_the_newest_to_who_comes_later() {
    live(oscarAtOne, "metrics/late", gauge("a", "old"));
    live(oscarAtOne, "metrics/late", gauge("a", "new"));
    live(oscarAtOne, "metrics/late", gauge("b", "only"));
    try (Listener listener = oscar.listening("topic=metrics/late")) {
      List<Message> current = listener.take(2);
      assertThat(current.get(0).data()).contains("\"new\"");
      assertThat(current.get(1).data()).contains("\"only\"");
      live(oscarAtOne, "metrics/late", gauge("a", "newest"));
      assertThat(listener.until(message -> message.data().contains("newest"))).hasSize(1);
    }
  }

  @Test
  void each_of_many_lines_comes_in_order_whatever_its_size() {
    String long8000 = "ä€😀".repeat(2_500);
    try (Listener listener = oscar.listening("topic=logs/app/many")) {
      awaitHeard(listener, "logs/app/many");
      for (int i = 1; i <= 300; i++) {
        live(oscarAtOne, "logs/app/many", Client.message(i + (i % 100 == 0 ? long8000 : "")));
      }
      List<Message> lines =
          listener.until(message -> message.data().contains("\"300" + long8000 + "\"")).stream()
              .filter(message -> !message.data().contains("begin"))
              .toList();
      assertThat(lines).hasSize(300);
      for (int i = 1; i <= 300; i++) {
        assertThat(lines.get(i - 1).data()).contains("{\"text\":\"" + i);
      }
    }
  }

  @Test
  void a_connection_that_is_cut_is_made_again() {
    try (Listener listener = oscar.listening("topic=logs/app/cut");
        Listener durable = alice.listening("topic=feeds/cut")) {
      awaitHeard(listener, "logs/app/cut");
      assertThat(
              database.query(
                  "select pg_terminate_backend(pid) from pg_stat_activity"
                      + " where application_name = 'tidings-signal'"))
          .hasSizeGreaterThanOrEqualTo(4);
      awaitHeard(listener, "logs/app/cut");
      news.say("feeds/cut", "after the cut");
      assertThat(durable.until("after the cut")).hasSize(1);
    }
  }

  @Test
  void the_metrics_of_all_nodes_come_to_every_dashboard() {
    try (Listener listener = oscar.listening("topic=metrics/server")) {
      listener.until(message -> message.data().contains("\"node\":\"one\""));
      listener.until(message -> message.data().contains("\"node\":\"two\""));
    }
  }

  @Test
  void the_logs_of_all_nodes_come_to_whoever_follows_one() {
    try (Listener listener = oscar.listening("topic=logs/server")) {
      // Followed from now on, so what is written next is told: a failed sign-in is.
      for (String name : List.of("one", "two")) {
        LibertyServer node = name.equals("one") ? one : two;
        await()
            .atMost(SOON)
            .until(
                () -> {
                  Client.anonymous(node.uri()).submit("nobody");
                  Message next = listener.nextWithin(Duration.ofSeconds(1));
                  return next != null
                      && next.type().equals("lines")
                      && next.data().contains("\"node\":\"" + name + "\"");
                });
      }
    }
  }

  @Test
  void the_badge_is_right_on_every_node() {
    Client there = alice;
    Client here = alice.at(one.uri());
    long before = unread(there);
    try (Listener listener = there.listening("topic=users/me/inbox")) {
      HttpResponse<String> sent =
          send(
              news,
              "api/notifications",
              "{\"to\":{\"users\":[\"alice\"]},\"category\":\"builds\",\"title\":\"From one\"}");
      assertThat(sent.statusCode()).isEqualTo(201);
      Message told = listener.next("notification");
      assertThat(told.data()).contains("From one", "\"unread\":" + (before + 1));
      assertThat(unread(here)).isEqualTo(before + 1);
      assertThat(send(here, "api/inbox/marks", "{\"mark\":\"read\",\"all\":true}").statusCode())
          .isEqualTo(200);
      assertThat(listener.next("marks").data()).contains("\"unread\":0");
      assertThat(unread(there)).isZero();
    }
  }

  private static long unread(Client client) {
    return Long.parseLong(JsonTree.of(client.get("api/inbox/counts").body()).at("unread").text());
  }

  private static HttpResponse<String> send(Client client, String path, String body) {
    return client.send(
        client
            .request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void presence_reaches_the_node_of_the_stream() {
    try (Listener stream = alice.listening("topic=feeds/news&client=tab");
        Listener audience = oscarAtOne.listening("topic=metrics/audience")) {
      String pages = "{\"client\":\"tab\",\"pages\":[\"/elsewhere.html\"]}";
      assertThat(send(alice.at(one.uri()), "api/presence", pages).statusCode()).isEqualTo(204);
      audience.until(
          message ->
              message.data().contains("\"node\":\"two\"")
                  && message.data().contains("/elsewhere.html"));
      assertThat(stream.lastId()).isNotEmpty();
    }
  }

  @Test
  void a_stream_of_the_other_node_is_seen_and_ended_from_here() {
    Client admin = Client.signedIn(one.uri(), "admin");
    String streams = "api/admin/streams";
    try (Listener far = alice.listening("topic=feeds/far");
        Listener table = oscarAtOne.listening("topic=admin/streams&topic=admin/nodes")) {
      List<JsonTree> found =
          await()
              .atMost(SOON)
              .until(
                  () ->
                      JsonTree.of(admin.get(streams + "?user=alice&topic=feeds/far").body())
                          .at("streams")
                          .list(),
                  rows -> rows.size() == 1);
      assertThat(found.get(0).at("node").text()).isEqualTo("two");
      List<JsonTree> nodes = JsonTree.of(admin.get("api/admin/nodes").body()).at("nodes").list();
      assertThat(nodes).extracting(node -> node.at("name").text()).containsExactly("one", "two");
      assertThat(nodes).extracting(node -> node.at("self").flag()).containsExactly(true, false);
      assertThat(nodes).allMatch(node -> node.at("state").text().equals("ready"));
      assertThat(admin.get("api/admin/topics?prefix=feeds/far").body())
          .contains("\"topic\":\"feeds/far\",\"live\":false,\"listeners\":1,", "\"missing\":[]");
      table.until(
          message ->
              message.data().contains("\"topic\":\"admin/streams\"")
                  && message.data().contains("\"node\":\"two\"")
                  && message.data().contains("feeds/far"));
      String id = found.get(0).at("id").text();
      assertThat(admin.delete(streams + "/" + id + "?retry=PT30S").statusCode()).isEqualTo(204);
      assertThat(far.next("bye").data()).isEqualTo("{\"reason\":\"ended\",\"retry\":30000}");
      assertThat(far.ended(SOON)).isTrue();
    }
    try (Listener again = alice.listening("topic=feeds/far")) {
      assertThat(admin.delete(streams + "?user=alice").statusCode()).isEqualTo(200);
      assertThat(again.next("bye").data()).contains("ended");
    }
  }
}
