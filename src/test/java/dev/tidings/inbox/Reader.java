package dev.tidings.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.Client;
import dev.tidings.JsonTree;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Somebody with an inbox, at the other end of HTTP. */
final class Reader {
  private static final Duration SOON = Duration.ofSeconds(20);

  final Client client;

  Reader(Client client) {
    this.client = client;
  }

  static HttpResponse<String> send(Client client, String method, String path, String body) {
    return client.send(
        client
            .request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body)));
  }

  static HttpResponse<String> post(Client client, String path, String body) {
    return send(client, "POST", path, body);
  }

  private static JsonTree ok(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
    return JsonTree.of(answer.body());
  }

  static void notify(Client publisher, String notification) {
    assertThat(post(publisher, "api/notifications", notification).statusCode())
        .as(notification)
        .isEqualTo(201);
  }

  JsonTree page(String query) {
    return ok(client.get("api/inbox?" + query));
  }

  List<JsonTree> items(String query) {
    return page(query).at("items").list();
  }

  List<String> titles(String query) {
    return items(query).stream().map(item -> item.at("title").text()).toList();
  }

  JsonTree counts() {
    return ok(client.get("api/inbox/counts"));
  }

  long unread() {
    return counts().at("unread").number();
  }

  long unseen() {
    return counts().at("unseen").number();
  }

  /** The item with this title, once it is there. */
  JsonTree awaited(String title) {
    await("a notification " + title).atMost(SOON).until(() -> !found(title).isEmpty());
    return found(title).get(0);
  }

  private List<JsonTree> found(String title) {
    return items("limit=100").stream()
        .filter(item -> item.at("title").text().equals(title))
        .toList();
  }

  /** All titles of a tab, page by page. */
  List<JsonTree> all(String query, int limit) {
    JsonTree page = page(query + "&limit=" + limit);
    List<JsonTree> all = new java.util.ArrayList<>(page.at("items").list());
    while (!page.at("next").isMissing()) {
      page = page(query + "&limit=" + limit + "&after=" + page.at("next").text());
      all.addAll(page.at("items").list());
    }
    return all;
  }

  JsonTree mark(String mark, Long... ids) {
    String list = List.of(ids).stream().map(String::valueOf).collect(Collectors.joining(","));
    return marks("{\"mark\":\"" + mark + "\",\"ids\":[" + list + "]}");
  }

  JsonTree markAll(String mark) {
    return marks("{\"mark\":\"" + mark + "\",\"all\":true}");
  }

  JsonTree marks(String body) {
    return ok(post(client, "api/inbox/marks", body));
  }

  JsonTree undo(JsonTree done) {
    return ok(post(client, "api/inbox/undo", "{\"version\":" + done.at("undo").number() + "}"));
  }

  JsonTree prefer(String body) {
    return ok(send(client, "PUT", "api/inbox/preferences", body));
  }

  static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
