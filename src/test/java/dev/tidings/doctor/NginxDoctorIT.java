package dev.tidings.doctor;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.ColorScheme;
import dev.tidings.Axe;
import dev.tidings.BrowserTest;
import dev.tidings.Client;
import dev.tidings.CrookedNginx;
import dev.tidings.CrookedNginx.Fault;
import dev.tidings.JsonTree;
import dev.tidings.LibertyServer;
import dev.tidings.Nginx;
import dev.tidings.NginxTest;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The doctor behind a real nginx, configured as it should be and in several wrong ways. */
@NginxTest
class NginxDoctorIT {
  /** What is as it is because the crooked ones speak no TLS. */
  private static final List<String> WITHOUT_TLS = List.of("http", "cookies");

  private static LibertyServer server;
  private static Nginx good;
  private static CrookedNginx crooked;
  private static final Map<Fault, JsonTree> REPORTS = new EnumMap<>(Fault.class);
  private static JsonTree best;

  @BeforeAll
  static void examineAll() throws Exception {
    // A short heartbeat, so that silences are short.
    server = LibertyServer.fresh("doctor").editVariable("tidings.stream.heartbeat", "PT3S");
    good = Nginx.inFrontOf(server.uri(), "doctor");
    crooked = CrookedNginx.inFrontOf(server.uri(), "doctor-crooked");
    good.trustedBy(server);
    server.start();
    Map<Fault, Future<JsonTree>> under = new EnumMap<>(Fault.class);
    // As many as one node allows at the same time.
    ExecutorService three = Executors.newFixedThreadPool(3);
    Future<JsonTree> right = three.submit(() -> report(good.signedIn("oscar")));
    // Not at the crooked ones: one of them does not even let sign in.
    Client oscar = Client.signedIn(server.uri(), "oscar");
    for (Fault fault : Fault.values()) {
      under.put(fault, three.submit(() -> report(oscar.at(crooked.uri(fault)))));
    }
    best = right.get();
    for (var each : under.entrySet()) {
      REPORTS.put(each.getKey(), each.getValue().get());
    }
    three.shutdown();
  }

