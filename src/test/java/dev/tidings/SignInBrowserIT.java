package dev.tidings;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Signing in, in a real browser: the form, what it says and offers, and in time once more. */
@BrowserTest
class SignInBrowserIT {
  private static final double SOON = 20_000;
  private static final Pattern EXPIRES = Pattern.compile("\"expires\":\"([^\"]+)\"");

  private static LibertyServer server;

  @BeforeAll
  static void start() {
    // A login that is warned of from its beginning. With its cache, Liberty would give out the same
    // one again to who signs in twice within ten minutes.
    server =
        LibertyServer.fresh("sign-in-browser")
            .file(
                "configDropins/overrides/login.xml",
                "<server><authentication cacheEnabled=\"false\"/></server>")
            .editVariable("tidings.session.minutes", "5")
            .editVariable("tidings.session.warning", "PT5M")
            .editVariable("tidings.login.tries", "1")
            .start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }

  private static void signIn(Page page, String account) {
    button(page, account).click();
    assertThat(button(page, "Sign in")).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.locator("tidings-connection"))
        .hasAttribute("data-state", "live", new HasAttributeOptions().setTimeout(SOON));
  }

  private static Instant expires(Page page) {
    String session = (String) page.evaluate("fetch('/api/session').then(answer => answer.text())");
    Matcher found = EXPIRES.matcher(session);
    assertThat(found.find()).as(session).isTrue();
    return Instant.parse(found.group(1));
  }

  @Test
  void a_failed_try_and_a_refused_one_are_told_and_nothing_is_against_the_policy(Page page) {
    List<String> errors = new ArrayList<>();
    page.onConsoleMessage(message -> errors.add(message.text()));
    page.onPageError(errors::add);
    page.navigate(server.uri().toString());
    for (String told : List.of("do not match", "Wait 5 minutes")) {
      page.fill("[name=j_username]", "mallory");
      page.fill("[name=j_password]", "wrong");
      page.press("[name=j_password]", "Enter");
      assertThat(page.getByRole(AriaRole.ALERT)).containsText(told);
      assertThat(page.locator("[name=j_username]")).hasValue("mallory");
    }
    signIn(page, "bob");
    assertThat(page.locator(".account-name")).containsText("bob");
    assertThat(errors).isEmpty();
  }

  @Test
  void a_wait_that_is_over_is_told_too(Page page) {
    page.navigate(server.uri("login.html?wait=1").toString());
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("You can try again now.");
  }

  @Test
  void a_wait_that_is_no_number_is_not_shown(Page page) {
    page.navigate(server.uri("login.html?wait=%3Cb%3Eforever").toString());
    assertThat(button(page, "alice")).isVisible();
    assertThat(page.locator("#problem")).isHidden();
  }

  @Test
  void a_login_that_ends_soon_can_be_renewed_and_what_was_written_is_kept(Page page) {
    page.navigate(server.uri().toString());
    signIn(page, "news");
    page.fill("tidings-composer textarea[name=text]", "half a sentence");
    assertThat(page.locator("tidings-outage"))
        .containsText("Your session ends at", new ContainsTextOptions().setTimeout(SOON));
    Instant first = expires(page);
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign in again")).click();
    signIn(page, "news");
    assertThat(page.locator("tidings-composer textarea[name=text]")).hasValue("half a sentence");
    // In whole seconds.
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInSameThread()
        .until(
            () -> {
              page.navigate(server.uri("login.html").toString());
              signIn(page, "news");
              return expires(page).isAfter(first);
            });
  }
}
