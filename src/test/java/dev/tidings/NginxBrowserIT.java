package dev.tidings;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A page behind nginx whose node dies: the browser comes back by itself. */
@BrowserTest
@NginxTest
class NginxBrowserIT {
  private static final double PATIENCE = 60_000;

  /** Not our pages' own stream, which helps itself where a browser gives up. */
  private static final String LISTEN =
      """
      () => {
        const source = new EventSource('api/stream?topic=feeds/news');
        const heard = (what) => document.body.dataset.heard = `${document.body.dataset.heard} ${what}`;
        for (const type of ['connected', 'unavailable', 'message']) {
          source.addEventListener(type, () => heard(type));
        }
        source.onerror = () => source.readyState === EventSource.CLOSED && heard('CLOSED');
        document.body.dataset.heard = '';
      }
      """;

  @Test
  void an_event_source_and_our_page_survive_a_dead_node(Browser browser) {
    try (LibertyServer server = LibertyServer.fresh("nginx-browser").start();
        Nginx nginx = Nginx.inFrontOf(server.uri(), "browser");
        Page page = page(browser, nginx)) {
      assertThat(page.evaluate("performance.getEntriesByType('navigation')[0].nextHopProtocol"))
          .isEqualTo("h2");
      page.evaluate(LISTEN);
      awaitHeard(page, " connected");
      server.kill();
      awaitHeard(page, " connected( unavailable)+");
      server.start();
      Client.signedIn(server.uri(), "news").say("feeds/news", "while away");
      awaitHeard(page, " connected( unavailable)+ connected message");

      awaitLive(page);
      Locator messages = page.locator("tidings-feed ol > li");
      assertThat(messages).hasCount(1, new HasCountOptions().setTimeout(PATIENCE));
    }
  }

  private static void awaitHeard(Page page, String what) {
    assertThat(page.locator("body"))
        .hasAttribute(
            "data-heard",
            Pattern.compile("^" + what + "$"),
            new HasAttributeOptions().setTimeout(PATIENCE));
  }

  private static void awaitLive(Page page) {
    assertThat(page.locator("tidings-connection"))
        .hasAttribute("data-state", "live", new HasAttributeOptions().setTimeout(PATIENCE));
  }

  private static Page page(Browser browser, Nginx nginx) {
    Page page = browser.newPage(new Browser.NewPageOptions().setIgnoreHTTPSErrors(true));
    page.navigate(nginx.uri().toString());
    page.fill("[name=j_username]", "alice");
    page.fill("[name=j_password]", "alice-secret");
    page.press("[name=j_password]", "Enter");
    awaitLive(page);
    return page;
  }
}
