package dev.tidings.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.Client;
import dev.tidings.LibertyServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody outside writes a line of the server's log, or speaks to the terminal it is read on. */
class LogInjectionIT {
  private static final String FORGED = "\r\n\u001B[31m\u009B1m\u0000\u0085[AUDIT   ] forged";

  private static LibertyServer server;
  private static Client admin;

  @BeforeAll
  static void signIn() {
    server = LibertyServer.shared();
    admin = Client.signedIn(server.uri(), "admin");
  }

  /** An answer to a request sent to the letter, which HTTP libraries refuse to do. */
  private static String answer(String method, String path, String headers, String body)
      throws IOException {
    URI uri = server.uri();
    byte[] content = body.getBytes(UTF_8);
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(20_000);
      String head =
          "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nCookie: %s\r\n%sContent-Length: %d\r\n\r\n"
              .formatted(method, path, uri.getAuthority(), admin.cookie(), headers, content.length);
      socket.getOutputStream().write(head.getBytes(ISO_8859_1));
      socket.getOutputStream().write(content);
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /** As the form sends it. */
  private static String signIn(String name) throws IOException {
    return answer(
        "POST",
        "/j_security_check",
        "Content-Type: application/x-www-form-urlencoded\r\n",
        "j_username=" + escaped(name) + "&j_password=x");
  }

  private static List<String> lines() {
    Path log = server.directory().resolve("logs/messages.log");
    try {
      return Files.readString(log).lines().toList();
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  private static void assertNothingWasForged() throws IOException {
    // The log is written in order: what came before is there when this is.
    String sentinel = "sentinel-" + UUID.randomUUID();
    signIn(sentinel);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> lines().stream().anyMatch(line -> line.contains(sentinel)));
    List<String> records = lines().stream().dropWhile(line -> !line.startsWith("{")).toList();
    assertThat(records).isNotEmpty();
    assertThat(records).allMatch(line -> line.startsWith("{\"type\":") && line.endsWith("}"));
    assertThat(records).noneMatch(line -> line.chars().anyMatch(Character::isISOControl));
  }

  @Test
  void the_name_of_a_failed_sign_in_stays_in_its_record() throws IOException {
    assertThat(signIn("x" + FORGED)).startsWith("HTTP/1.1 400").contains("j_username");
    assertThat(signIn("nobody-of-this-name")).startsWith("HTTP/1.1 302");
    assertNothingWasForged();
  }

  @Test
  void the_form_is_read_as_it_is_sent_whatever_its_charset_claims() throws IOException {
    String answer =
        answer(
            "POST",
            "/j_security_check",
            "Content-Type: application/x-www-form-urlencoded; charset=none\r\n",
            "j_username=alice&j_password=alice-secret");
    assertThat(answer).startsWith("HTTP/1.1 302").contains("LtpaToken2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "If-Modified-Since",
        "If-None-Match",
        "Range",
        "Accept",
        "Accept-Language",
        "User-Agent",
        "Idempotency-Key",
        "Last-Event-ID",
        "X-Forwarded-For",
        "Content-Type",
        "Referer"
      })
  void a_header_with_an_escape_sequence_is_refused(String name) throws IOException {
    for (String path : List.of("/assets/app.js", "/api/events?topic=feeds/news")) {
      String answer = answer("GET", path, name + ": en;q=\u001B[31mforged\r\n", "");
      assertThat(answer).startsWith("HTTP/1.1 400").contains("\"field\":\"" + name + "\"");
    }
    assertNothingWasForged();
  }

  @Test
  void a_user_agent_may_be_utf_8() throws IOException {
    String name = new String("\u0142\u00F3d\u017A".getBytes(UTF_8), ISO_8859_1);
    assertThat(answer("GET", "/api/session", "User-Agent: " + name + "\r\n", ""))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void no_place_of_an_address_gets_into_the_log() throws IOException {
    String forged = escaped(FORGED);
    String c1 = escaped("\u009B31mforged\u0085");
    for (String place :
        List.of(
            "/" + forged,
            "/assets/" + c1 + ".js",
            "/api/" + c1,
            "/index.html;" + forged,
            "/api/events?topic=" + forged,
            "/api/events?" + forged + "=1",
            "/api/events?topic=feeds/news&after=" + forged,
            "/api/events?topic=feeds/news&order=" + forged,
            "/api/events?topic=feeds/news&limit=" + forged,
            "/api/events?topic=%zz" + forged,
            "/api/stream?topic=feeds/news&client=" + forged,
            "/metrics?scope=" + forged,
            "/openapi?format=" + forged)) {
      assertThat(answer("GET", place, "", "")).as(place).doesNotStartWith("HTTP/1.1 5");
    }
    assertNothingWasForged();
  }

  @Test
  void no_field_of_a_body_gets_into_the_log() throws IOException {
    String text = "\"\\r\\n\\u001b[31m\\u0000\u009B\u0085\u2028forged\"";
    for (String body :
        List.of(
            FORGED,
            "{" + text + ":1}",
            "{\"type\":" + text + "}",
            "{\"type\":\"note\",\"key\":" + text + "}",
            "{\"type\":\"note\",\"data\":" + text + "}")) {
      String headers =
          "Content-Type: application/json\r\nOrigin: http://%s\r\n"
              .formatted(server.uri().getAuthority());
      assertThat(answer("POST", "/api/events?topic=feeds/log", headers, body))
          .as(body)
          .startsWith(body.contains("data") ? "HTTP/1.1 201" : "HTTP/1.1 400");
    }
    assertNothingWasForged();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b;q=x", "*/*;q=", "a/b;q=1;q=;"})
  void a_weight_that_is_no_number_is_the_clients_mistake(String accept) throws IOException {
    assertThat(answer("GET", "/api/session", "Accept: " + accept + "\r\n", ""))
        .startsWith("HTTP/1.1 400")
        .contains("application/problem+json");
  }
}
