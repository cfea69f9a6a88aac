package dev.tidings.admin;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import dev.tidings.Axe;
import dev.tidings.BrowserTest;
import dev.tidings.Client;
import dev.tidings.JsonTree;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import dev.tidings.Visitor;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The console's page, in a real browser and with real streams. */
@BrowserTest
class ConsoleBrowserIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What a client says of itself is text, whatever it looks like. */
  private static final String AGENT = "<img src=x onerror=window.hit=1>";

  private static LibertyServer server;
  private static Client alice;
  private static Client news;
  private static Client admin;

  @BeforeAll
  static void findServer() {
    server = LibertyServer.shared();
    alice = Client.signedIn(server.uri(), "alice");
    news = Client.signedIn(server.uri(), "news");
    admin = Client.signedIn(server.uri(), "admin");
  }

  private static Page open(Page page, String name) {
    Visitor.signIn(page, server, "admin.html", name);
    assertThat(table(page, "nodes").locator("tbody tr")).not().hasCount(0);
    return page;
  }

  private static Locator table(Page page, String name) {
    return page.locator("tidings-console .part[data-name='" + name + "']");
  }

  private static Locator streams(Page page) {
    return table(page, "streams").locator("tbody tr");
  }

  private static Locator node(Page page) {
    return table(page, "nodes")
        .locator("tbody tr")
        .filter(new Locator.FilterOptions().setHasText("this one"));
  }

  /** A topic of one test's own, by which the table is filtered. */
  private static String only(Page page) {
    String topic = "feeds/console-" + UUID.randomUUID();
    table(page, "streams").locator(".search").fill(topic);
    return topic;
  }

  private static long events(Locator row) {
    return Long.parseLong(row.locator(".c-events").textContent().replaceAll("\\D", ""));
  }

  @Test
  void the_table_follows_a_stream_from_its_opening_to_its_end(Page page) {
    open(page, "oscar");
    String topic = only(page);
    assertThat(table(page, "streams").locator(".empty")).hasText("Nothing fits the filter.");
    Locator row = streams(page);
    try (Listener listener = alice.listening("topic=" + topic, "User-Agent", AGENT)) {
      assertThat(row).hasCount(1);
      assertThat(row.locator(".c-user")).hasText("alice");
      assertThat(row.locator(".c-topics")).hasText(topic);
      assertThat(row.locator(".c-agent")).hasText(AGENT);
      long before = events(row);
      String id = "";
      for (int i = 0; i < 3; i++) {
        id = news.say(topic, "news " + i);
      }
      assertThat(row.locator(".c-lastId")).hasText(id);
      assertThat(events(row)).isEqualTo(before + 3);

      row.locator(".open").click();
      Locator details = page.locator("tidings-console dialog");
      assertThat(details).containsText(AGENT);
      assertThat(details).containsText(topic);
      details.locator("button").click();
      assertThat(page.evaluate("window.hit ?? 0")).isEqualTo(0);

      Locator listed =
          table(page, "topics")
              .locator("tbody tr")
              .filter(new Locator.FilterOptions().setHasText(topic));
      assertThat(listed.locator(".c-listeners")).hasText("1");
      assertThat(listed.locator(".c-history")).hasText("3");
    }
    // It is noticed when something is written to it.
    await()
        .atMost(PATIENCE)
        .pollInSameThread()
        .until(
            () -> {
              news.say(topic, "anybody there?");
              return row.count() == 0;
            });
  }

  @Test
  void rows_keep_their_place_under_the_pointer_and_all_stands_still_in_a_pause(Page page) {
    open(page, "oscar");
    String topic = only(page);
    Locator rows = streams(page);
    try (Listener first = alice.listening("topic=" + topic);
        Listener second = news.listening("topic=" + topic)) {
      assertThat(rows).hasCount(2);
      // The newest is first.
      assertThat(rows.nth(0).locator(".c-user")).hasText("news");
      rows.nth(1).locator(".c-events").hover();
      BoundingBox before = rows.nth(1).boundingBox();
      try (Listener third = admin.listening("topic=" + topic)) {
        assertThat(rows).hasCount(3);
        assertThat(table(page, "streams").locator(".held")).isVisible();
        assertThat(rows.nth(2).locator(".c-user")).hasText("admin");
        assertThat(rows.nth(1).boundingBox().y).isEqualTo(before.y);
        assertThat(rows.nth(1).locator(".c-user")).hasText("alice");
        page.mouse().move(1, 1);
        assertThat(rows.nth(0).locator(".c-user")).hasText("admin");
        assertThat(table(page, "streams").locator(".held")).isHidden();

        Locator user = table(page, "streams").locator("thead .c-user");
        user.locator("button").click();
        assertThat(user).hasAttribute("aria-sort", "ascending");
        assertThat(rows.nth(2).locator(".c-user")).hasText("news");

        Locator pause = page.locator("tidings-console .pause");
        pause.click();
        assertThat(page.locator("tidings-console .how")).containsText("Paused at");
        try (Listener fourth = alice.listening("topic=" + topic)) {
          String fresh = news.say(topic, "unseen");
          // Known to the server, and not shown.
          await()
              .atMost(PATIENCE)
              .until(
                  () ->
                      JsonTree.of(admin.get("api/admin/streams?topic=" + topic).body())
                              .at("total")
                              .number()
                          == 4);
          assertThat(rows).hasCount(3);
          pause.click();
          assertThat(rows).hasCount(4);
          assertThat(rows.nth(0).locator(".c-lastId")).hasText(fresh);
        }
      }
    }
  }

  @Test
  void an_administrator_ends_a_stream_or_all_of_a_user_when_asked_again(Page page) {
    open(page, "admin");
    String topic = only(page);
    Locator rows = streams(page);
    Locator dialog = page.locator("tidings-console dialog");
    try (Listener one = alice.listening("topic=" + topic);
        Listener two = news.listening("topic=" + topic);
        Listener three = news.listening("topic=" + topic)) {
      assertThat(rows).hasCount(3);
      Locator end = page.locator("tidings-console [aria-label='End the stream of alice…']");
      end.click();
      assertThat(dialog).containsText("End the stream of alice?");
      dialog.locator("button:text('Cancel')").click();
      assertThat(dialog).hasCount(0);
      end.click();
      dialog.locator("select").selectOption("PT1M");
      dialog.locator("button:text('End it')").click();
      assertThat(one.next("bye").data()).contains("ended");
      assertThat(one.retry()).isEqualTo(60_000);
      assertThat(page.locator("tidings-console .did")).hasText("The stream of alice was ended.");
      page.mouse().move(1, 1);
      assertThat(rows).hasCount(2);

      page.locator("tidings-console [aria-label='End the stream of news…']").first().click();
      dialog.locator("label:has-text('All streams of news')").click();
      dialog.locator("button:text('End them all')").click();
      two.next("bye");
      three.next("bye");
      page.mouse().move(1, 1);
      assertThat(rows).hasCount(0);
    }
  }

  @Test
  void an_administrator_tells_everybody_and_clears_a_topic(Page page) {
    open(page, "admin");
    Locator dialog = page.locator("tidings-console dialog");
    page.locator("tidings-console .broadcast").click();
    dialog.locator("button[type=submit]").click();
    assertThat(dialog.locator(".problem")).hasText("Write a title first.");
    String title = "Maintenance " + UUID.randomUUID();
    dialog.locator("[name=title]").fill(title);
    dialog.locator("[name=category]").fill("no such category!");
    dialog.locator("button[type=submit]").click();
    assertThat(dialog.locator("[name=category]")).hasAttribute("aria-invalid", "true");
    dialog.locator("[name=category]").fill("");
    dialog.locator("[name=title]").press("Enter");
    assertThat(page.locator("tidings-console .did")).hasText("The broadcast was sent.");
    await().atMost(PATIENCE).until(() -> alice.get("api/inbox").body().contains(title));

    String topic = "feeds/console-" + UUID.randomUUID();
    String gone = news.say(topic, "gone soon");
    table(page, "topics").locator(".search").fill(topic);
    page.locator("tidings-console [aria-label='Clear " + topic + "…']").click();
    dialog.locator("button:text('Clear for everyone')").click();
    assertThat(page.locator("tidings-console .did")).hasText(topic + " was cleared.");
    assertThat(news.get(Client.events(topic)).body()).doesNotContain(gone);
  }

  @Test
  void operators_see_no_acts_and_others_nothing(Browser browser) {
    try (BrowserContext profile = browser.newContext()) {
      Page page = open(profile.newPage(), "oscar");
      assertThat(streams(page)).not().hasCount(0);
      assertThat(page.locator("tidings-console .act")).hasCount(0);
      assertThat(page.locator("tidings-console .broadcast")).hasCount(0);
      assertThat(page.locator("tidings-nav a[aria-current]")).hasText("Administration");
      assertThat(page.locator("tidings-admin-nav a[aria-current='page']")).hasText("Console");
      assertThat(page.locator("tidings-admin-nav a[href='doctor.html']")).isVisible();
      assertThat(page.locator("tidings-admin-nav a[href='people.html']")).isHidden();
    }
    try (BrowserContext profile = browser.newContext()) {
      Page page = profile.newPage();
      Visitor.signIn(page, server, "admin.html", "alice");
      assertThat(page.locator("#not-yours")).containsText("operator");
      assertThat(page.locator("tidings-nav a[href='admin.html']")).isHidden();
      assertThat(page.locator("tidings-admin-nav")).isHidden();
      page.evaluate(
          "document.querySelector('#console').append(document.createElement('tidings-console'))");
      assertThat(page.locator("tidings-console .problem"))
          .containsText("Only operators and administrators");
    }
  }

  /** The only node: the page's own stream goes with the others, and the page asks instead. */
  @Test
  void a_node_that_is_drained_shows_it_and_is_taken_back(Page page) {
    open(page, "admin");
    Locator dialog = page.locator("tidings-console dialog");
    assertThat(node(page).locator(".c-state")).hasText("ready");
    node(page).locator(".act").click();
    assertThat(dialog).containsText("It is the only node");
    dialog.locator("button:text('Drain it')").click();
    try {
      page.mouse().move(1, 1);
      assertThat(node(page).locator(".c-state")).hasText("draining");
      assertThat(page.locator("tidings-connection"))
          .hasAttribute("data-state", "reconnecting", new HasAttributeOptions().setTimeout(30_000));
      node(page).locator(".act").click();
      dialog.locator("button:text('Take it back')").click();
      assertThat(node(page).locator(".c-state")).hasText("ready");
    } finally {
      String id = node(page).getAttribute("data-key");
      assertThat(admin.delete("api/admin/nodes/" + id + "/drain").statusCode()).isEqualTo(204);
    }
  }

  @Test
  void a_stream_that_is_cut_is_asked_for_and_comes_back(BrowserContext profile) {
    // The page has the stream itself, where it can be held up.
    profile.addInitScript("delete window.SharedWorker;");
    Page page = open(profile.newPage(), "oscar");
    String topic = only(page);
    Locator how = page.locator("tidings-console .how");
    assertThat(how).hasAttribute("data-how", "live");
    page.route("**/api/stream**", Route::abort);
    assertThat(admin.delete("api/admin/streams?user=oscar").statusCode()).isEqualTo(200);
    assertThat(how).hasAttribute("data-how", "asked");
    try (Listener meanwhile = alice.listening("topic=" + topic)) {
      assertThat(streams(page)).hasCount(1);
      page.unroute("**/api/stream**");
      page.evaluate("import('/assets/stream.js').then(({ stream }) => stream.check())");
      assertThat(how)
          .hasAttribute("data-how", "live", new HasAttributeOptions().setTimeout(60_000));
      String id = news.say(topic, "back");
      assertThat(streams(page).locator(".c-lastId")).hasText(id);
    }
  }

  @Test
  void everybody_can_use_it_in_their_language(Browser browser) {
    Browser.NewContextOptions options =
        new Browser.NewContextOptions().setColorScheme(ColorScheme.DARK).setViewportSize(390, 800);
    try (BrowserContext profile = browser.newContext(options)) {
      Page page = profile.newPage();
      Axe.bringTo(page);
      open(page, "admin");
      assertThat(streams(page)).not().hasCount(0);
      assertThat(page.locator("tidings-console .chart canvas")).not().hasCount(0);
      assertThat(Axe.violations(page)).isEmpty();
      assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(390);
      streams(page).first().locator(".act").click();
      assertThat(page.locator("tidings-console dialog")).isVisible();
      assertThat(Axe.violations(page)).isEmpty();
      page.keyboard().press("Escape");
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
      page.setViewportSize(1440, 900);
      assertThat(Axe.violations(page)).isEmpty();
      page.locator("tidings-console").evaluate("it => { it.lang = 'de'; }");
      assertThat(table(page, "topics").locator("h2")).hasText("Themen");
      page.locator("tidings-console").evaluate("it => { it.lang = 'fr'; }");
      assertThat(table(page, "topics").locator("h2")).hasText("Sujets");
    }
  }

  /** Where there are thousands of streams. */
  @Test
  void what_a_page_shows_and_keeps_is_bounded(Page page) {
    page.navigate(server.uri("login.html").toString());
    assertThat(
            page.evaluate(
                """
                async () => {
                  const { Table } = await import('/assets/admin/table.js');
                  const { Reports } = await import('/assets/admin/reports.js');
                  const { Figures } = await import('/assets/metrics/figures.js');
                  const { words } = await import('/assets/admin/words.js');
                  const reports = new Reports(({ id }) => id);
                  const rows = (node, n) => Array.from({ length: n }, (_, i) => ({ id: `${node}-${i}`, node, user: `u${i}` }));
                  reports.tell('a', { rows: rows('a', 300), total: 9000 }, 1000);
                  reports.tell('b', { rows: rows('b', 2), total: 2 }, 2000);
                  // Of b all is known: what it does not tell is gone. Of a, not all.
                  reports.answer([{ id: 'b-7', node: 'b' }, { id: 'a-777', node: 'a', user: 'x' }], 9002, 2000);
                  const has = (id) => reports.rows.some((row) => row.id === id);
                  const known = [reports.total, has('b-7'), has('a-777')];
                  const table = new Table({
                    name: 'streams', say: words.en, figures: new Figures('en'), key: ({ id }) => id, sort: 'user', gone: 'ended',
                    columns: [{ name: 'user', of: ({ user }) => user }], texts: ({ user }) => [user],
                  });
                  table.show(reports.rows, reports.total);
                  const shown = [table.element.querySelectorAll('tbody tr').length, table.element.querySelector('.count').textContent];
                  const search = table.element.querySelector('.search');
                  search.value = 'U299';
                  search.dispatchEvent(new Event('input'));
                  const found = [...table.element.querySelectorAll('tbody tr')].map((row) => row.dataset.key);
                  reports.forget(1500);
                  return JSON.stringify([known, shown, found, reports.total, reports.rows.length]);
                }
                """))
        .isEqualTo("[[9002,false,true],[200,\"the busiest 200 of 9,002\"],[\"a-299\"],3,3]");
  }
}
