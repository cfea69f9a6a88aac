package dev.tidings.inbox;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import dev.tidings.BrowserTest;
import dev.tidings.LibertyServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The inbox, the bell and the toasts in a real browser, each test with a user of its own. */
@BrowserTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InboxBrowserIT {
  private static final HasCountOptions SOON = new HasCountOptions().setTimeout(InboxPage.SOON);

  private static LibertyServer server;
  private static Postman news;

  @BeforeAll
  static void start() {
    server =
        LibertyServer.fresh("inbox-browser")
            .environment("TIDINGS_INBOX_POLL", "PT0.1S")
            .environment("TIDINGS_INBOX_SEARCHED", "20")
            .environment("TIDINGS_INBOX_REQUIRED", "security")
            .start();
    news = Postman.of(server, "news");
    // The shortest digest there is takes a minute: it is collected while other tests run.
    Postman.of(server, "oscar")
        .prefer("{\"categories\":[{\"category\":\"social\",\"digestMinutes\":1}]}");
    for (String name : List.of("Ann", "Ben", "Eve")) {
      news.send("oscar", "social", name + " follows you", "");
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<String> errors(Page page) {
    List<String> errors = new ArrayList<>();
    page.onPageError(errors::add);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            errors.add(message.text());
          }
        });
    return errors;
  }

  @Test
  void what_is_marked_moves_from_tab_to_tab_and_can_be_taken_back(BrowserContext profile) {
    Postman alice = Postman.of(server, "alice").tidied();
    InboxPage page = InboxPage.open(profile, server, "alice");
    List<String> errors = errors(page.page());
    for (String title : List.of("First tidings", "Second tidings", "Third tidings")) {
      news.send("alice", "builds", title, "");
      page.shows(title);
    }
    assertThat(page.badge()).hasText("3");

    page.tool("First tidings", "read");
    assertThat(page.badge()).hasText("2");
    assertThat(page.undoBar()).containsText("Marked read");
    page.tab("unread").click();
    assertThat(page.items()).hasCount(2, SOON);
    assertThat(page.tab("unread").locator(".number")).hasText("2");

    page.tool("Second tidings", "archive");
    page.lacks("Second tidings");
    page.tab("archived").click();
    page.shows("Second tidings");
    // The list may hear of it before the button's own call has its answer.
    assertThat(page.undoBar()).containsText("Archived");
    page.undoBar().getByText("Undo").click();
    page.lacks("Second tidings");
    page.tab("unread").click();
    page.shows("Second tidings");
    assertThat(page.badge()).hasText("2");

    page.tool("Third tidings", "snooze");
    page.inbox().locator(".menu .row").first().click();
    page.lacks("Third tidings");
    page.tab("snoozed").click();
    page.shows("Third tidings");
    page.tab("all").click();
    page.tool("First tidings", "pin");
    assertThat(page.items().first()).containsText("First tidings");
    assertThat(page.badge()).hasText(String.valueOf(alice.unread()));

    page.inbox().getByText("Mark all read").click();
    assertThat(page.badge()).hasText("");
    assertThat(page.undoBar()).containsText("All marked read");
    page.undoBar().getByText("Undo").click();
    assertThat(page.badge()).hasText("1");

    // Something else is marked in the meantime: too late, and that is said.
    page.tool("Second tidings", "read");
    assertThat(page.undoBar()).containsText("Marked read");
    alice.mark("\"mark\":\"unread\",\"ids\":[%d]".formatted(idOf(page, "Second tidings")));
    page.undoBar().getByText("Undo").click();
    assertThat(page.undoBar()).containsText("can no longer be undone");
    page.tool("First tidings", "pin");
    // The browser itself tells of the refused undo.
    assertThat(errors).allMatch(error -> error.contains("409"));
  }

  private static long idOf(InboxPage page, String title) {
    return Long.parseLong(page.item(title).getAttribute("data-id"));
  }

  @Test
  void scrolling_shows_each_of_many_once_and_what_arrives_meanwhile_waits(BrowserContext profile) {
    Postman bob = Postman.of(server, "bob").tidied();
    for (int i = 1; i <= 70; i++) {
      news.send("bob", "orders", "Order number " + i + ".", "");
    }
    InboxPage page = InboxPage.open(profile, server, "bob");
    assertThat(page.items()).hasCount(30, SOON);
    page.page().mouse().wheel(0, 1_500);
    assertThat(page.item("Order number 41.")).hasCount(1, SOON);
    await().until(() -> scrolled(page.page()) > 500);
    double where = scrolled(page.page());
    news.send("bob", "orders", "Arrived meanwhile", "");
    assertThat(page.inbox().locator(".pill")).hasText("1 new");
    page.lacks("Arrived meanwhile");
    assertThat(scrolled(page.page())).isEqualTo(where);
    // Everything changes, and is read again: what waits waits on.
    bob.mark("\"mark\":\"seen\",\"all\":true");
    bob.mark("\"mark\":\"read\",\"all\":true");
    assertThat(page.badge()).hasText("");
    page.lacks("Arrived meanwhile");
    for (int i = 0; i < 20 && page.items().count() < 70; i++) {
      page.page().mouse().wheel(0, 4_000);
      page.page().waitForTimeout(100);
    }
    assertThat(page.items()).hasCount(70, SOON);
    assertThat(page.ids()).doesNotHaveDuplicates();
    page.inbox().locator(".pill").click();
    assertThat(page.items()).hasCount(71, SOON);
    assertThat(page.items().first()).containsText("Arrived meanwhile");
    await().until(() -> scrolled(page.page()) < 300);
  }

  private static double scrolled(Page page) {
    return ((Number) page.evaluate("scrollY")).doubleValue();
  }

  @Test
  void a_search_goes_on_through_short_pages_and_says_how_far_it_came(BrowserContext profile) {
    Postman.of(server, "admin").tidied();
    news.send("admin", "builds", "A needle", ",\"body\":\"far down\"");
    for (int i = 1; i <= 45; i++) {
      news.send("admin", "orders", "Hay " + i + ".", "");
    }
    InboxPage page = InboxPage.open(profile, server, "admin");
    assertThat(page.items()).hasCount(30, SOON);
    page.inbox().locator("[type=search]").fill("NEEDLE");
    assertThat(page.items()).hasCount(1, SOON);
    page.shows("A needle");
    assertThat(page.inbox().locator(".searched")).containsText("That is all");
    page.inbox().locator("[type=search]").fill("no such thing");
    assertThat(page.inbox().locator(".empty-title")).hasText("Nothing found");
    page.inbox().locator("[type=search]").fill("");
    page.inbox().locator("select").selectOption("builds");
    assertThat(page.items()).hasCount(1, SOON);
    news.send("admin", "orders", "Another category", "");
    news.send("admin", "builds", "The same category", "");
    page.shows("The same category");
    page.lacks("Another category");
  }

  @Test
  void a_snoozed_one_comes_back_by_itself(BrowserContext profile) {
    Postman alice = Postman.of(server, "alice").tidied();
    InboxPage page = InboxPage.open(profile, server, "alice");
    news.send("alice", "builds", "For later", "");
    page.shows("For later");
    alice.mark(
        "\"mark\":\"snoozed\",\"ids\":[%d],\"until\":\"%s\""
            .formatted(idOf(page, "For later"), Instant.now().plus(Duration.ofSeconds(2))));
    page.lacks("For later");
    assertThat(page.badge()).hasText("");
    page.shows("For later");
    assertThat(page.badge()).hasText("1");
  }

  /** Last, as it takes its minute to come. */
  @Test
  @Order(Integer.MAX_VALUE)
  void a_digest_shows_what_it_holds(BrowserContext profile) {
    InboxPage page = InboxPage.open(profile, server, "oscar");
    Locator digest = page.item("3 new in social");
    assertThat(digest).hasCount(1, new HasCountOptions().setTimeout(90_000));
    digest.getByText("Show them").click();
    assertThat(digest.locator("ol.digest li"))
        .containsText(new String[] {"Eve follows you", "Ben follows you", "Ann follows you"});
    digest.getByText("Hide").click();
    assertThat(digest.locator("ol.digest")).isHidden();
  }

  @Test
  void one_window_tells_of_what_is_new_and_none_in_quiet_hours(BrowserContext profile) {
    Postman bob = Postman.of(server, "bob").tidied();
    InboxPage one = InboxPage.open(profile, server, "bob");
    InboxPage other = InboxPage.open(profile, server, "bob", "preferences.html");
    for (int i = 1; i <= 3; i++) {
      news.send("bob", "builds", "Told once " + i, "");
      int sent = i;
      await().until(() -> one.toasts().count() + other.toasts().count() == sent);
    }
    news.send("bob", "builds", "It broke", ",\"severity\":\"error\",\"link\":{\"href\":\"/?to\"}");
    for (InboxPage page : List.of(one, other)) {
      assertThat(page.badge()).hasText("4");
    }
    assertThat(one.toasts().count() + other.toasts().count()).isBetween(3, 4);

    // Read elsewhere: there is nothing left to tell.
    bob.mark("\"mark\":\"read\",\"all\":true");
    one.page().reload();
    other.page().reload();
    bob.prefer(
        "{\"timeZone\":\"UTC\",\"quiet\":{\"from\":\"00:00\",\"to\":\"23:59\"},\"categories\":[]}");
    news.send("bob", "builds", "Quietly", "");
    for (InboxPage page : List.of(one, other)) {
      assertThat(page.badge()).hasText("1");
    }
    bob.prefer("{\"timeZone\":\"UTC\",\"quiet\":null,\"categories\":[]}");
    news.send("bob", "builds", "Aloud again", "");
    await().until(() -> one.toasts().count() + other.toasts().count() == 1);
    for (InboxPage page : List.of(one, other)) {
      assertThat(page.toasts().allTextContents()).noneMatch(toast -> toast.contains("Quietly"));
    }
  }

  @Test
  void when_no_tab_is_in_sight_one_of_them_has_the_system_tell(BrowserContext profile) {
    Postman.of(server, "admin").tidied();
    profile.addInitScript(
        """
        window.__told = [];
        window.Notification = class {
          static permission = 'granted';
          constructor(title) { window.__told.push(title); }
        };
        window.__hidden = true;
        Object.defineProperty(document, 'visibilityState', { get: () => window.__hidden ? 'hidden' : 'visible' });
        Object.defineProperty(document, 'hidden', { get: () => window.__hidden });
        """);
    InboxPage one = InboxPage.open(profile, server, "admin");
    InboxPage other = InboxPage.open(profile, server, "admin");
    // Many, as both tabs ask at the same moment whose turn it is.
    for (int i = 1; i <= 20; i++) {
      news.send("admin", "builds", "Out of sight " + i, "");
    }
    for (InboxPage page : List.of(one, other)) {
      assertThat(page.badge()).hasText("20");
    }
    await().until(() -> told(one) + told(other) >= 20);
    for (InboxPage page : List.of(one, other)) {
      assertThat(page.toasts()).hasCount(0);
    }
    // One comes into sight: from now on it tells, and the system does not.
    other
        .page()
        .evaluate("window.__hidden = false; document.dispatchEvent(new Event('visibilitychange'))");
    news.send("admin", "builds", "In sight", "");
    assertThat(other.toasts()).hasCount(1, SOON);
    assertThat(told(one) + told(other)).isEqualTo(20);
  }

  private static int told(InboxPage page) {
    return (int) page.page().evaluate("window.__told.length");
  }

  @Test
  void the_tab_tells_how_many_there_are(BrowserContext profile) {
    Postman alice = Postman.of(server, "alice").tidied();
    InboxPage page = InboxPage.open(profile, server, "alice");
    assertThat(page.page()).hasTitle("Inbox · Tidings");
    news.send("alice", "builds", "For the title", "");
    assertThat(page.page()).hasTitle("(1) Inbox · Tidings");
    Locator icon = page.page().locator("link[rel=icon]");
    assertThat(icon).hasAttribute("href", server.uri("assets/mark-unread.svg").toString());
    Locator bell = page.page().locator("tidings-bell button.bell");
    assertThat(bell).hasAttribute("aria-label", "Notifications, 1 unread");
    alice.mark("\"mark\":\"read\",\"all\":true");
    assertThat(page.page()).hasTitle("Inbox · Tidings");
    assertThat(icon).hasAttribute("href", server.uri("assets/mark.svg").toString());
    assertThat(bell).hasAttribute("aria-label", "Notifications");
  }

  @Test
  void a_link_marks_read_and_a_page_may_keep_it_from_being_opened(BrowserContext profile) {
    Postman alice = Postman.of(server, "alice").tidied();
    InboxPage page = InboxPage.open(profile, server, "alice");
    news.send("alice", "builds", "Leads on", ",\"link\":{\"href\":\"/preferences.html\"}");
    page.shows("Leads on");
    page.page()
        .evaluate(
            """
            document.addEventListener('tidings-select', (event) => {
              event.preventDefault();
              window.__selected = event.detail.title;
            }, { once: true })""");
    page.item("Leads on").locator("a").click();
    assertThat(page.page().evaluate("window.__selected")).isEqualTo("Leads on");
    assertThat(page.badge()).hasText("1");
    page.item("Leads on").locator("a").click();
    page.page().waitForURL("**/preferences.html");
    await().until(() -> alice.unread() == 0);
  }

  @Test
  void a_button_of_a_notification_is_a_call_of_the_same_origin(BrowserContext profile) {
    Postman.of(server, "alice").tidied();
    InboxPage page = InboxPage.open(profile, server, "alice");
    List<String> calls = new ArrayList<>();
    page.page()
        .route(
            "**/shop/**",
            route -> {
              String call = route.request().url() + " " + route.request().postData();
              calls.add(call.substring(server.uri().toString().length()));
              route.fulfill(
                  new Route.FulfillOptions().setStatus(call.contains("refuse") ? 409 : 204));
            });
    news.send(
        "alice",
        "orders",
        "Approve it",
        """
        ,"actions":[{"label":"Refused","method":"POST","href":"/shop/refuse"},\
        {"label":"Approve","method":"POST","href":"/shop/approve","body":{"id":7}}]""");
    page.item("Approve it").getByText("Refused").click();
    assertThat(page.item("Approve it").locator(".item-problem")).containsText("Refused:");
    assertThat(page.badge()).hasText("1");
    page.item("Approve it")
        .getByText("Approve", new Locator.GetByTextOptions().setExact(true))
        .click();
    assertThat(page.badge()).hasText("");
    assertThat(page.item("Approve it").locator(".item-problem")).isEmpty();
    assertThat(calls).containsExactly("shop/refuse null", "shop/approve {\"id\":7}");
  }

  @Test
  void a_button_of_a_notification_is_no_call_of_the_hub_itself(BrowserContext profile) {
    Postman.of(server, "admin").tidied();
    InboxPage page = InboxPage.open(profile, server, "admin");
    List<String> calls = new ArrayList<>();
    page.page()
        .onRequest(
            request -> {
              if (request.method().equals("POST") && !request.url().endsWith("/api/inbox/marks")) {
                calls.add(request.url());
              }
            });
    news.send(
        "admin",
        "orders",
        "Revoke it",
        """
        ,"actions":[{"label":"Plain","method":"POST","href":"/api/admin/revocations","body":{"user":"bob"}},\
        {"label":"Disguised","method":"POST","href":"/x/..//%61pi;v=1/admin/revocations"}]""");
    for (String label : List.of("Plain", "Disguised")) {
      page.item("Revoke it").getByText(label).click();
      assertThat(page.item("Revoke it").locator(".item-problem"))
          .hasText(
              label + ": Refused. No notification may act on this notification service itself.");
    }
    assertThat(page.badge()).hasText("1");
    assertThat(calls).isEmpty();
    assertThat(
            page.page()
                .evaluate(
                    """
                    async () => {
                      const { ofHub } = await import('/assets/inbox/link.js');
                      const refused = [
                        '/api', '/api/', '/api?x', '//HOST/api/session', '/./api/x', '/x/../api/x', '/%2e/api/x',
                        '/a%70i/x', '/a%2570i/x', '/%2Fapi/x', '/api%2Fx', '/api;a/x', '/;a/api/x', '/;%2Fx/api/x',
                        '/api;%2F../x', '/x%2F..%2Fapi/x', '/x/..;/api/x', '/%5Capi/x', '\\\\api\\\\x', '/API/x', '/%',
                      ];
                      const fine = [
                        '/', '/portal/approve?id=7', '/portal/api/approve', '/apis', '/shop/%20/caf%C3%A9;v=1/',
                        'https://example.org/api/x',
                      ];
                      const told = (href) => ofHub(new URL(href.replace('HOST', location.host), location.href));
                      return [...refused.filter((href) => !told(href)), ...fine.filter(told)].join(' ');
                    }"""))
        .isEqualTo("");
  }

  @Test
  void hostile_text_is_shown_to_the_letter(BrowserContext profile) {
    Postman.of(server, "alice").tidied();
    InboxPage page = InboxPage.open(profile, server, "alice");
    List<String> errors = errors(page.page());
    String hostile = "<img src=x onerror=window.__hit=1>{{7*7}}</article>";
    news.send("alice", "builds", hostile, ",\"body\":\"%s\",\"icon\":\"<b>\"".formatted(hostile));
    page.shows(hostile);
    assertThat(page.item(hostile).locator("h3")).containsText(hostile);
    assertThat(page.item(hostile).locator(".body")).hasText(hostile);
    assertThat(page.toasts().first()).containsText(hostile);
    assertThat(page.page().evaluate("window.__hit")).isNull();
    assertThat(page.item(hostile).locator("img").count()).isZero();
    assertThat(errors).isEmpty();
  }

  @Test
  void it_speaks_the_language_of_its_place(BrowserContext profile) {
    Postman.of(server, "alice").tidied();
    news.send("alice", "builds", "Bonjour", "");
    InboxPage page = InboxPage.open(profile, server, "alice");
    page.shows("Bonjour");
    page.page().evaluate("document.querySelector('main tidings-inbox').lang = 'fr'");
    assertThat(page.tab("unread")).hasText("Non lues1");
    assertThat(page.item("Bonjour").locator("time")).hasText("maintenant");
    page.page().evaluate("document.querySelector('main tidings-inbox').lang = 'de-AT'");
    assertThat(page.tab("unread")).hasText("Ungelesen1");
    assertThat(page.item("Bonjour").locator("time")).hasText("jetzt");
    page.page().evaluate("document.querySelector('tidings-bell').lang = 'de'");
    assertThat(page.page().locator("tidings-bell button.bell"))
        .hasAttribute("aria-label", "Mitteilungen, 1 ungelesen");
    page.page().evaluate("document.querySelector('main tidings-inbox').lang = 'tlh'");
    assertThat(page.tab("unread")).hasText("Unread1");
  }

  @Test
  void everything_can_be_done_by_keyboard(BrowserContext profile) {
    Postman.of(server, "alice").tidied();
    InboxPage page = InboxPage.open(profile, server, "alice");
    for (String title : List.of("Key one", "Key two", "Key three")) {
      news.send("alice", "builds", title, "");
      page.shows(title);
    }
    var keys = page.page().keyboard();
    page.page().locator("tidings-bell button.bell").focus();
    keys.press("Enter");
    Locator popover = page.page().locator("tidings-bell .popover");
    assertThat(popover).isVisible();
    assertThat(popover.locator("li[data-id]").first()).containsText("Key three");
    keys.press("Escape");
    assertThat(popover).isHidden();
    assertThat(page.page().locator("tidings-bell button.bell")).isFocused();

    page.tab("all").focus();
    keys.press("j");
    assertThat(page.item("Key three").locator("article")).isFocused();
    keys.press("ArrowDown");
    assertThat(page.item("Key two").locator("article")).isFocused();
    keys.press("r");
    assertThat(page.badge()).hasText("2");
    // The badge may hear of it before the key's own call has its answer.
    assertThat(page.undoBar()).containsText("Marked read");
    keys.press("e");
    page.lacks("Key two");
    // The next one has the focus now.
    assertThat(page.item("Key one").locator("article")).isFocused();
    assertThat(page.undoBar()).containsText("Archived");
    keys.press("u");
    page.shows("Key two");
    keys.press("k");
    assertThat(page.item("Key two").locator("article")).isFocused();
    keys.press("s");
    assertThat(page.inbox().locator(".menu .row").first()).isFocused();
    keys.press("ArrowDown");
    keys.press("Escape");
    assertThat(page.inbox().locator(".menu")).isHidden();
    keys.press("x");
    keys.press("j");
    keys.press("x");
    assertThat(page.inbox().locator(".bulk")).containsText("2 selected");
    page.inbox().locator(".bulk [part~=markRead]").focus();
    keys.press("Enter");
    assertThat(page.badge()).hasText("1");
    page.tab("all").focus();
    keys.press("ArrowRight");
    assertThat(page.tab("unread")).isFocused();
    assertThat(page.tab("unread")).hasAttribute("aria-selected", "true");
    assertThat(page.items()).hasCount(1, SOON);
    keys.press("/");
    assertThat(page.inbox().locator("[type=search]")).isFocused();
  }

  @Test
  void preferences_are_saved_at_once(Browser browser) {
    try (BrowserContext profile = browser.newContext()) {
      news.send("alice", "builds", "So that there is a category", "");
      Page page = InboxPage.open(profile, server, "alice", "preferences.html").page();
      Locator builds = page.locator("tidings-preferences tr[data-category=builds]");
      builds.locator("select").selectOption("60");
      assertThat(page.locator("tidings-preferences .status")).hasText("Saved");
      assertThat(
              page.locator("tidings-preferences tr[data-category=security] [role=switch]").first())
          .isDisabled();
      page.locator("tidings-preferences .line [role=switch]").check();
      page.locator("tidings-preferences #from").fill("21:30");
      page.locator("tidings-preferences #zone").fill("asia/tokyo");
      page.locator("tidings-preferences #zone").press("Tab");
      assertThat(page.locator("tidings-preferences #zone")).hasValue("Asia/Tokyo");
      await()
          .until(
              () -> Postman.of(server, "alice").client().get("api/inbox/preferences").body(),
              saved ->
                  saved.contains("\"timeZone\":\"Asia/Tokyo\"")
                      && saved.contains("\"from\":\"21:30\"")
                      && saved.contains("\"digestMinutes\":60"));
      page.reload();
      assertThat(builds.locator("select")).hasValue("60");
      assertThat(page.locator("tidings-preferences #from")).hasValue("21:30");
      Postman.of(server, "alice").prefer("{\"timeZone\":\"UTC\",\"quiet\":null,\"categories\":[]}");
    }
  }
}
