package dev.tidings.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.options.LoadState;
import dev.tidings.BrowserTest;
import dev.tidings.Client;
import dev.tidings.LibertyServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The hub's elements on a portal's page, with the portal's login and a strict policy. */
@BrowserTest
class PortalBrowserIT {
  private static final double SOON = 20_000;
  private static final Path LOGIN_KEYS = Path.of("resources/security/ltpa.keys");

  private static final String NOTIFICATION =
      "{\"to\":{\"users\":[\"alice\"]},\"category\":\"orders\",\"title\":\"Hello\"}";

  private LibertyServer hub;
  private LibertyServer portal;

  @BeforeEach
  void prepare() {
    hub = LibertyServer.fresh("hub").neighbourly();
    portal = LibertyServer.fresh("portal-elsewhere", SamplePortal.inTarget()).neighbourly();
  }

  @AfterEach
  void stop() {
    hub.close();
    portal.close();
  }

  private static void signIn(Page page, String address) {
    page.navigate(address);
    page.fill("[name=j_username]", "alice");
    page.fill("[name=j_password]", "alice-secret");
    page.press("[name=j_password]", "Enter");
    assertState(page, "live");
  }

  private static void assertState(Page page, String state) {
    assertThat(page.locator("tidings-connection"))
        .hasAttribute("data-state", state, new HasAttributeOptions().setTimeout(SOON));
  }

  private static void assertShown(Page page, String text) {
    Locator message =
        page.locator("tidings-feed ol > li").filter(new Locator.FilterOptions().setHasText(text));
    assertThat(message).hasCount(1, new HasCountOptions().setTimeout(SOON));
  }

  private static void assertUnread(Page page, String count) {
    assertThat(part(page, "tidings-bell", "badge"))
        .hasText(count, new HasTextOptions().setTimeout(SOON));
  }

  private static Locator part(Page page, String tag, String name) {
    return page.locator(tag + " [part~=" + name + "]").first();
  }

  /**
   * What goes wrong in scripts, and what the page's policy refuses: that is told on the console.
   */
  private static List<String> errors(Page page) {
    List<String> errors = new ArrayList<>();
    page.onPageError(errors::add);
    page.onConsoleMessage(
        message -> {
          if (message.text().contains("Content Security Policy")) {
            errors.add(message.text());
          }
        });
    return errors;
  }

  private static void assertAtTheForm(Page page) {
    assertThat(page.locator("[name=j_username]")).isVisible();
  }

  @Test
  void in_one_server_an_order_is_shown_and_signing_out_ends_the_stream_of_the_other_tab(
      BrowserContext profile) {
    hub.file(
        "configDropins/overrides/portal.xml",
        "<server><webApplication location=\"portal.war\" contextRoot=\"/portal\"/></server>");
    SamplePortal.writeTo(hub.directory().resolve("apps/portal.war"));
    hub.start();
    Page page = profile.newPage();
    List<String> errors = errors(page);
    signIn(page, hub.uri("portal/").toString());
    page.fill("[name=item]", "lamp");
    page.press("[name=item]", "Enter");
    assertShown(page, "lamp");
    assertUnread(page, "1");
    assertThat(part(page, "tidings-inbox", "item")).containsText("Ordered: lamp");
    assertThat(part(page, "tidings-toast", "toast")).containsText("Ordered: lamp");
    page.click("#export");
    assertThat(part(page, "tidings-progress", "download")).containsText("orders.txt");
    assertThat(part(page, "tidings-progress", "download"))
        .hasAttribute("href", hub.uri("portal/orders").toString());
    assertThat(errors).isEmpty();

    // The hub's own page asks for no other login.
    Page other = profile.newPage();
    other.navigate(hub.uri().toString());
    assertState(other, "live");
    page.click("#sign-out");
    assertAtTheForm(page);
    assertState(other, "closed");
    other.click("tidings-outage a");
    assertAtTheForm(other);
  }

  @Test
  void in_another_server_that_shares_the_login_the_same_components_work_across_origins(
      BrowserContext profile) throws IOException {
    String origin = "http://localhost:" + portal.uri().getPort();
    String password = UUID.randomUUID().toString();
    hub.environment("ltpa_keys_password", password)
        .editVariable("tidings.security.origins", origin)
        .start();
    Path keys = portal.directory().resolve(LOGIN_KEYS);
    Files.createDirectories(keys.getParent());
    Files.copy(hub.directory().resolve(LOGIN_KEYS), keys);
    portal
        .environment("ltpa_keys_password", password)
        .editVariable("portal.hub", hub.uri().toString())
        .start();
    Page page = profile.newPage();
    List<String> errors = errors(page);
    signIn(page, portal.uri().toString());
    Client news = Client.signedIn(hub.uri(), "news");
    news.say("feeds/orders", "across");
    assertShown(page, "across");
    news.send(
        news.request("api/notifications")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(NOTIFICATION)));
    assertUnread(page, "1");
    assertThat(part(page, "tidings-toast", "toast")).containsText("Hello");
    page.getByText("Mark all read").click();
    assertUnread(page, "");
    news.publish("users/alice/export", "{\"type\":\"failed\",\"data\":{\"reason\":\"No room.\"}}");
    assertThat(part(page, "tidings-progress", "figures")).containsText("No room.");
    assertThat(errors).isEmpty();

    Page other = profile.newPage();
    other.navigate(hub.uri().toString());
    assertState(other, "live");
    page.click("#sign-out");
    page.waitForLoadState(LoadState.LOAD);
    assertAtTheForm(page);
    assertState(other, "closed");
  }
}
