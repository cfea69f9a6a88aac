package dev.tidings.inbox;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import dev.tidings.BrowserTest;
import dev.tidings.LibertyServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Three windows of one user, two of them in one browser, in which much happens at once. */
@BrowserTest
class BadgeBrowserIT {
  /** How long they are at it; {@code -Dtidings.test.badge=PT1M} for longer. */
  private static final Duration LASTING =
      Duration.parse(System.getProperty("tidings.test.badge", "PT10S"));

  private static final long SECOND = 1_000;
  private static final int AT_LEAST = 60;

  /** Before the page's own scripts: what the bell shows, and when. */
  private static final String WATCH =
      """
      window.__shown = [];
      document.addEventListener('tidings-counts', ({ target, detail }) => {
        const badge = target.shadowRoot.querySelector('.badge').textContent;
        window.__shown.push({ at: Date.now(), version: detail.version, unread: detail.unread, badge });
      });
      """;

  /**
   * Random marks, one after the other, as a reader in a hurry; resolves to what the server
   * answered.
   */
  private static final String AT_IT =
      """
      async ({ seed, millis }) => {
        const { inbox } = await import('./assets/inbox/inbox-store.js');
        const random = (n) => (seed = (seed * 48271) % 2147483647) % n;
        const ids = new Set((await inbox.page({ limit: 100 })).items.map((item) => item.id));
        inbox.addEventListener('change', ({ detail }) => detail.items.forEach((item) => ids.add(item.id)));
        const marks = ['read', 'unread', 'archived', 'unarchived', 'pinned', 'unpinned', 'unsnoozed', 'snoozed', 'read', 'unread'];
        const answers = [];
        let undo = null;
        const end = Date.now() + millis;
        while (Date.now() < end) {
          const all = [...ids];
          const some = { ids: Array.from({ length: 1 + random(3) }, () => all[random(all.length)]) };
          const dice = random(20);
          try {
            if (dice === 0) undo = (await inbox.mark(random(3) ? 'read' : 'archived', { all: true })).undo;
            else if (dice < 4 && undo) await inbox.undo(undo);
            else if (all.length > 0) {
              const mark = marks[random(marks.length)];
              const until = mark === 'snoozed' ? new Date(Date.now() + 500 + random(2000)).toISOString() : undefined;
              ({ undo } = await inbox.mark(mark, some, until));
            }
            answers.push({ at: Date.now(), version: inbox.counts.version });
          } catch (problem) {
            if (problem.status !== 409) throw problem; // another window was faster than this undo
            undo = null;
          }
          await new Promise((resolve) => setTimeout(resolve, random(200)));
        }
        return answers;
      }""";

  @Test
  void all_windows_show_the_servers_number_within_a_second_of_each_change(Browser browser) {
    LibertyServer server = LibertyServer.shared();
    Postman news = Postman.of(server, "news");
    Postman alice = Postman.of(server, "alice").tidied();
    news.send("alice", "builds", "The first", "");
    try (BrowserContext one = watched(browser);
        BrowserContext other = watched(browser)) {
      List<InboxPage> windows =
          List.of(
              InboxPage.open(one, server, "alice"),
              InboxPage.open(one, server, "alice"),
              InboxPage.open(other, server, "alice"));
      windows.forEach(window -> window.shows("The first"));
      int seed = 7;
      for (InboxPage window : windows) {
        window
            .page()
            .evaluate(
                "([run, given]) => { window.__done = false;"
                    + " eval(`(${run})`)(given).then((all) => { window.__answers = all;"
                    + " window.__done = true; }, (failed) => { window.__done = String(failed); }); }",
                List.of(AT_IT, Map.of("seed", seed++, "millis", (int) LASTING.toMillis())));
      }
      for (int i = 0; Boolean.FALSE.equals(windows.get(0).page().evaluate("window.__done")); i++) {
        news.send("alice", "builds", "Number " + i, "");
        windows.get(0).page().waitForTimeout(250);
      }
      for (InboxPage window : windows) {
        await().until(() -> !Boolean.FALSE.equals(window.page().evaluate("window.__done")));
        assertThat(window.page().evaluate("window.__done")).isEqualTo(true);
      }
      assertEachChangeWasSeenByAll(windows);
      settle(alice, windows);
      windows.forEach(window -> assertShowsWhatTheServerHas(window, alice));
    }
  }

  private static BrowserContext watched(Browser browser) {
    // The policy forbids eval, by which this test gives the windows something to do.
    BrowserContext profile = browser.newContext(new Browser.NewContextOptions().setBypassCSP(true));
    profile.addInitScript(WATCH);
    return profile;
  }

  @SuppressWarnings("unchecked") // as the scripts say
  private static List<Map<String, Object>> log(InboxPage window, String name) {
    return (List<Map<String, Object>>) window.page().evaluate("window." + name);
  }

  private static long number(Map<String, Object> entry, String name) {
    return ((Number) entry.get(name)).longValue();
  }

  private static void assertEachChangeWasSeenByAll(List<InboxPage> windows) {
    List<Map<String, Object>> answers =
        windows.stream().flatMap(window -> log(window, "__answers").stream()).toList();
    assertThat(answers).hasSizeGreaterThan(AT_LEAST);
    for (InboxPage window : windows) {
      List<Map<String, Object>> shown = log(window, "__shown");
      assertThat(shown)
          .allSatisfy(
              each ->
                  assertThat(each.get("badge"))
                      .isEqualTo(number(each, "unread") == 0 ? "" : badge(number(each, "unread"))));
      assertThat(shown.stream().map(each -> number(each, "version")).toList()).isSorted();
      for (Map<String, Object> answer : answers) {
        assertThat(shown)
            .as("version %s", answer.get("version"))
            .anyMatch(
                each ->
                    number(each, "version") >= number(answer, "version")
                        && number(each, "at") <= number(answer, "at") + SECOND);
      }
    }
  }

  private static String badge(long unread) {
    return unread > 99 ? "99+" : String.valueOf(unread);
  }

  /** What was snoozed last has come back, or been told of; then all show what the server says. */
  private static void settle(Postman alice, List<InboxPage> windows) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> alice.client().get("api/inbox?tab=snoozed").body().contains("\"items\":[]"));
    int unread = alice.unread();
    for (InboxPage window : windows) {
      assertThat(window.badge())
          .hasText(unread == 0 ? "" : badge(unread), new HasTextOptions().setTimeout(SECOND));
    }
  }

  /** Each item in the list is as the server has it, and none of the newest is missing. */
  private static void assertShowsWhatTheServerHas(InboxPage window, Postman alice) {
    List<?> wrong =
        (List<?>)
            window
                .page()
                .evaluate(
                    """
                    async () => {
                      const { items } = await (await fetch('api/inbox?limit=100')).json();
                      const list = document.querySelector('main tidings-inbox').shadowRoot;
                      const shown = [...list.querySelectorAll('li[data-id]')];
                      const said = new Map(shown.map((li) => [Number(li.dataset.id),
                        li.querySelector('.is-unread') !== null]));
                      const wrong = shown.length === said.size ? [] : ['an item twice'];
                      for (const item of items.slice(0, 30)) {
                        if (said.get(item.id) !== item.unread) wrong.push(`${item.id}: ${said.get(item.id)}`);
                      }
                      return wrong;
                    }""");
    assertThat(wrong).as("unread %d", alice.unread()).isEmpty();
  }
}
