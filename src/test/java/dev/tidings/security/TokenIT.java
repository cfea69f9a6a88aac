package dev.tidings.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Client;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import dev.tidings.SseParser.Message;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs come with a token in place of a sign-in. */
class TokenIT {
  private static final String PUBLISHER = "\"user\",\"publisher\"";
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  /** As the operator's file of accounts would. */
  private static final String SWITCHED_ON =
      "<server><include location=\"${server.config.dir}/tokens.xml\"/></server>";

  private static LibertyServer server;
  private static Issuer issuer;

  @BeforeAll
  static void start() {
    issuer = new Issuer();
    server =
        LibertyServer.fresh("token")
            .file("configDropins/overrides/tokens.xml", SWITCHED_ON)
            .environment("TIDINGS_TOKENS_ISSUER", Issuer.NAME)
            .environment("TIDINGS_TOKENS_AUDIENCE", Issuer.AUDIENCE)
            .environment("TIDINGS_TOKENS_KEYS", issuer.uri().toString())
            .start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    if (issuer != null) {
      issuer.close();
    }
  }

  private static Instant later() {
    return Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.SECONDS);
  }

  private static HttpRequest.Builder with(String token, HttpRequest.Builder request) {
    return request.header("Authorization", "Bearer " + token);
  }

  private static HttpRequest.Builder publishing(Client client, String token) {
    return with(token, client.silent(Client.events("feeds/builds")))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(Client.message("built")));
  }

  private static HttpResponse<String> publish(String token) {
    Client program = Client.anonymous(server.uri());
    return program.send(publishing(program, token));
  }

  @Test
  void a_program_publishes_with_nothing_but_a_token_and_gets_no_cookie() {
    HttpResponse<String> answer = publish(issuer.token(Issuer.claims(PUBLISHER, later())));
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
  }

  @Test
  void its_name_roles_and_end_are_those_of_the_token() {
    Instant expires = later();
    Client program = Client.anonymous(server.uri());
    String token = issuer.token(Issuer.claims(PUBLISHER, expires));
    assertThat(program.send(with(token, program.request("api/session"))).body())
        .contains("\"name\":\"builds\"")
        .contains("\"roles\":[\"user\",\"publisher\"]")
        .contains("\"expires\":\"" + expires + "\"");
  }

  static Stream<Named<String>> bad() {
    String good = Issuer.claims(PUBLISHER, later());
    return Stream.of(
        Named.of("signed by somebody else", Issuer.forged(good)),
        Named.of("not signed", Issuer.unsigned(good)),
        Named.of("signed with the public key", issuer.signedWithThePublicKey(good)),
        Named.of("changed", changed(issuer.token(good), good)),
        Named.of("other issuer", issuer.token(good.replace(Issuer.NAME, "https://evil.example"))),
        Named.of("no issuer", issuer.token(good.replace("\"iss\"", "\"x\""))),
        Named.of(
            "other audience", issuer.token(good.replace("\"aud\":\"tidings\"", "\"aud\":\"x\""))),
        Named.of("no audience", issuer.token(good.replace("\"aud\"", "\"x\""))),
        Named.of(
            "expired",
            issuer.token(Issuer.claims(PUBLISHER, Instant.now().minus(2, ChronoUnit.MINUTES)))),
        Named.of("without end", issuer.token(good.replace("\"exp\"", "\"x\""))),
        Named.of("no token", "nonsense"),
        Named.of("nothing", ""));
  }

  private static String changed(String token, String claims) {
    return token.replace(Issuer.encoded(claims), Issuer.encoded(claims.replace("user", "admin")));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void a_token_that_does_not_hold_is_answered_401_with_a_problem(String token) {
    HttpResponse<String> answer = publish(token);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
    // Anything but Bearer would have browsers ask for a password.
    assertThat(answer.headers().allValues("www-authenticate"))
        .allMatch(challenge -> challenge.startsWith("Bearer "));
    assertThat(answer.headers().map()).doesNotContainKeys("set-cookie", "location");
  }

  @Test
  void without_any_token_there_is_no_challenge() {
    HttpResponse<String> answer = Client.anonymous(server.uri()).get("api/session");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().map()).doesNotContainKey("www-authenticate");
  }

  static Stream<String> groups() {
    return Stream.of("", "\"user\"", "\"publisher\"", "\"everybody\"");
  }

  @ParameterizedTest
  @MethodSource("groups")
  void without_the_groups_user_and_publisher_nothing_is_published(String groups) {
    HttpResponse<String> answer = publish(issuer.token(Issuer.claims(groups, later())));
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
  }

  @Test
  void a_cookie_beside_the_token_has_to_say_where_it_comes_from_as_ever() {
    Client admin = Client.signedIn(server.uri(), "admin");
    String token = issuer.token(Issuer.claims(PUBLISHER, later()));
    assertThat(admin.send(publishing(admin, token)).statusCode()).isEqualTo(403);
    assertThat(
            admin
                .send(publishing(admin, token).header("Sec-Fetch-Site", "cross-site"))
                .statusCode())
        .isEqualTo(403);
    // Both are good: the token counts, and the cookie lends it nothing.
    assertThat(admin.send(with(token, admin.request("api/session"))).body())
        .contains("\"name\":\"builds\"");
    assertThat(admin.send(with("nonsense", admin.request("api/session"))).statusCode())
        .isEqualTo(401);
  }

  @Test
  void a_stream_ends_with_its_token() {
    // The first token takes the server as long as this one lasts.
    Client warm = Client.anonymous(server.uri());
    String first = issuer.token(Issuer.claims(PUBLISHER, later()));
    assertThat(warm.send(with(first, warm.request("api/session"))).statusCode()).isEqualTo(200);
    // Long enough for the stream to be open before it ends, on a machine that is busy.
    Instant expires = Instant.now().plusSeconds(30).truncatedTo(ChronoUnit.SECONDS);
    String token = issuer.token(Issuer.claims(PUBLISHER, expires));
    Client program = Client.anonymous(server.uri());
    try (Listener listener =
        program.listening("topic=feeds/builds", "Authorization", "Bearer " + token)) {
      Message warning = listener.next("session");
      assertThat(warning.data())
          .isEqualTo("{\"reason\":\"expiring\",\"expires\":\"" + expires + "\"}");
      assertThat(listener.next("session", Duration.ofSeconds(40)).data())
          .isEqualTo("{\"reason\":\"expired\"}");
      assertThat(listener.next(AT_ONCE)).isNull();
    }
  }

  @Test
  void a_token_is_for_the_api_and_opens_no_page() {
    Client program = Client.anonymous(server.uri());
    String token = issuer.token(Issuer.claims(PUBLISHER, later()));
    assertThat(program.send(with(token, program.request(""))).headers().firstValue("location"))
        .contains(server.uri("login.html").toString());
  }

  @Test
  void nothing_of_a_token_gets_into_the_log() {
    String escape = "\\u001b[31mforged\\n";
    String good = issuer.token(Issuer.claims(PUBLISHER, later()));
    for (String token :
        List.of(
            Issuer.encoded("{\"alg\":\"" + escape + "\"}") + good.substring(good.indexOf('.')),
            Issuer.encoded("{\"alg\":\"RS256\",\"kid\":\"" + escape + "\"}")
                + good.substring(good.indexOf('.')),
            issuer.token(Issuer.claims(PUBLISHER, later()).replace(Issuer.NAME, escape)),
            Issuer.encoded("{\"alg\":\"RS256\",\"kid\":\"1\",\"x\":\"\u001B[31mforged\"}")
                + good.substring(good.indexOf('.')),
            "x" + good,
            good + "x")) {
      assertThat(publish(token).statusCode()).isEqualTo(401);
    }
    assertThat(server.log().lines())
        .noneMatch(line -> line.contains("forged"))
        .noneMatch(line -> line.contains(good.substring(good.lastIndexOf('.'))));
  }
}
