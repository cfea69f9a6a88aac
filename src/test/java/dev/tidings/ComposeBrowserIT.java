package dev.tidings;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page where publishers write notifications. */
@BrowserTest
class ComposeBrowserIT {
  private static LibertyServer server;

  @BeforeAll
  static void findServer() {
    server = LibertyServer.shared();
  }

  private static Page composing(Page page) {
    Visitor.signIn(page, server, "compose.html", "news");
    assertThat(page.locator("#compose")).isVisible();
    return page;
  }

  private static String title() {
    return "Title " + UUID.randomUUID();
  }

  private static void choose(Page page, String option) {
    page.getByLabel(option, new Page.GetByLabelOptions().setExact(true)).check();
  }

  private static void press(Page page, String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
        .click();
  }

  private static void assertReceived(String user, String title) {
    await().untilAsserted(() -> assertThat(inbox(user)).contains(title));
  }

  private static String inbox(String user) {
    return Client.signedIn(server.uri(), user).get("api/inbox").body();
  }

  private static Locator problem(Page page, String field) {
    return page.locator("[data-field='" + field + "'] .field-problem");
  }

  @Test
  void what_is_written_is_shown_as_it_will_look_and_reaches_who_is_named(Page page) {
    String title = title();
    composing(page);
    page.fill("#user", "alice");
    page.press("#user", "Enter");
    page.fill("#user", "bob, oscar");
    page.press("#user", "Backspace");
    page.fill("#user", "");
    page.press("#user", "Backspace");
    assertThat(page.locator(".chip")).hasCount(1);
    page.fill("#category", "releases");
    page.selectOption("#severity", "warning");
    page.fill("#title", title + " <b>now</b>");
    page.fill("#body", "Three checks are green.");
    page.fill("#href", "/orders/7");
    page.fill("#label", "Look at it");
    press(page, "Add a button");
    page.getByLabel("Label", new Page.GetByLabelOptions().setExact(true)).fill("Approve");
    page.getByLabel("Does").selectOption("POST");
    page.getByLabel("Address").fill("/portal/approve?id=7");

    Locator preview = page.locator("tidings-preview");
    assertThat(preview).containsText(title + " <b>now</b>");
    assertThat(preview).containsText("releases");
    assertThat(preview.getByText("Approve")).isVisible();
    assertThat(preview.getByText("Look at it")).isVisible();

    press(page, "Send now");
    assertThat(page.locator("#sent")).hasText("Sent.");
    assertThat(page.locator("#title")).hasValue("");
    assertReceived("alice", title);
    assertThat(inbox("alice"))
        .contains(
            "\"method\":\"POST\"", "\"href\":\"/portal/approve?id=7\"", "\"severity\":\"warning\"");
    assertThat(inbox("oscar")).doesNotContain(title);
  }

  @Test
  void everyone_is_reached_and_who_has_a_role(Page page) {
    // Who has been here is somebody.
    inbox("oscar");
    composing(page);
    String all = title();
    choose(page, "Everyone");
    page.fill("#title", all);
    press(page, "Send now");
    assertThat(page.locator("#sent")).hasText("Sent.");
    assertReceived("oscar", all);

    String operators = title();
    choose(page, "A role");
    page.fill("#role", "operator");
    page.fill("#title", operators);
    press(page, "Send now");
    assertReceived("oscar", operators);
    assertThat(inbox("alice")).doesNotContain(operators);
  }

  @Test
  void what_is_scheduled_is_listed_until_it_is_cancelled(Page page) {
    String title = title();
    composing(page);
    page.fill("#user", "alice");
    page.fill("#title", title);
    choose(page, "Later");
    press(page, "Schedule");
    assertThat(problem(page, "at")).containsText("Say when");
    page.fill("#at", page.evaluate("new Date(Date.now() + 864e5).toISOString().slice(0, 16)") + "");
    assertThat(page.locator("#at-zone")).containsText("in your time zone");
    assertThat(page.locator("#at-zone")).containsText("UTC");
    press(page, "Schedule");
    assertThat(page.locator("#sent")).hasText("Scheduled.");
    Locator listed =
        page.locator("#scheduled li").filter(new Locator.FilterOptions().setHasText(title));
    assertThat(listed).containsText("to alice, by news");
    page.reload();
    listed.getByRole(AriaRole.BUTTON).click();
    assertThat(listed).hasCount(0);
    assertThat(Client.signedIn(server.uri(), "news").get("api/notifications/scheduled").body())
        .doesNotContain(title);
    assertThat(inbox("alice")).doesNotContain(title);
  }

  @Test
  void what_the_server_finds_wrong_is_said_at_its_field(Page page) {
    composing(page);
    press(page, "Send now");
    assertThat(problem(page, "to.users")).containsText("Name at least one person.");
    assertThat(page.locator("#user")).isFocused();
    page.fill("#user", "alice");
    page.fill("#title", title());
    page.fill("#category", "No such category!");
    press(page, "Send now");
    assertThat(problem(page, "category")).containsText("category: 1 to 64 letters");
    assertThat(page.locator("#category")).isFocused();
    assertThat(page.locator("#category")).hasAttribute("aria-invalid", "true");
    page.fill("#category", "news");
    assertThat(page.locator(".field-problem")).hasCount(0);
    page.fill("#href", "javascript:alert(1)");
    press(page, "Send now");
    assertThat(problem(page, "link.href")).containsText("an http(s) address");
    page.fill("#href", "");
    page.locator("summary").click();
    page.fill("#icon", "/no path");
    page.locator("summary").click();
    press(page, "Send now");
    assertThat(problem(page, "icon")).isVisible();
    assertThat(page.locator("#sent")).hasText("");
  }

  @Test
  void who_is_no_publisher_is_told(Page page) {
    Visitor.signIn(page, server, "compose.html", "alice");
    assertThat(page.locator("#not-yours")).containsText("publisher");
    assertThat(page.locator("#compose")).isHidden();
  }
}
