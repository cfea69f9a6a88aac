package dev.tidings;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.options.WaitUntilState;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All tabs of a browser share one stream, over plain HTTP/1.1 with its six connections. */
@BrowserTest
class OneStreamBrowserIT {
  private static final double SOON = 30_000;
  private static final double RESTARTED = 120_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern OPENED =
      Pattern.compile("\"ext_topics\":\"([^\"]*)\"[^\\n]*\"ext_outcome\":\"opened\"");

  /** What the page's stream dispatches, doubles and all. */
  private static final String RECORD =
      """
      async () => {
        const { stream } = await import('/assets/stream.js');
        window.stream = stream;
        window.heard = [];
        stream.addEventListener('event', ({ detail }) => window.heard.push(detail.data?.text ?? detail.type));
        stream.addEventListener('reset', ({ detail }) => window.heard.push('reset ' + detail.topics));
      }
      """;

  /** They look every second whether the one that has the stream answers, not every five. */
  private static final String WATCHFUL =
      """
      {
        const every = window.setInterval;
        window.setInterval = (what, ms, ...rest) => every(what, ms === 5_000 ? 1_000 : ms, ...rest);
      }
      """;

  /** How pages come to share a stream. */
  private enum Way {
    WORKER(""),
    LEADER("delete window.SharedWorker;"),
    ALONE(
        "delete window.SharedWorker;"
            + "Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });");

    private final String script;

    Way(String script) {
      this.script = script;
    }
  }

  private static LibertyServer server;
  private static Client news;

