package dev.tidings;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Liberty's own console beside the hub: who may what there, and settings that are edited in it. */
@BrowserTest
class AdminCenterBrowserIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String HEARTBEAT = "tidings.stream.heartbeat";

  /** Of the Java Batch tool, of the toolbox, and the connector for files and MBeans. */
  private static final String BATCH = "ibm/api/batch/jobinstances";

  private static final String TOOLBOX = "ibm/api/adminCenter/v1/toolbox";
  private static final String BOOKMARKS = TOOLBOX + "/bookmarks";

  private static LibertyServer server;
  private static Certificate certificate;
  private static URI console;

  @BeforeAll
  static void start() throws IOException {
    server = LibertyServer.fresh("admin-center");
    certificate = Certificate.in(server.directory());
    Path store = server.directory().resolve("resources/security/key.p12");
    Files.createDirectories(store.getParent());
    Files.copy(certificate.keyStore(), store);
    int port = LibertyServer.freePort();
    console = URI.create("https://localhost:" + port + "/");
    server
        .environment("TIDINGS_CONSOLE", "admin-center")
        .environment("CONSOLE_PORT", String.valueOf(port))
        .environment("keystore_password", Certificate.PASSWORD)
        .environment("TIDINGS_ASSISTANT_KEY", "sesame")
        .start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Asks Liberty's own console; with a body it is posted. */
  private static HttpResponse<String> ask(String user, String path, String... body) {
    Client client = Client.anonymous(console, certificate.trust());
    String name = user + ":" + user + "-secret";
    var request =
        client
            .request(path)
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8)));
    for (String each : body) {
      request
          .header("Content-Type", each.startsWith("{") ? "application/json" : "application/xml")
          .POST(BodyPublishers.ofString(each));
    }
    return client.send(request);
  }

  private static String file(String path) {
    return "IBMJMXConnectorREST/file/"
        + URLEncoder.encode("${server.config.dir}/" + path, StandardCharsets.UTF_8);
  }

  private static String settings() throws IOException {
    return Files.readString(server.directory().resolve("settings.xml"));
  }

  /** What the API tells of a setting, in the order of the names; empty where it tells nothing. */
  private static List<String> told(Client client, String key, String... names) {
    JsonTree setting =
        JsonTree.of(client.get("api/admin/config").body()).at("settings").list().stream()
            .filter(each -> each.at("key").text().equals(key))
            .findFirst()
            .orElseThrow();
    return Stream.of(names).map(name -> setting.at(name).text()).toList();
  }

  @Test
  void administrators_and_operators_get_in_and_nobody_else() {
    assertThat(server.complaints()).isEmpty();
    for (String path : new String[] {TOOLBOX, file("settings.xml")}) {
      assertThat(ask("admin", path).statusCode()).isEqualTo(200);
      assertThat(ask("oscar", path).statusCode()).isEqualTo(200);
      assertThat(ask("alice", path).statusCode()).isEqualTo(403);
    }
    assertThat(ask("oscar", BATCH).statusCode()).as("exports are batch jobs").isEqualTo(200);
    assertThat(ask("alice", BATCH).statusCode()).isEqualTo(401);
    assertThat(Client.anonymous(server.uri()).get("adminCenter/").statusCode())
        .as("not without TLS")
        .isEqualTo(403);
  }

  @Test
  void what_an_administrator_writes_through_liberty_holds_and_an_operator_writes_nothing()
      throws IOException {
    String edited = settings().replace("\"PT1.5S\"", "\"PT40S\"");
    assertThat(ask("oscar", file("settings.xml"), edited).statusCode()).isEqualTo(403);
    assertThat(settings()).doesNotContain("PT40S");
    assertThat(ask("admin", file("settings.xml"), edited).statusCode()).isEqualTo(204);
    Client oscar = Client.signedIn(server.uri(), "oscar");
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(told(oscar, "tidings.stream.retry", "value", "source", "delivered"))
                    .containsExactly("PT40S", "settings.xml", "PT1.5S"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"server.xml", "admin-center.xml", "accounts.xml", "apps/tidings.war"})
  void no_other_file_is_written(String path) throws IOException {
    byte[] before = Files.readAllBytes(server.directory().resolve(path));
    assertThat(ask("admin", file(path), "<server/>").statusCode()).isEqualTo(400);
    assertThat(server.directory().resolve(path)).hasBinaryContent(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"accounts.xml", "resources/security/ltpa.keys", "resources/security/key.p12"})
  void and_none_is_read_that_has_keys_or_passwords(String path) {
    assertThat(server.directory().resolve(path)).exists();
    assertThat(ask("oscar", file(path)).statusCode()).isEqualTo(400);
  }

  @Test
  void the_settings_are_for_operators_and_say_where_each_comes_from() {
    assertThat(Client.anonymous(server.uri()).get("api/admin/config").statusCode()).isEqualTo(401);
    assertThat(Client.signedIn(server.uri(), "alice").get("api/admin/config").statusCode())
        .isEqualTo(403);
    Client oscar = Client.signedIn(server.uri(), "oscar");
    assertThat(
            told(
                oscar,
                "tidings.stream.max-per-user",
                "value",
                "source",
                "delivered",
                "type",
                "min",
                "max"))
        .containsExactly("10000", "environment", "8", "number", "1", "1000000");
    assertThat(told(oscar, "tidings.tail.poll", "value", "source"))
        .containsExactly("PT0.1S", "default");
    assertThat(oscar.get("api/admin/config").body())
        .contains("\"tidings.assistant.key\"")
        .doesNotContain("sesame");
  }

  @Test
  void a_value_that_is_out_of_bounds_is_told_and_the_one_in_force() {
    Client oscar = Client.signedIn(server.uri(), "oscar");
    server.editVariable("tidings.tail.stale", "PT5S");
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(told(oscar, "tidings.tail.stale", "value", "source"))
                    .containsExactly("PT5S", "server.xml"));
    server.editVariable("tidings.tail.stale", "PT2H");
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(told(oscar, "tidings.tail.stale", "value", "refused", "problem"))
                    .containsExactly("PT5S", "PT2H", "It must lie between PT0.1S and PT1H."));
    server.editVariable("tidings.tail.stale", "PT3S");
  }

  @Test
  void an_interval_edited_in_server_config_reaches_an_open_stream(Browser browser) {
    String entry = "{\"name\":\"Tidings\",\"url\":\"/admin.html\",\"icon\":\"/assets/mark.svg\"}";
    assertThat(ask("admin", BOOKMARKS, entry).statusCode()).isEqualTo(201);
    assertThat(ask("oscar", BOOKMARKS).body()).as("each has a toolbox").isEqualTo("[]");
    Client alice = Client.signedIn(server.uri(), "alice");
    try (BrowserContext profile =
            browser.newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true));
        Listener open = alice.listen("topic=feeds/news")) {
      assertThat(open.next().data()).isEqualTo("{\"heartbeat\":15000}");
      profile.setDefaultTimeout(60_000);
      Page center = profile.newPage();
      center.navigate(console.resolve("adminCenter/").toString());
      center.fill("[name=j_username]", "admin");
      center.fill("[name=j_password]", "admin-secret");
      center.press("[name=j_password]", "Enter");

      tool(center, "Tidings").click();
      assertThat(center.getByRole(AriaRole.BUTTON, button("Sign out"))).isVisible();
      assertThat(center).hasURL(console.resolve("admin.html").toString());
      Page page = profile.newPage();
      page.navigate(console.resolve("settings.html").toString());
      Locator row = page.locator("[id='" + HEARTBEAT + "']");
      assertThat(row.locator(".value")).hasText("PT15S");
      assertThat(row.locator(".source")).hasText("default");

      center.navigate(console.resolve("adminCenter/").toString());
      tool(center, "Server Config").click();
      FrameLocator config = center.frameLocator("#toolIFrame");
      config.locator(".fileExplorerToggleExpansionButton").first().click();
      config.locator("a.fileExplorerFileName").filter(having("settings.xml")).click();
      config
          .locator("#editorTree")
          .getByText(HEARTBEAT, new Locator.GetByTextOptions().setExact(true))
          .click();
      config.locator("#attribute_defaultValue").fill("PT1S");
      config.locator("#navbarEditorButtonsSave").click();
      assertThat(config.locator("#navbarEditorChangesSavedMessage")).isVisible();

      // There are some from before.
      await().atMost(SOON).until(() -> open.next(SOON).data().equals("{\"heartbeat\":1000}"));
      assertThat(open.next(SOON).data()).isEqualTo("{\"heartbeat\":1000}");
      assertThat(row.locator(".value")).hasText("PT1S");
      assertThat(row.locator(".source")).hasText("settings.xml");
    }
  }

  @Test
  void the_page_of_settings_finds_them_says_what_is_refused_and_can_be_used_by_all(Page page) {
    Axe.bringTo(page);
    page.setViewportSize(390, 800);
    Visitor.signIn(page, server, "settings.html", "oscar");
    page.getByLabel("Search").fill("idle proxies");
    Locator shown = page.locator("tbody tr:visible");
    assertThat(shown).hasCount(1);
    assertThat(shown).hasId(HEARTBEAT);
    assertThat(shown.locator(".bounds")).hasText("duration, PT1S to PT1H");
    assertThat(page.locator("#count")).containsText("1 of ");

    page.getByLabel("Search").fill("");
    page.getByLabel("Show").selectOption("refused");
    assertThat(shown).hasCount(0);
    server.editVariable("tidings.jobs.sweep", "soon");
    assertThat(shown).hasId("tidings.jobs.sweep");
    assertThat(shown.locator(".value")).hasText("PT30S");
    assertThat(shown.locator(".problem")).containsText("soon is refused: It must be a duration");
    assertThat(page.locator("#news")).containsText("tidings.jobs.sweep: soon is refused");
    page.getByLabel("Show").selectOption("all");
    assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
        .isLessThanOrEqualTo(390);
    assertThat(Axe.violations(page)).isEmpty();
    server.editVariable("tidings.jobs.sweep", "PT30S");
  }

  /** Of the toolbox, which shows names before they can be pressed. */
  private static Locator tool(Page center, String name) {
    return center.getByRole(AriaRole.BUTTON, button(name).setExact(true));
  }

  private static Page.GetByRoleOptions button(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  private static Locator.FilterOptions having(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }
}
