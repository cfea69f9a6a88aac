package dev.tidings;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ElementHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The pages in a real browser: two windows, a clear, a server that goes away and comes back. */
@BrowserTest
class FeedBrowserIT {
  private static final double SOON = 15_000;
  private static final double RESTARTED = 120_000;

  private static Page signedIn(Browser browser, LibertyServer server, String name) {
    BrowserContext profile = browser.newContext();
    Page page = profile.newPage();
    page.navigate(server.uri().toString());
    page.fill("[name=j_username]", name);
    page.fill("[name=j_password]", name + "-secret");
    page.press("[name=j_password]", "Enter");
    assertThat(connection(page))
        .hasAttribute("data-state", "live", new HasAttributeOptions().setTimeout(SOON));
    return page;
  }

  private static Locator connection(Page page) {
    return page.locator("tidings-connection");
  }

  private static Locator messages(Page page) {
    return page.locator("tidings-feed ol > li");
  }

  private static Locator message(Page page, String text) {
    return messages(page).filter(new Locator.FilterOptions().setHasText(text));
  }

  private static void send(Page page, String text) {
    page.fill("tidings-composer textarea[name=text]", text);
    page.press("tidings-composer textarea[name=text]", "Control+Enter");
  }

  private static void assertArrived(Page page, String text) {
    assertThat(message(page, text)).hasCount(1, new HasCountOptions().setTimeout(SOON));
  }

  private static void close(Page... pages) {
    for (Page page : pages) {
      page.context().close();
    }
  }

  @Test
  void a_page_leads_to_the_form_and_back_and_a_wrong_password_is_told(Page page) {
    LibertyServer server = LibertyServer.shared();
    page.navigate(server.uri("index.html").toString());
    page.fill("[name=j_username]", "alice");
    page.fill("[name=j_password]", "wrong");
    page.press("[name=j_password]", "Enter");
    assertThat(page.locator("#problem")).containsText("do not match");
    page.fill("[name=j_username]", "alice");
    page.fill("[name=j_password]", "alice-secret");
    page.press("[name=j_password]", "Enter");
    assertThat(page.locator(".account-name")).containsText("alice");
    assertThat(page.locator(".composer-reader")).isVisible();
    assertThat(page.context().cookies())
        .filteredOn(cookie -> cookie.name.equals("LtpaToken2"))
        .allSatisfy(
            cookie -> {
              assertThat(cookie.httpOnly).isTrue();
              assertThat(cookie.sameSite.name()).isEqualTo("LAX");
            })
        .hasSize(1);
    page.getByText("Sign out").click();
    assertThat(page.locator("[name=j_password]")).isVisible();
  }

  @Test
  void what_one_sends_the_other_sees_and_clear_empties_both(Browser browser) {
    LibertyServer server = LibertyServer.shared();
    Page news = signedIn(browser, server, "news");
    Page alice = signedIn(browser, server, "alice");
    List<String> errors = new ArrayList<>();
    for (Page page : List.of(news, alice)) {
      page.onPageError(errors::add);
      // What the Content-Security-Policy refuses is told on the console.
      page.onConsoleMessage(
          message -> {
            if (message.type().equals("error")) {
              errors.add(message.text());
            }
          });
    }
    send(news, "Good morning <b>all</b>");
    assertArrived(news, "Good morning <b>all</b>");
    assertArrived(alice, "Good morning <b>all</b>");
    assertThat(alice.locator("tidings-feed b").count()).isZero();

    news.locator("tidings-composer button", new Page.LocatorOptions().setHasText("Clear")).click();
    news.locator("dialog button[value=clear]").click();
    assertThat(messages(alice)).hasCount(0, new HasCountOptions().setTimeout(SOON));
    assertThat(messages(news)).hasCount(0);

    send(news, "After the clearing");
    assertArrived(alice, "After the clearing");
    assertThat(errors).isEmpty();
    close(news, alice);
  }

  @Test
  void the_newest_fifty_are_there_and_those_that_came_before_the_page_are_not_doubled(
      Browser browser) {
    LibertyServer server = LibertyServer.shared();
    Client news = Client.signedIn(server.uri(), "news");
    IntStream.range(0, 60).forEach(i -> news.say("feeds/news", "number " + i + "."));
    Page alice = signedIn(browser, server, "alice");
    assertThat(messages(alice)).hasCount(50, new HasCountOptions().setTimeout(SOON));
    news.say("feeds/news", "number 60.");
    assertArrived(alice, "number 60.");
    assertThat(messages(alice)).hasCount(50);
    assertThat(ids(alice)).doesNotHaveDuplicates();
    close(alice);
  }

  private static List<String> ids(Page page) {
    return messages(page).elementHandles().stream()
        .map((ElementHandle item) -> item.getAttribute("data-id"))
        .toList();
  }

  @Tag("long")
  @Test
  void a_page_survives_a_server_restart_without_losing_or_doubling_a_message(Browser browser) {
    try (LibertyServer server = LibertyServer.fresh("browser-restart").start()) {
      Page alice = signedIn(browser, server, "alice");
      Page news = signedIn(browser, server, "news");
      send(news, "before the restart");
      assertArrived(alice, "before the restart");
      server.kill();
      assertThat(connection(alice))
          .hasAttribute("data-state", "reconnecting", new HasAttributeOptions().setTimeout(SOON));
      assertThat(connection(alice)).containsText("econnect", new ContainsTextOptions());
      server.start();
      // While nobody listens yet, or just begins to.
      Client.signedIn(server.uri(), "news").say("feeds/news", "during the restart");
      for (Page page : List.of(alice, news)) {
        assertThat(connection(page))
            .hasAttribute("data-state", "live", new HasAttributeOptions().setTimeout(RESTARTED));
      }
      send(news, "after the restart");
      for (Page page : List.of(alice, news)) {
        assertArrived(page, "after the restart");
        assertArrived(page, "during the restart");
        assertThat(ids(page)).hasSize(3).doesNotHaveDuplicates();
      }
      close(alice, news);
    }
  }
}