  @BeforeAll
  static void start() {
    server =
        LibertyServer.fresh("one-stream")
            .editVariable("tidings.stream.heartbeat", "PT1S")
            .editVariable("tidings.stream.max-topics", "3")
            // Streams come and go all the time: nothing here may depend on one that lasts.
            .editVariable("tidings.stream.lifetime", "PT5S")
            .start();
    news = Client.signedIn(server.uri(), "news");
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void begin() {
    news.delete(Client.events("feeds/news"));
    assertStreams(0);
  }

  private static void assertState(Page page, String state) {
    assertThat(page.locator("tidings-connection"))
        .hasAttribute("data-state", state, new HasAttributeOptions().setTimeout(SOON));
  }

  private static void assertShown(Page page, String text) {
    Locator message =
        page.locator("tidings-feed ol > li").filter(new Locator.FilterOptions().setHasText(text));
    assertThat(message).hasCount(1, new HasCountOptions().setTimeout(SOON));
  }

  private static Page signedIn(BrowserContext profile, String name) {
    Page page = profile.newPage();
    page.navigate(server.uri().toString());
    signIn(page, name);
    return page;
  }

  private static void signIn(Page page, String name) {
    page.fill("[name=j_username]", name);
    page.fill("[name=j_password]", name + "-secret");
    page.press("[name=j_password]", "Enter");
    assertState(page, "live");
    page.evaluate(RECORD);
  }

  private static Page tab(BrowserContext profile) {
    Page page = loading(profile);
    begun(page);
    return page;
  }

  private static Page loading(BrowserContext profile) {
    Page page = profile.newPage();
    page.navigate(
        server.uri().toString(), new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
    return page;
  }

  private static void begun(Page page) {
    assertState(page, "live");
    page.evaluate(RECORD);
  }

  /** Signs in with the first of them; the others load side by side. */
  private static List<Page> tabs(BrowserContext profile, int count) {
    Page first = signedIn(profile, "alice");
    List<Page> others = Stream.generate(() -> loading(profile)).limit(count - 1).toList();
    others.forEach(OneStreamBrowserIT::begun);
    return Stream.concat(Stream.of(first), others.stream()).toList();
  }

  private static void assertStreams(int count) {
    await()
        .atMost(PATIENCE)
        .pollInSameThread()
        .untilAsserted(() -> assertThat(server.openStreams()).isEqualTo(count));
  }

  private static void assertAllHear(List<Page> pages, String text) {
    news.say("feeds/news", text);
    pages.forEach(page -> assertShown(page, text));
  }

  private static Object heard(Page page) {
    return page.evaluate("window.heard");
  }

  private static void follow(Page page, String topic, String after) {
    page.evaluate("([topic, after]) => stream.follow(topic, after)", List.of(topic, after));
  }

  /** Signs out in the first one. */
  private static void assertAllEndWith(List<Page> pages) {
    pages.get(0).getByText("Sign out").click();
    assertThat(pages.get(0).locator("[name=j_username]")).isVisible();
    for (Page page : pages.subList(1, pages.size())) {
      assertState(page, "closed");
      assertThat(page.locator("tidings-outage"))
          .containsText(
              "You signed out in another window.", new ContainsTextOptions().setTimeout(SOON));
    }
    assertStreams(0);
  }

  /** What the newest stream was opened for. */
  private static Set<String> topics() {
    Matcher opened = OPENED.matcher(server.log());
    String topics = "";
    while (opened.find()) {
      topics = opened.group(1).replace("\\/", "/");
    }
    return Set.of(topics.split("[ ,]+"));
  }

  @Test
  void eight_tabs_share_one_stream_and_the_last_one_keeps_it(BrowserContext profile) {
    List<Page> pages = tabs(profile, 8);
    assertAllHear(pages, "to all eight");
    assertStreams(1);
    for (int closed = 1; closed < 8; closed++) {
      pages.get(closed - 1).close();
      assertAllHear(pages.subList(closed, 8), "after " + closed + " were closed");
    }
    assertThat(heard(pages.get(7)))
        .isEqualTo(
            Stream.concat(
                    Stream.of("to all eight"),
                    Stream.iterate(1, i -> i < 8, i -> i + 1)
                        .map(i -> "after " + i + " were closed"))
                .toList());
    assertStreams(1);
    pages.get(7).close();
    assertStreams(0);
  }

  @ParameterizedTest
  @EnumSource(
      value = Way.class,
      names = {"WORKER", "LEADER"})
  void a_topic_that_one_tab_follows_later_doubles_nothing_in_the_others(
      Way way, BrowserContext profile) {
    profile.addInitScript(way.script);
    List<Page> pages = tabs(profile, 2);
    String before = news.say("feeds/other", "0");
    assertAllHear(pages, "1");
    news.say("feeds/other", "2");
    assertAllHear(pages, "3");
    follow(pages.get(1), "feeds/other", before);
    pages.get(1).waitForFunction("() => heard.length === 3");
    assertAllHear(pages, "4");
    assertThat(heard(pages.get(0))).isEqualTo(List.of("1", "3", "4"));
    assertThat(heard(pages.get(1))).isEqualTo(List.of("1", "3", "2", "4"));
    assertStreams(1);

    // Another one, from further on: it has missed nothing of what it asks for, and gets nothing
    // else.
    follow(pages.get(0), "feeds/other", news.say("feeds/other", "5"));
    news.say("feeds/other", "6");
    pages.get(0).waitForFunction("() => heard.includes('6')");
    pages.get(1).waitForFunction("() => heard.includes('6')");
    assertThat(heard(pages.get(0))).isEqualTo(List.of("1", "3", "4", "6"));
    assertThat(heard(pages.get(1))).isEqualTo(List.of("1", "3", "2", "4", "5", "6"));
  }

  @Test
  void a_tab_that_is_gone_takes_its_topics_along(BrowserContext profile) {
    List<Page> pages = tabs(profile, 2);
    follow(pages.get(1), "feeds/other", "");
    await().atMost(PATIENCE).until(() -> topics().contains("feeds/other"));
    pages.get(1).close();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(topics()).containsExactlyInAnyOrder("feeds/news", "users/alice/inbox"));
    assertAllHear(pages.subList(0, 1), "still there");
  }

  @Test
  void when_the_leader_goes_another_tab_takes_over_and_nothing_is_lost_or_doubled(
      BrowserContext profile) {
    profile.addInitScript(Way.LEADER.script);
    List<Page> pages = tabs(profile, 4);
    assertAllHear(pages, "led by the first");
    assertStreams(1);
    pages.get(0).close();
    news.say("feeds/news", "led by nobody");
    assertAllHear(pages.subList(1, 4), "led by another");
    assertStreams(1);
    // Those that stay have their turn too; a reload is a farewell and a new beginning.
    pages.get(1).reload();
    pages.get(2).close();
    assertState(pages.get(1), "live");
    assertAllHear(List.of(pages.get(1), pages.get(3)), "led by the last");
    assertThat(heard(pages.get(3)))
        .isEqualTo(
            List.of("led by the first", "led by nobody", "led by another", "led by the last"));
    assertStreams(1);
  }

  @Test
  void where_nothing_can_be_shared_each_tab_has_its_own(BrowserContext profile) {
    profile.addInitScript(Way.ALONE.script);
    List<Page> pages = tabs(profile, 3);
    assertAllHear(pages, "to each");
    assertStreams(3);
    pages.get(2).reload();
    assertState(pages.get(2), "live");
    assertAllHear(pages, "to each again");
    assertStreams(3);
    assertAllEndWith(pages);
  }

  @Test
  void tabs_that_share_in_different_ways_do_not_push_each_other_off(BrowserContext profile) {
    Page worker = signedIn(profile, "alice");
    profile.addInitScript(Way.LEADER.script);
    Page leader = tab(profile);
    assertStreams(2);
    assertAllHear(List.of(worker, leader), "to both");
    assertStreams(2);
  }

  /** Two profiles, one for each way to share: the server dies once for both. */
  @Tag("long")
  @Test
  void what_came_while_the_server_was_dead_is_told_once_in_every_tab(
      Browser browser, BrowserContext profile) {
    try (BrowserContext other = browser.newContext()) {
      profile.addInitScript(Way.WORKER.script);
      other.addInitScript(Way.LEADER.script);
      List<Page> pages = Stream.of(profile, other).flatMap(one -> tabs(one, 3).stream()).toList();
      assertAllHear(pages, "before");
      assertStreams(2);
      server.kill();
      pages.forEach(page -> assertState(page, "reconnecting"));
      server.start();
      news.say("feeds/news", "meanwhile");
      // They come back by themselves, which FeedBrowserIT waits for; here one of each asks for it.
      for (Page page : List.of(pages.get(1), pages.get(4))) {
        page.evaluate("stream.check()");
      }
      for (Page page : pages) {
        assertThat(page.locator("tidings-connection"))
            .hasAttribute("data-state", "live", new HasAttributeOptions().setTimeout(RESTARTED));
      }
      assertAllHear(pages, "after");
      for (Page page : pages) {
        assertThat(heard(page)).isEqualTo(List.of("before", "meanwhile", "after"));
      }
      assertStreams(2);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Way.class,
      names = {"WORKER", "LEADER"})
  void signing_out_ends_the_stream_of_all_tabs_and_signing_in_brings_them_back(
      Way way, BrowserContext profile) {
    profile.addInitScript(way.script);
    List<Page> pages = tabs(profile, 3);
    assertAllEndWith(pages);
    news.say("feeds/news", "to nobody");
    signIn(pages.get(0), "alice");
    for (Page page : pages.subList(1, 3)) {
      assertState(page, "live");
      assertShown(page, "to nobody");
      assertThat(heard(page)).isEqualTo(List.of("to nobody"));
    }
    assertStreams(1);
  }

  @Tag("long")
  @ParameterizedTest
  @EnumSource(
      value = Way.class,
      names = {"WORKER", "LEADER"})
  void somebody_else_gets_a_stream_of_their_own_and_the_first_ones_tabs_are_built_anew(
      Way way, BrowserContext profile) {
    profile.addInitScript(way.script);
    List<Page> pages = tabs(profile, 2);
    pages.get(1).navigate(server.uri("login.html").toString());
    signIn(pages.get(1), "bob");
    // The stream of the first still is alice's; after it the browser comes with another's login.
    assertThat(pages.get(0).locator(".account-name"))
        .containsText("bob", new ContainsTextOptions().setTimeout(SOON));
    assertState(pages.get(0), "live");
    assertAllHear(pages, "to bob");
    assertStreams(1);
  }

  @Test
  void events_of_live_topics_have_no_id_and_none_is_dropped(BrowserContext profile) {
    Page page = signedIn(profile, "oscar");
    Client oscar = Client.signedIn(server.uri(), "oscar");
    page.evaluate(
        "stream.addEventListener('event', ({ detail }) => heard.push(detail.id === '' ? 'live' : 'logged'))");
    String cursor = news.say("feeds/news", "1");
    page.waitForFunction("() => heard.length === 2");
    follow(page, "logs/test/one", cursor);
    await().atMost(PATIENCE).until(() -> topics().contains("logs/test/one"));
    for (String text : List.of("2", "3")) {
      assertThat(oscar.post("logs/test/one", Client.message(text)).statusCode()).isEqualTo(202);
      page.waitForFunction("text => heard.includes(text)", text);
    }
    news.say("feeds/news", "4");
    page.waitForFunction("() => heard.length === 8");
    assertThat(heard(page))
        .isEqualTo(List.of("1", "logged", "2", "live", "3", "live", "4", "logged"));
  }

  @Test
  void too_many_topics_are_told_and_the_stream_is_back_when_some_are_let_go(
      BrowserContext profile) {
    List<Page> pages = tabs(profile, 2);
    for (String topic : List.of("feeds/a", "feeds/b", "feeds/c")) {
      follow(pages.get(1), topic, "");
    }
    for (Page page : pages) {
      assertThat(page.locator("tidings-outage"))
          .containsText(
              "at most 3 topics in one stream", new ContainsTextOptions().setTimeout(SOON));
    }
    pages.get(1).close();
    assertState(pages.get(0), "live");
    assertAllHear(pages.subList(0, 1), "room again");
  }

  @Test
  void a_log_that_begins_anew_is_told_once_and_nothing_of_it_is_kept_out(BrowserContext profile) {
    List<Page> pages = tabs(profile, 2);
    assertAllHear(pages, "1");
    // One that comes with a position of another life of the log, as after a long sleep.
    follow(pages.get(1), "feeds/other", UUID.randomUUID().toString().substring(0, 8) + "-99");
    pages.get(1).waitForFunction("() => heard.includes('reset feeds/other')");
    news.say("feeds/other", "2");
    pages.get(1).waitForFunction("() => heard.includes('2')");
    assertAllHear(pages, "3");
    news.delete(Client.events("feeds/news"));
    assertAllHear(pages, "4");
    assertThat(heard(pages.get(0))).isEqualTo(List.of("1", "3", "clear", "4"));
  }

  @Tag("long")
  @Test
  void a_leader_that_is_frozen_is_replaced_and_gives_way_when_it_wakes(BrowserContext profile) {
    profile.addInitScript(Way.LEADER.script + WATCHFUL);
    List<Page> pages = tabs(profile, 3);
    assertAllHear(pages, "before");
    pages
        .get(0)
        .evaluate(
            "() => { setTimeout(() => { const end = Date.now() + 12_000; while (Date.now() < end); }) }");
    assertAllHear(pages.subList(1, 3), "meanwhile");
    assertAllHear(pages, "after");
    for (Page page : pages) {
      assertThat(heard(page)).isEqualTo(List.of("before", "meanwhile", "after"));
    }
    assertStreams(1);
  }

  @Test
  void a_worker_that_died_is_replaced(Browser browser, BrowserContext profile) {
    profile.addInitScript(WATCHFUL);
    List<Page> pages = tabs(profile, 2);
    assertAllHear(pages, "before");
    assertThat(killWorkers(browser)).isEqualTo(1);
    assertAllHear(pages, "after");
    for (Page page : pages) {
      assertThat(heard(page)).isEqualTo(List.of("before", "after"));
    }
    assertStreams(1);
  }

  /** As the browser does when it runs out of memory: without a word to anyone. */
  private static int killWorkers(Browser browser) {
    CDPSession session = browser.newBrowserCDPSession();
    int killed = 0;
    for (JsonElement target : session.send("Target.getTargets").getAsJsonArray("targetInfos")) {
      JsonObject worker = target.getAsJsonObject();
      if (worker.get("type").getAsString().equals("shared_worker")) {
        JsonObject which = new JsonObject();
        which.add("targetId", worker.get("targetId"));
        session.send("Target.closeTarget", which);
        killed++;
      }
    }
    session.detach();
    return killed;
  }
}
