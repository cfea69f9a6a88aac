package dev.tidings.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidings.Client;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The door: who may knock how often and from where, and what is written down of it. */
class SignInIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String FORM = "/j_security_check";
  private static final String FROM = "X-Forwarded-For";
  private static final String AUDIT = "\"module\":\"dev.tidings.audit\"";
  private static final int TRIES = 3;
  private static final int TRIES_PER_ADDRESS = 5;

  private static LibertyServer server;
  private static int addresses;

  /** Another one for each test, as a proxy on this machine would tell it. */
  private final String address = "192.0.2." + ++addresses;

  private final String nobody = "nobody-" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    server =
        LibertyServer.fresh("sign-in")
            .editVariable("tidings.login.tries", String.valueOf(TRIES))
            .editVariable("tidings.login.tries-per-address", String.valueOf(TRIES_PER_ADDRESS))
            .editVariable("tidings.security.origins", "https://portal.example.com")
            .editVariable("tidings.stream.max-per-user", "100")
            .start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<String> submit(
      LibertyServer to, String path, String name, String password, String... headers) {
    Client client = Client.anonymous(to.uri());
    HttpRequest.Builder request =
        client
            .silent(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    "j_username="
                        + URLEncoder.encode(name, UTF_8)
                        + "&j_password="
                        + URLEncoder.encode(password, UTF_8)));
    return client.send(headers.length == 0 ? request : request.headers(headers));
  }

  private HttpResponse<String> submit(String name, String password) {
    return submit(server, FORM, name, password, FROM, address);
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElse("");
  }

  private static void assertIn(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
    assertThat(answer.headers().allValues("Set-Cookie"))
        .anyMatch(cookie -> cookie.startsWith("LtpaToken2="));
  }

  private static void assertFailed(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
    assertThat(location(answer)).endsWith("/login.html?failed");
  }

  private static void assertRefused(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.headers().firstValue("Retry-After").map(Integer::valueOf))
        .hasValueSatisfying(seconds -> assertThat(seconds).isBetween(1, 300));
    assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
  }

  private void useUp(String name) {
    for (int i = 0; i < TRIES; i++) {
      assertFailed(submit(name, "wrong"));
    }
  }

  /** The audit records that have a text in them, once there are so many. */
  private static List<String> records(LibertyServer of, int count, String text) {
    await().atMost(SOON).until(() -> records(of, text).size() >= count);
    assertThat(records(of, text)).hasSize(count);
    return records(of, text);
  }

  private static List<String> records(LibertyServer of, String text) {
    try {
      return Files.readAllLines(of.directory().resolve("logs/messages.log")).stream()
          // Liberty escapes slashes, too.
          .map(line -> line.replace("\\/", "/"))
          .filter(line -> line.contains(AUDIT) && line.contains(text))
          .toList();
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  private static void assertSays(String record, String... fields) {
    for (int i = 0; i < fields.length; i += 2) {
      assertThat(record).contains("\"ext_" + fields[i] + "\":\"" + fields[i + 1] + "\"");
    }
    assertThat(record).contains("\"loglevel\":\"AUDIT\"");
  }

  @Test
  void after_too_many_tries_even_the_right_password_has_to_wait() {
    useUp("alice");
    assertRefused(submit("alice", "alice-secret"));
    assertIn(submit(server, FORM, "alice", "alice-secret", FROM, "192.0.2.200"));
    assertIn(submit("bob", "bob-secret"));
  }

  @Test
  void a_success_forgives_what_failed_before() {
    for (int round = 0; round < 2; round++) {
      assertFailed(submit("oscar", "wrong"));
      assertFailed(submit("oscar", "wrong"));
      assertIn(submit("oscar", "oscar-secret"));
    }
  }

  @Test
  void an_address_that_tries_many_names_has_to_wait() {
    for (int i = 0; i < TRIES_PER_ADDRESS; i++) {
      assertFailed(submit(nobody + i, "wrong"));
    }
    assertRefused(submit("bob", "bob-secret"));
  }

  @Test
  void a_browser_is_led_to_the_form_which_says_how_long() {
    useUp(nobody);
    HttpResponse<String> answer =
        submit(
            server,
            FORM,
            nobody,
            "wrong",
            FROM,
            address,
            "Accept",
            "text/html,application/xhtml+xml,*/*;q=0.8");
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(location(answer)).matches(".*/login\\.html\\?wait=([1-9]|[12]?[0-9]{2}|300)");
    assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/j_security_check",
        "/assets/j_security_check",
        "/login.html/j_security_check",
        "/x//j_security_check",
        "/%6a_security_check",
        "/j_security_check;x=y",
        "/j_security_check/",
        "/j_security_check/x"
      })
  void there_is_one_door_whatever_the_path(String path) {
    assertFailed(submit(server, path, nobody, "wrong", FROM, address));
    assertFailed(submit(server, path, nobody, "wrong", FROM, address));
    assertFailed(submit(nobody, "wrong"));
    assertRefused(submit(server, path, nobody, "wrong", FROM, address));
  }

  @Test
  void bounds_are_live_and_a_window_ends() throws IOException {
    try (LibertyServer other =
        LibertyServer.fresh("sign-in-window")
            .editVariable("tidings.login.tries", "1")
            .editVariable("tidings.login.window", "PT3S")
            .file("configDropins/overrides/proxies.xml", proxies("192\\.0\\.2\\.99"))
            .file("accounts.xml", withoutVariables(Path.of("liberty/accounts.xml")))
            .start()) {
      // This machine is no proxy there: what it says of the address is not believed.
      assertFailed(submit(other, FORM, "alice", "wrong", FROM, "192.0.2.1"));
      assertRefused(submit(other, FORM, "alice", "alice-secret", FROM, "192.0.2.2"));
      assertThat(records(other, "192.0.2.")).isEmpty();
      await()
          .atMost(SOON)
          .untilAsserted(() -> assertIn(submit(other, FORM, "alice", "alice-secret")));
      assertFailed(submit(other, FORM, "bob", "wrong"));
      other.editVariable("tidings.login.tries", "1000");
      await().atMost(SOON).untilAsserted(() -> assertIn(submit(other, FORM, "bob", "bob-secret")));

      HttpResponse<String> accounts = Client.anonymous(other.uri()).get("assets/accounts.json");
      assertThat(accounts.body()).isEqualTo("{\"names\":[]}");
    }
  }

  private static String proxies(String pattern) {
    return """
        <server>
          <httpEndpoint id="defaultHttpEndpoint"><remoteIp proxies="%s"/></httpEndpoint>
        </server>
        """
        .formatted(pattern);
  }

  private static String withoutVariables(Path file) throws IOException {
    return Files.readString(file).replaceAll("<variable[^>]*/>", "");
  }

  @Test
  void the_form_is_told_which_development_accounts_there_are() {
    HttpResponse<String> answer = Client.anonymous(server.uri()).get("assets/accounts.json");
    assertThat(answer.body())
        .isEqualTo("{\"names\":[\"alice\",\"bob\",\"news\",\"oscar\",\"admin\"]}");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
  }

  @ParameterizedTest
  @CsvSource({
    "cross-site,  https://evil.example",
    "cross-site,  null",
    "cross-site,  ''",
    "same-site,   http://localhost:1",
    "'',          https://evil.example",
    "'',          null"
  })
  void another_site_signs_nobody_in(String site, String origin) {
    String[] headers = headers(site, origin);
    HttpResponse<String> answer = submit(server, FORM, "bob", "bob-secret", headers);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
    assertThat(answer.body()).contains("Another site");
    assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
    assertSays(
        records(server, 1, address).get(0),
        "action",
        "sign-in",
        "outcome",
        "refused",
        "reason",
        "cross-site");
  }

  @ParameterizedTest
  @CsvSource({
    "same-origin, OWN",
    "'',          OWN",
    "cross-site,  https://portal.example.com",
    "'',          ''"
  })
  void our_form_listed_origins_and_scripts_sign_in(String site, String origin) {
    String own = "http://localhost:" + server.uri().getPort();
    String[] headers = headers(site, origin.replace("OWN", own));
    assertIn(submit(server, FORM, "bob", "bob-secret", headers));
  }

  private String[] headers(String site, String origin) {
    return Stream.of(
            List.of(FROM, address), List.of("Sec-Fetch-Site", site), List.of("Origin", origin))
        .filter(header -> !header.get(1).isEmpty())
        .flatMap(List::stream)
        .toArray(String[]::new);
  }

  @Test
  void who_signs_in_and_out_is_recorded_and_no_secret() {
    useUp(nobody);
    assertRefused(submit(nobody, "guess-" + nobody));
    List<String> tries = records(server, TRIES + 1, nobody);
    assertSays(
        tries.get(0), "action", "sign-in", "outcome", "failed", "user", nobody, "address", address);
    assertSays(tries.get(TRIES), "outcome", "refused", "reason", "too-many", "address", address);

    Client news = Client.signedIn(server.uri(), "news");
    String token = news.cookie().replaceAll(".*LtpaToken2=([^;]+).*", "$1");
    assertThat(token).hasSizeGreaterThan(100);
    assertThat(news.say("feeds/news", "text-of-" + nobody)).isNotEmpty();
    assertThat(news.delete("api/session").statusCode()).isEqualTo(204);
    assertSays(records(server, 1, "\"sign-out\"").get(0), "outcome", "ok", "user", "news");
    assertSays(records(server, "\"ext_user\":\"news\"").get(0), "outcome", "ok");
    assertThat(records(server, "")).noneMatch(record -> record.contains("secret"));
    assertThat(server.log().lines())
        .as("fields of a record are on no other")
        .noneMatch(line -> line.contains("\"ext_outcome\"") && !line.contains(AUDIT));
    assertThat(server.log().replace("\\/", "/"))
        .doesNotContain("guess-" + nobody)
        .doesNotContain("text-of-" + nobody)
        .doesNotContain(token);
  }

  @Test
  void a_name_is_cut_and_writes_no_field_of_its_own() {
    String forged = "\"ext_user\":\"admin\",\\\u202E{0}<b>";
    assertFailed(submit(forged + nobody + "x".repeat(5_000), "wrong"));
    String record = records(server, 1, nobody).get(0);
    assertThat(record)
        .contains("\"ext_user\":\"\\\"ext_user\\\":\\\"admin\\\",\\\\\uFFFD{0}<b>" + nobody)
        .hasSizeLessThan(1_000);
  }

  @Test
  void topics_that_are_refused_are_recorded() {
    Client bob = Client.signedIn(server.uri(), "bob");
    String page = "none/" + UUID.randomUUID();
    assertThat(bob.get(Client.events(page)).statusCode()).isEqualTo(403);
    assertSays(
        records(server, 1, page).get(0),
        "action",
        "topic",
        "outcome",
        "refused",
        "user",
        "bob",
        "topics",
        page);
    String topic = "none/" + UUID.randomUUID();
    try (Listener stream = bob.listening("topic=feeds/a&topic=" + topic)) {
      stream.next("refused");
    }
    assertSays(records(server, 1, topic).get(0), "outcome", "refused", "topics", topic);
    String alone = "none/" + UUID.randomUUID();
    assertThat(bob.open("topic=" + alone).statusCode()).isEqualTo(403);
    assertSays(records(server, 1, alone).get(0), "outcome", "refused");
  }

  @Test
  void a_stream_is_recorded_when_it_opens_and_why_and_after_what_time_it_ends() {
    Client admin = Client.signedIn(server.uri(), "admin");
    String topic = "feeds/" + UUID.randomUUID();
    try (Listener stream = admin.listening("topic=feeds/a&topic=" + topic)) {
      String opened = records(server, 1, topic).get(0);
      assertSays(opened, "action", "stream", "outcome", "opened", "user", "admin");
      assertSays(opened, "topics", "feeds/a " + topic);
      assertThat(opened).contains("\"ext_topicCount_int\":2");
      assertThat(admin.delete("api/session").statusCode()).isEqualTo(204);
      stream.next("session");
    }
    String closed = records(server, 2, topic).get(1);
    assertSays(closed, "outcome", "closed", "reason", "signed-out", "user", "admin");
    Matcher lived = Pattern.compile("\"ext_lived_long\":([0-9]+),").matcher(closed);
    assertThat(lived.find()).isTrue();
    assertThat(Long.parseLong(lived.group(1))).isBetween(0L, Duration.ofMinutes(1).toMillis());
  }

  @Test
  void streams_are_not_recorded_where_the_operator_does_not_want_it() {
    Client news = Client.signedIn(server.uri(), "news");
    server.editVariable("tidings.audit.streams", "false");
    try {
      await().atMost(SOON).until(() -> !isRecorded(news));
    } finally {
      server.editVariable("tidings.audit.streams", "true");
    }
    await().atMost(SOON).until(() -> isRecorded(news));
  }

  private static boolean isRecorded(Client client) {
    String topic = "feeds/" + UUID.randomUUID();
    try (Listener stream = client.listening("topic=" + topic)) {
      // Recorded in the same order.
      assertThat(client.get(Client.events("none/of" + topic)).statusCode()).isEqualTo(403);
      records(server, 1, "none/of" + topic);
      return records(server, topic).size() > 1;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ibm_security_logout", "x/ibm_security_logout", "ibm_security_logout;x=y"})
  void the_containers_own_way_out_is_closed(String path) {
    Client alice = Client.signedIn(server.uri(), "alice");
    assertThat(alice.get(path).statusCode()).isEqualTo(404);
    assertThat(alice.send(alice.request(path).POST(BodyPublishers.noBody())).statusCode())
        .isEqualTo(404);
    assertThat(alice.get("api/session").statusCode()).isEqualTo(200);
  }

  @Test
  void who_fails_has_no_say_in_what_counts_as_success_or_where_to_go() {
    Client client = Client.anonymous(server.uri());
    String user = "erring" + UUID.randomUUID();
    for (String how :
        List.of("error_page=https://evil.example/", "error_page=%2Fx", "error_page")) {
      HttpResponse<String> answer =
          client.send(
              client
                  .silent(FORM)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .headers(FROM, address)
                  .POST(BodyPublishers.ofString("j_username=" + user + "&j_password=x&" + how)));
      assertThat(answer.statusCode()).as(how).isEqualTo(400);
    }
    for (int i = 0; i < TRIES; i++) {
      HttpResponse<String> failed =
          submit(server, FORM, user, "x", FROM, address, "Cookie", "WASReLoginURL=/x");
      assertThat(failed.statusCode()).isEqualTo(302);
    }
    assertRefused(submit(user, "x"));
    assertThat(records(server, user))
        .noneMatch(record -> record.contains("\"ext_outcome\":\"ok\""));
  }

  @Test
  void nobody_is_signed_in_by_following_a_link() {
    Client client = Client.anonymous(server.uri());
    for (String path : List.of(FORM, "/x" + FORM, "/assets" + FORM, FORM + ";x=y")) {
      HttpResponse<String> answer =
          client.send(client.silent(path + "?j_username=alice&j_password=alice-secret"));
      assertThat(answer.headers().allValues("Set-Cookie")).as(path).isEmpty();
    }
  }

  @Test
  void a_form_of_any_length_is_not_read_to_its_end() throws IOException {
    URI uri = server.uri();
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          """
          POST /j_security_check HTTP/1.1
          Host: localhost
          Transfer-Encoding: chunked
          Content-Type: application/x-www-form-urlencoded

          """
              .replace("\n", "\r\n")
              .getBytes(UTF_8));
      byte[] chunk = ("100000\r\n" + "a".repeat(1 << 20) + "\r\n").getBytes(UTF_8);
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 64; i++) {
                  out.write(chunk);
                }
              })
          .isInstanceOf(IOException.class);
    }
  }
}
