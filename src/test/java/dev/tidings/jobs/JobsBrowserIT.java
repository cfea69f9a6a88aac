package dev.tidings.jobs;

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
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page of jobs. */
@BrowserTest
class JobsBrowserIT {
  private static LibertyServer server;
  private static Client news;

  @BeforeAll
  static void findServer() {
    server = LibertyServer.shared();
    news = Client.signedIn(server.uri(), "news");
  }

  private static Page page(Page page) {
    Visitor.signIn(page, server, "jobs.html", "bob");
    assertThat(page.locator("tidings-jobs form")).isVisible();
    return page;
  }

  private static String report(String id, String body) {
    var answer =
        news.send(
            news.request("api/jobs/" + id + "/progress")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static Locator job(Page page, String title) {
    return page.locator("tidings-jobs .job").filter(new Locator.FilterOptions().setHasText(title));
  }

  private static void press(Locator job, String button) {
    job.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button)).click();
  }

  @Test
  void an_export_is_started_followed_and_downloaded(Page page) throws IOException {
    String topic = "feeds/" + UUID.randomUUID();
    news.say(topic, "to be exported");
    page(page);
    page.getByLabel("Topic", new Page.GetByLabelOptions().setExact(true)).fill(topic);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Export").setExact(true))
        .click();
    Locator job = job(page, topic);
    assertThat(job).hasAttribute("data-state", "complete");
    Download download =
        page.waitForDownload(
            () ->
                job.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Download"))
                    .click());
    assertThat(download.suggestedFilename()).endsWith(".csv");
    assertThat(Files.readString(download.path()))
        .startsWith("id,topic,type,at,data\r\n")
        .contains("to be exported");
    press(job, "Remove");
    assertThat(job(page, topic)).hasCount(0);
    page.reload();
    assertThat(page.locator("tidings-jobs form")).isVisible();
    assertThat(job(page, topic)).hasCount(0);
  }

  @Test
  void what_an_application_reports_is_shown_as_it_happens_and_nothing_after_its_end(Page page) {
    String id = UUID.randomUUID().toString();
    page(page);
    String title = "Import <b>" + id + "</b>";
    report(id, "{\"owner\":\"bob\",\"title\":\"%s\",\"doing\":\"preparing\"}".formatted(title));
    Locator job = job(page, title);
    assertThat(job).containsText("Preparing");
    assertThat(job.getByRole(AriaRole.PROGRESSBAR)).not().hasAttribute("aria-valuenow", "0");
    report(id, "{\"done\":250,\"total\":1000}");
    assertThat(job.getByRole(AriaRole.PROGRESSBAR)).hasAttribute("aria-valuenow", "25");
    assertThat(job).containsText("250 of 1,000");
    press(job, "Cancel");
    assertThat(job).containsText("Being cancelled");
    assertThat(report(id, "{\"done\":300,\"total\":1000}")).contains("\"cancelling\":true");
    report(id, "{\"state\":\"cancelled\"}");
    assertThat(job).hasAttribute("data-state", "cancelled");
    assertThat(job.getByRole(AriaRole.PROGRESSBAR)).isHidden();
    // What was said before its end may come after it.
    page.evaluate(
        """
        async (id) => {
          const { stream } = await import('/assets/stream.js');
          stream.dispatchEvent(new CustomEvent('event', { detail: {
            id: '', type: 'job', topic: 'users/bob/jobs', at: '', data: { id, version: 2, state: 'running', title: 'late' } } }));
        }""",
        id);
    assertThat(job).hasAttribute("data-state", "cancelled");
    assertThat(job.locator("h3")).hasText(title);
  }

  @Test
  void what_is_wrong_is_said_where_it_is(Page page) {
    page(page);
    Locator topic = page.getByLabel("Topic", new Page.GetByLabelOptions().setExact(true));
    topic.fill("feeds//x");
    topic.press("Enter");
    assertThat(page.getByRole(AriaRole.ALERT).first()).containsText("A topic is a path");
    assertThat(topic).isFocused();
    topic.fill("metrics/server");
    topic.press("Enter");
    assertThat(page.getByRole(AriaRole.ALERT).first()).containsText("may not read");
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void nothing_keeps_anyone_out(ColorScheme scheme, Browser browser) {
    report("axe-1", "{\"owner\":\"bob\",\"title\":\"Running\",\"done\":1,\"total\":3}");
    report("axe-2-" + scheme, "{\"owner\":\"bob\",\"title\":\"Broken\"}");
    report("axe-2-" + scheme, "{\"state\":\"failed\",\"reason\":\"The disk is full.\"}");
    Browser.NewContextOptions options = new Browser.NewContextOptions().setColorScheme(scheme);
    try (BrowserContext profile = browser.newContext(options)) {
      Page page = profile.newPage();
      Axe.bringTo(page);
      page(page);
      assertThat(job(page, "Running")).isVisible();
      page.locator("tidings-jobs summary").click();
      assertThat(Axe.violations(page)).isEqualTo(List.of());
    }
  }
}
