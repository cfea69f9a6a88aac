package dev.tidings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The production profile as operators start it: what listens, who gets in, what answers tell. */
class ProductionIT {
  /** Yours: none of the development accounts. */
  private static final String ACCOUNTS =
      """
      <server>
        <basicRegistry realm="tidings">
          <user name="carol" password="carol-secret"/>
          <user name="root" password="root-secret"/>
          <group name="user"><member name="carol"/><member name="root"/></group>
          <group name="administrator"><member name="root"/></group>
        </basicRegistry>
      </server>
      """;

  /** What runs here, down to the line. */
  private static final Pattern TELLTALE =
      Pattern.compile("(?i)liberty|websphere|ibm|exception|\\bat [a-z.]+\\(|SRVE|\\$WSEP|powered");

  /** A line of /proc/net/tcp, see proc_pid_net(5). */
  private static final Pattern LISTENING =
      Pattern.compile(
          " *\\d+: (?<address>\\w+):(?<port>\\w+) \\S+ 0A (\\S+ +){5}(?<inode>\\d+) .*");

  private static final Set<String> LOOPBACK =
      Set.of("0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000");

  private static LibertyServer server;
  private static Certificate certificate;
  private static List<String> complaintsOfTheStart;

  @BeforeAll
  static void start() {
    server = LibertyServer.fresh("production").file("operators.xml", ACCOUNTS);
    certificate = Certificate.in(server.directory());
    server
        .secured(certificate)
        .environment("TIDINGS_ACCOUNTS", server.directory().resolve("operators.xml").toString())
        .start();
    complaintsOfTheStart = server.complaints();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static Client anonymous() {
    return Client.anonymous(server.uri(), certificate.trust());
  }

  private static Client signedIn(String name) {
    return Client.signedIn(server.uri(), certificate.trust(), name);
  }

  @Test
  void the_start_leaves_no_question_in_the_log() {
    assertThat(complaintsOfTheStart).isEmpty();
  }

  @Test
  void development_accounts_do_not_get_in() {
    HttpResponse<String> answer = anonymous().submit("alice");
    assertThat(answer.headers().firstValue("location"))
        .hasValueSatisfying(location -> assertThat(location).endsWith("login.html?failed"));
    assertThat(answer.headers().allValues("set-cookie")).noneMatch(ProductionIT::isLogin);
  }

  private static boolean isLogin(String cookie) {
    return cookie.startsWith("LtpaToken2=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"production", "production-behind-proxy", "prodution"})
  void without_accounts_of_the_operator_or_with_an_unknown_profile_there_is_no_server(
      String profile) {
    try (LibertyServer other = LibertyServer.fresh("incomplete")) {
      other
          .environment("TIDINGS_PROFILE", profile)
          .environment("TIDINGS_ACCOUNTS", "/nonexistent/accounts.xml");
      assertThatThrownBy(other::start).hasMessageContaining("ended while starting");
      assertThat(other.log())
          .contains(profile.equals("prodution") ? "prodution.xml" : "/nonexistent/accounts.xml");
    }
  }

  @Test
  void every_cookie_is_for_tls_only_and_not_for_scripts() {
    List<String> cookies =
        Stream.of(anonymous().get(""), anonymous().submit("carol"))
            .flatMap(answer -> answer.headers().allValues("set-cookie").stream())
            .toList();
    assertThat(cookies).anyMatch(ProductionIT::isLogin);
    assertThat(cookies)
        .allMatch(cookie -> cookie.contains("; Secure"))
        .allMatch(cookie -> cookie.contains("; HttpOnly"))
        .filteredOn(ProductionIT::isLogin)
        .allMatch(cookie -> cookie.contains("; SameSite=Lax"));
  }

  @Test
  void a_cookie_that_was_there_before_the_sign_in_is_worth_nothing_after_it() {
    String planted = "LtpaToken2=planted; JSESSIONID=0000planted:planted";
    Client carol = anonymous();
    HttpResponse<String> signedIn =
        carol.send(
            carol
                .request("j_security_check")
                .header("Cookie", planted)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("j_username=carol&j_password=carol-secret")));
    assertThat(signedIn.headers().allValues("set-cookie"))
        .anyMatch(ProductionIT::isLogin)
        .noneMatch(cookie -> cookie.contains("planted"));
    assertThat(carol.get("api/session").statusCode()).isEqualTo(200);
    Client attacker = anonymous();
    assertThat(
            attacker.send(attacker.request("api/session").header("Cookie", planted)).statusCode())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "login.html",
        "assets/app.js",
        "nonexistent",
        "api/session",
        "api/events?topic=feeds/news",
        "api/events?topic=",
        "api/nonexistent",
        "api/a%2Fb",
        "api/%zz",
        "health",
        "metrics"
      })
  void every_answer_says_tls_only_and_none_says_what_runs_here(String path) throws IOException {
    Client carol = signedIn("carol");
    for (String cookie : List.of("", "Cookie: " + carol.cookie() + "\r\n")) {
      String answer = raw("GET /" + path + " HTTP/1.1\r\nHost: localhost\r\n" + cookie);
      assertSafe(answer);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET\r\n",
        "GET /a b HTTP/1.1\r\nHost: localhost\r\n",
        "TRACE / HTTP/1.1\r\nHost: localhost\r\nX-Echo: my-secret\r\n",
        "TRACE /assets/app.js HTTP/1.1\r\nHost: localhost\r\nX-Echo: my-secret\r\n",
        "TRACE /api/session HTTP/1.1\r\nHost: localhost\r\nX-Echo: my-secret\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nX-Large: LARGE\r\n"
      })
  void so_do_the_answers_to_what_is_no_proper_request(String request) throws IOException {
    String answer = raw(request.replace("LARGE", "x".repeat(40_000)));
    assertSafe(answer);
    assertThat(answer).doesNotContain("my-secret");
  }

  private static void assertSafe(String answer) {
    assertThat(answer).startsWith("HTTP/1.1 ").doesNotContainPattern(TELLTALE);
    assertThat(answer.lines().map(line -> line.replaceFirst(": .*", "")))
        .containsOnlyOnce("Strict-Transport-Security")
        .containsOnlyOnce("X-Content-Type-Options")
        .containsOnlyOnce("Content-Security-Policy")
        .containsOnlyOnce("Cache-Control")
        .doesNotContain("Server", "X-Powered-By");
  }

  /** What comes back for a request sent to the letter, which HTTP libraries refuse to do. */
  private static String raw(String head) throws IOException {
    try (Socket socket = connect("TLSv1.3")) {
      socket
          .getOutputStream()
          .write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static SSLSocket connect(String protocol) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            certificate
                .trust()
                .getSocketFactory()
                .createSocket("localhost", server.uri().getPort());
    socket.setSoTimeout(20_000);
    socket.setEnabledProtocols(new String[] {protocol});
    return socket;
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void it_speaks_tls(String protocol) throws IOException {
    try (SSLSocket socket = connect(protocol)) {
      socket.startHandshake();
      assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
    }
  }

  @Test
  void a_stream_says_tls_only_too() {
    HttpResponse<InputStream> answer = signedIn("carol").open("topic=feeds/news");
    HttpHeaders headers = answer.headers();
    assertThat(headers.allValues("strict-transport-security")).hasSize(1);
    assertThat(headers.allValues("cache-control")).containsExactly("no-cache, no-transform");
    try (Listener stream = new Listener(answer.body())) {
      stream.next("connected");
    }
  }

  @Test
  void metrics_are_for_administrators_and_health_for_everybody() {
    assertThat(anonymous().get("metrics").statusCode()).isEqualTo(401);
    assertThat(signedIn("carol").get("metrics").statusCode()).isEqualTo(403);
    HttpResponse<String> metrics = signedIn("root").get("metrics");
    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.body()).contains("tidings_streams_open");
    assertThat(anonymous().get("health").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openapi",
        "openapi/ui",
        "openapi/ui/",
        "h2-console",
        "adminCenter",
        "IBMJMXConnectorREST",
        "ibm/api/config",
        "ibm/api/validation",
        "jwt/ibm/api/defaultJWT/jwk",
        "WEB-INF/web.xml",
        "META-INF/sbom/bom.json",
        "problem"
      })
  void there_is_nothing_else_to_see_even_for_administrators(String path) {
    assertThat(signedIn("root").get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void nothing_listens_but_tls_and_on_loopback_the_port_of_server_stop() throws IOException {
    Set<String> sockets = sockets();
    Set<Integer> open = new TreeSet<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(Path.of("/proc/net/" + table))) {
        Matcher entry = LISTENING.matcher(line);
        if (entry.matches()
            && sockets.contains(entry.group("inode"))
            && !LOOPBACK.contains(entry.group("address"))) {
          open.add(HexFormat.fromHexDigits(entry.group("port")));
        }
      }
    }
    assertThat(open).containsExactly(server.uri().getPort());
  }

  private static Set<String> sockets() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + server.pid() + "/fd"))) {
      return files
          .map(ProductionIT::target)
          .filter(target -> target.startsWith("socket:["))
          .map(target -> target.substring(8, target.length() - 1))
          .collect(Collectors.toSet());
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }
}
