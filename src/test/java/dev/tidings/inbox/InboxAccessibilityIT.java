package dev.tidings.inbox;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.tidings.BrowserTest;
import dev.tidings.LibertyServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What axe-core finds on the pages of the inbox: nothing that keeps anyone out. */
@BrowserTest
class InboxAccessibilityIT {
  private static final String FINDINGS =
      """
      async () => {
        const { violations } = await axe.run(document, { resultTypes: ['violations'] });
        return violations.filter((one) => ['serious', 'critical'].includes(one.impact))
          .flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.flat().join(' ')}`));
      }""";

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void nothing_serious_is_found(ColorScheme scheme, Browser browser) throws IOException {
    LibertyServer server = LibertyServer.shared();
    Postman news = Postman.of(server, "news");
    Postman.of(server, "bob").tidied();
    for (String severity : List.of("info", "success", "warning", "error")) {
      news.send(
          "bob",
          "builds",
          "Look at " + severity,
          """
          ,"severity":"%s","body":"What there is to say","link":{"href":"/x","label":"More"},\
          "actions":[{"label":"Do it","method":"POST","href":"/do"}]"""
              .formatted(severity));
    }
    // The policy allows no script but the hub's own, and axe-core is none of it.
    Browser.NewContextOptions options =
        new Browser.NewContextOptions()
            .setColorScheme(scheme)
            .setReducedMotion(ReducedMotion.REDUCE)
            .setBypassCSP(true);
    try (BrowserContext profile = browser.newContext(options)) {
      InboxPage inbox = InboxPage.open(profile, server, "bob");
      inbox.shows("Look at error");
      assertThat(findings(inbox.page())).isEqualTo(List.of());

      inbox.item("Look at info").hover();
      inbox.item("Look at info").locator(".tool-snooze").click();
      assertThat(findings(inbox.page())).isEqualTo(List.of());
      inbox.page().keyboard().press("Escape");

      inbox.inbox().locator("[part~=select]").click();
      inbox.item("Look at info").locator(".check").check();
      assertThat(findings(inbox.page())).isEqualTo(List.of());
      inbox.inbox().locator("[part~=done]").click();

      inbox.page().locator("tidings-bell button.bell").click();
      assertThat(inbox.page().locator("tidings-bell li[data-id]").first()).isVisible();
      news.send("bob", "builds", "With a toast", ",\"severity\":\"error\"");
      assertThat(inbox.toasts()).hasCount(1);
      assertThat(findings(inbox.page())).isEqualTo(List.of());
      inbox.page().keyboard().press("Escape");

      inbox.tab("snoozed").click();
      assertThat(inbox.inbox().locator(".empty-title")).isVisible();
      assertThat(findings(inbox.page())).isEqualTo(List.of());

      inbox.page().navigate(server.uri("preferences.html").toString());
      assertThat(inbox.page().locator("tidings-preferences table")).isVisible();
      assertThat(findings(inbox.page())).isEqualTo(List.of());
    }
  }

  private static Object findings(Page page) throws IOException {
    if (Boolean.FALSE.equals(page.evaluate("'axe' in window"))) {
      try (InputStream axe = InboxAccessibilityIT.class.getResourceAsStream("/axe.min.js")) {
        page.evaluate(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return page.evaluate(FINDINGS);
  }
}
