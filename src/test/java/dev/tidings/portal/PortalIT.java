package dev.tidings.portal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Client;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import dev.tidings.SseParser.Message;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A portal in the same server: one login, one transaction, and the hub hears of both at once. */
class PortalIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  private static LibertyServer server;

  @BeforeAll
  static void start() throws IOException {
    server =
        LibertyServer.fresh("portal")
            .neighbourly()
            // The application manager starts them in any order; the tables are the hub's.
            .file(
                "configDropins/overrides/portal.xml",
                "<server><webApplication location=\"portal.war\" contextRoot=\"/portal\">"
                    + "</webApplication></server>")
            // Whatever is heard sooner than that, the hub was told.
            .editVariable("tidings.tail.poll", "PT1M")
            .editVariable("tidings.inbox.poll", "PT1M");
    SamplePortal.writeTo(server.directory().resolve("apps/portal.war"));
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Client atThePortal(String name) {
    return Client.signedIn(server.uri("portal/"), name);
  }

  private static HttpResponse<String> order(Client portal, String form) {
    return portal.send(
        portal
            .request("orders")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)));
  }

  /** The same somebody, with the cookie that the portal gave, at the hub. */
  private static Listener listening(Client portal, String topic) {
    return Client.anonymous(server.uri()).listening("topic=" + topic, "Cookie", portal.cookie());
  }

  @Test
  void a_login_at_the_portal_is_one_at_the_hub() {
    Client portal = atThePortal("alice");
    Client hub = Client.anonymous(server.uri());
    HttpResponse<String> session =
        hub.send(hub.request("api/session").header("Cookie", portal.cookie()));
    assertThat(session.statusCode()).isEqualTo(200);
    assertThat(session.body()).contains("\"name\":\"alice\"");
    assertThat(hub.send(hub.request("index.html").header("Cookie", portal.cookie())).statusCode())
        .isEqualTo(200);
  }

  @Test
  void what_the_portal_publishes_is_heard_when_its_transaction_commits_and_never_if_not() {
    Client portal = atThePortal("alice");
    try (Listener listener = listening(portal, "feeds/orders");
        Listener inbox = listening(portal, "users/me/inbox")) {
      assertThat(order(portal, "item=ghost&soldOut=yes").statusCode()).isEqualTo(409);
      assertThat(order(portal, "item=lamp").statusCode()).isEqualTo(200);
      assertThat(inbox.until(told -> told.data().contains("Ordered: lamp")))
          .noneMatch(told -> told.data().contains("ghost"));
      List<Message> heard = listener.take(1);
      assertThat(heard.get(0).data()).contains("lamp");
      assertThat(portal.get("orders").body()).contains("lamp").doesNotContain("ghost");
    }
  }

  @Test
  void live_topics_can_be_published_to_as_well() {
    Client portal = atThePortal("alice");
    try (Listener listener = listening(atThePortal("oscar"), "metrics/portal")) {
      assertThat(order(portal, "item=chair").statusCode()).isEqualTo(200);
      Message heard = listener.next("waiting");
      assertThat(heard.data()).contains("\"data\":1");
      assertThat(heard.id()).isNotEqualTo(heard.data());
      assertThat(atThePortal("oscar").get("/api/metrics?topic=metrics/portal").body())
          .as("what the dashboard reads after a reconnect")
          .contains("\"type\":\"waiting\"", "\"data\":1}");
    }
  }

  @Test
  void signing_out_of_the_portal_ends_the_streams_of_the_hub() {
    Client portal = atThePortal("bob");
    try (Listener listener = listening(portal, "feeds/orders")) {
      portal.send(portal.request("sign-out").POST(BodyPublishers.noBody()));
      assertThat(listener.next("session").data()).isEqualTo("{\"reason\":\"signed-out\"}");
      assertThat(listener.next(SOON)).isNull();
    }
  }

  @Test
  void nothing_in_it_is_worth_a_warning() throws IOException {
    assertThat(server.complaints()).isEmpty();
    assertThat(server.failures()).isEmpty();
    assertThat(Files.exists(server.directory().resolve("apps/portal.war"))).isTrue();
  }
}
