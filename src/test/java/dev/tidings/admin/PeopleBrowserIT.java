package dev.tidings.admin;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.tidings.Axe;
import dev.tidings.BrowserTest;
import dev.tidings.Client;
import dev.tidings.LibertyServer;
import dev.tidings.Visitor;
import dev.tidings.events.Topic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page of a user's data in a real browser. The user in question has no account any more. */
@BrowserTest
class PeopleBrowserIT {
  private static final String USER = "carol <b>o'hara</b> & sons/ltd";
  private static final String TOPIC = Topic.of("users", USER, "things").path();

  private static LibertyServer server;
  private static Client news;

  @BeforeAll
  static void start() {
    server = LibertyServer.shared();
    news = Client.signedIn(server.uri(), "news");
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  @Test
  void an_archive_is_fetched_and_all_is_erased_once_the_name_was_typed_again(Page page)
      throws IOException {
    news.say(TOPIC, "kept");
    Visitor.signIn(page, server, "people.html", "admin");
    page.getByLabel("User name").fill(USER);
    Download download = page.waitForDownload(() -> button(page, "Download archive").click());
    assertThat(download.suggestedFilename()).matches("tidings-carol-b-o-hara-.*\\.zip");
    List<String> files = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(download.createReadStream())) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.add(entry.getName());
      }
    }
    assertThat(files).contains("inbox.jsonl", "preferences.json", "events.jsonl", "jobs.jsonl");

    button(page, "Erase data\u2026").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog).containsText(USER);
    assertThat(button(page, "Erase for good")).isDisabled();
    page.getByLabel("Type the name to confirm").fill(USER.substring(1));
    assertThat(button(page, "Erase for good")).isDisabled();
    page.keyboard().press("Escape");
    assertThat(dialog).hasCount(0);
    assertThat(page.locator("#outcome")).not().containsText("Erased");

    button(page, "Erase data\u2026").click();
    page.getByLabel("Type the name to confirm").fill(USER);
    page.keyboard().press("Enter");
    assertThat(page.locator("#outcome h2")).hasText("Erased: " + USER);
    assertThat(page.locator("#outcome dl")).hasText("events1");
    button(page, "Erase data\u2026").click();
    page.getByLabel("Type the name to confirm").fill(USER);
    button(page, "Erase for good").click();
    assertThat(page.locator("#outcome")).containsText("There was nothing of this user.");
  }

  @Test
  void who_is_no_administrator_is_told_so_and_has_no_link(Page page) {
    Visitor.signIn(page, server, "people.html", "oscar");
    assertThat(page.getByText("This page needs the role administrator")).isVisible();
    assertThat(page.locator("#whose")).isHidden();
    assertThat(page.locator("tidings-admin-nav a[href='people.html']")).isHidden();
    assertThat(page.locator("tidings-admin-nav a[href='admin.html']")).isVisible();
  }

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void narrow_or_wide_light_or_dark_nobody_is_shut_out(ColorScheme scheme, Browser browser) {
    var options = new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(390, 800);
    try (BrowserContext profile = browser.newContext(options)) {
      Page page = profile.newPage();
      Axe.bringTo(page);
      Visitor.signIn(page, server, "people.html", "admin");
      page.getByLabel("User name").fill(USER);
      assertThat(Axe.violations(page)).isEmpty();
      assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(390);
      button(page, "Erase data\u2026").click();
      assertThat(button(page, "Erase for good")).isVisible();
      assertThat(Axe.violations(page)).isEmpty();
    }
  }
}