  @AfterAll
  static void stop() {
    if (good != null) {
      good.close();
    }
    if (crooked != null) {
      crooked.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private static JsonTree report(Client client) {
    HttpResponse<String> answer = client.get("api/admin/doctor");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonTree.of(answer.body());
  }

  /** What is not in order, by id. */
  private static Map<String, JsonTree> faults(JsonTree report) {
    return report.at("findings").list().stream()
        .filter(finding -> !finding.at("verdict").text().equals("ok"))
        .collect(
            Collectors.toMap(
                finding -> finding.at("id").text(),
                finding -> finding,
                (a, b) -> a,
                LinkedHashMap::new));
  }

  @Test
  void the_configuration_that_we_ship_has_no_finding() {
    assertThat(faults(best)).isEmpty();
    assertThat(best.at("verdict").text()).isEqualTo("ok");
    assertThat(best.at("address").text() + "/").isEqualTo(good.uri().toString());
    assertThat(best.at("findings").list()).hasSize(12);
  }

  @Test
  void without_tls_that_is_all_that_is_said() {
    Map<String, JsonTree> faults = faults(REPORTS.get(Fault.NONE));
    assertThat(faults).containsOnlyKeys(WITHOUT_TLS);
    assertThat(faults.values())
        .allSatisfy(each -> assertThat(each.at("verdict").text()).isEqualTo("warning"));
  }

  @ParameterizedTest
  @CsvSource({
    "BUFFERS,buffering,problem,collects events",
    "COMPRESSES,compression,problem,gzip",
    "CUTS,idle,problem,of silence",
    "FORGETS,resume,problem,Last-Event-ID does not come through",
    "SPEAKS_1_0,http-node,problem,HTTP/1.0",
    "HIDES_ITS_NAME,forwarded,problem,past that proxy",
    "LETS_ALL_IN,cors,warning,Access-Control-Allow-Origin: *"
  })
  void each_fault_is_found_and_named_and_nothing_else(
      Fault fault, String id, String verdict, String words) {
    Map<String, JsonTree> faults = faults(REPORTS.get(fault));
    assertThat(faults).containsKey(id);
    assertThat(faults.get(id).at("verdict").text()).isEqualTo(verdict);
    assertThat(faults.get(id).at("words").text()).contains(words);
    assertThat(faults.get(id).at("fix", "nginx").text()).isNotEqualTo("null");
    faults.remove(id);
    WITHOUT_TLS.forEach(faults::remove);
    if (fault == Fault.BUFFERS) {
      faults.remove("http-node");
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void faults_that_come_together_are_all_found() {
    assertThat(faults(REPORTS.get(Fault.ALL_AT_ONCE)))
        .containsKeys("buffering", "compression", "idle", "resume");
  }

  @Test
  void users_are_refused() {
    Client alice = Client.signedIn(server.uri(), "alice");
    for (String path : List.of("api/admin/doctor", "api/stream?probe=pulse")) {
      assertThat(alice.get(path).statusCode()).as(path).isEqualTo(403);
      assertThat(Client.anonymous(server.uri()).get(path).statusCode()).as(path).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api/admin/doctor?silence=0",
        "api/admin/doctor?silence=121",
        "api/admin/doctor?silence=x",
        "api/stream?probe=",
        "api/stream?probe=pulse&silence=-1",
        "api/stream?probe=silence&silence=120001"
      })
  void what_is_out_of_bounds_is_refused(String path) {
    HttpResponse<String> answer = Client.signedIn(server.uri(), "oscar").get(path);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
  }

  @Test
  void a_stream_that_is_no_probe_is_what_it_was() {
    try (var stream = good.signedIn("oscar").listen("topic=feeds/news&unprobe=probe")) {
      assertThat(stream.next().type()).isEqualTo("connected");
    }
  }

  /** Nothing of what a Host may claim is asked, let alone with somebody's cookie. */
  @Test
  void the_hub_goes_nowhere_else() throws Exception {
    Client oscar = Client.signedIn(server.uri(), "oscar");
    oscar.get("api/session");
    URI uri = server.uri();
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      String request =
          "GET /api/admin/doctor HTTP/1.1\r\nHost: 192.0.2.1:80\r\nCookie: %s\r\nConnection: close\r\n\r\n"
              .formatted(oscar.cookie());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).contains("The hub opens no stream at http://192.0.2.1").contains("reach");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"address\":\"file:///etc/passwd\"}",
        "{\"address\":\"http://localhost/path\"}",
        "{\"address\":\"https://x\",\"pulses\":[{\"status\":1000}]}",
        "{\"address\":\"https://x\",\"silences\":[{\"asked\":-1}]}",
        "{\"address\":\"https://x\",\"pulses\":[{\"status\":200,\"arrival\":{}}]}",
        "{\"address\":\"https://x\",\"pulses\":[1]}"
      })
  void what_no_browser_can_have_seen_is_refused(String body) {
    Client oscar = Client.signedIn(server.uri(), "oscar");
    HttpResponse<String> answer =
        oscar.send(
            oscar
                .request("api/admin/doctor")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
  }

  /** The page, whose browser opens the probes. */
  @Nested
  @BrowserTest
  class InTheBrowser {
    private static final double PATIENCE = 40_000;

    private Page open(Browser browser, URI at, Browser.NewPageOptions options) {
      Page page = browser.newPage(options.setIgnoreHTTPSErrors(true));
      Axe.bringTo(page);
      page.navigate(at.resolve("doctor.html").toString());
      page.fill("[name=j_username]", "oscar");
      page.fill("[name=j_password]", "oscar-secret");
      page.press("[name=j_password]", "Enter");
      page.click("#go");
      assertThat(page.locator("#report")).isVisible(new IsVisibleOptions().setTimeout(PATIENCE));
      return page;
    }

    private static Locator finding(Page page, String id) {
      return page.locator(".finding[data-id='" + id + "']");
    }

    @Test
    void behind_the_nginx_that_we_ship_all_is_in_order(Browser browser) {
      try (Page page = open(browser, good.uri(), new Browser.NewPageOptions())) {
        assertThat(page.locator("#verdict")).hasText("13 in order");
        assertThat(finding(page, "http")).containsText("HTTP/2");
        assertThat(finding(page, "clock-browser")).containsText("agree");
        assertThat(page.locator("#verdict")).isFocused();
        assertThat(page.locator("tidings-admin-nav [aria-current]")).hasText("Doctor");
        assertThat(Axe.violations(page)).isEmpty();
      }
    }

    @Test
    void behind_a_crooked_one_each_fault_is_told_with_what_to_change(Browser browser) {
      try (Page page =
          open(
              browser,
              crooked.uri(Fault.ALL_AT_ONCE),
              new Browser.NewPageOptions()
                  .setViewportSize(390, 844)
                  .setColorScheme(ColorScheme.DARK))) {
        for (String id : List.of("buffering", "compression", "idle", "resume")) {
          assertThat(finding(page, id)).hasAttribute("data-verdict", "problem");
        }
        finding(page, "buffering").locator("summary").click();
        assertThat(finding(page, "buffering").locator("pre").first())
            .containsText("proxy_buffering off;");
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
            .isEqualTo(true);
        assertThat(Axe.violations(page)).isEmpty();
      }
    }
  }
}
