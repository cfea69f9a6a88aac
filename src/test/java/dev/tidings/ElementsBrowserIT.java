package dev.tidings;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The elements as a page meets them: what it says to them, hears from them, and styles. */
@BrowserTest
class ElementsBrowserIT {
  private static final String PUT =
      """
      async ([tag, attributes]) => {
        await import(`/assets/${tag.slice('tidings-'.length)}.js`);
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        element.id = 'mine';
        window.heard = [];
        for (const type of ['message', 'complete', 'failed', 'cancelled']) {
          element.addEventListener(`tidings-${type}`,
              ({ detail }) => window.heard.push(`${type} ${detail.live} ${JSON.stringify(detail.data)}`));
        }
        document.querySelector('main').prepend(element);
      }
      """;

  private static LibertyServer server;
  private static Client news;

  @BeforeAll
  static void signInAsPublisher() {
    server = LibertyServer.shared();
    news = Client.signedIn(server.uri(), "news");
  }

  private static Locator put(Page page, String tag, Map<String, String> attributes) {
    page.evaluate(PUT, List.of(tag, attributes));
    return page.locator(tag + "#mine");
  }

  private static Locator part(Locator element, String name) {
    return element.locator("[part~=" + name + "]");
  }

  private static Object style(Locator element, String property) {
    return element.evaluate("(it, name) => getComputedStyle(it)[name]", property);
  }

  private static void assertTold(Locator part, String text) {
    assertThat(part).containsText(text);
  }

  private static String feed() {
    return "feeds/elements-" + UUID.randomUUID();
  }

  /** A job of alice's, as those see it who publish. */
  private static String job() {
    return "users/alice/job-" + UUID.randomUUID();
  }

  private static Map<String, String> aliceFollows(String job) {
    return Map.of("topic", job.replace("/alice/", "/me/"), "label", "Export", "unit", "bytes");
  }

  private static void tell(String topic, String type, String data) {
    news.publish(topic, "{\"type\":\"" + type + "\",\"data\":" + data + "}");
  }

  private static void advance(String job, int done) {
    tell(
        job + "/progress",
        "progress",
        "{\"state\":\"running\",\"done\":"
            + done
            + ",\"total\":4000000,\"rate\":500000,\"remaining\":61}");
  }

  @Test
  void a_feed_is_styled_from_outside_and_tells_of_what_arrives(Page page) {
    String topic = feed();
    Visitor.signIn(page, server, "components.html", "alice");
    news.say(topic, "was there");
    Locator feed = put(page, "tidings-feed", Map.of("topic", topic));
    assertThat(feed.locator("li")).hasCount(1);
    page.evaluate(
        """
        () => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync('tidings-feed::part(text) { color: rgb(1, 2, 3); }'
              + '#mine { --tidings-surface: rgb(4, 5, 6); }'
              + 'p { color: rgb(7, 8, 9) !important; }');
          document.adoptedStyleSheets.push(sheet);
        }
        """);
    assertThat(style(part(feed, "text"), "color")).isEqualTo("rgb(1, 2, 3)");
    assertThat(style(part(feed, "list"), "backgroundColor")).isEqualTo("rgb(4, 5, 6)");
    news.say(topic, "arrived");
    assertThat(feed.locator("li")).hasCount(2);
    assertThat(page.evaluate("window.heard"))
        .isEqualTo(List.of("message undefined {\"text\":\"arrived\"}"));
  }

  @Test
  void a_feed_that_is_given_another_topic_or_language_shows_that(Page page) {
    String first = feed();
    String second = feed();
    news.say(first, "the first");
    news.say(second, "the second");
    Visitor.signIn(page, server, "components.html", "alice");
    Locator feed = put(page, "tidings-feed", Map.of("topic", first, "lang", "de", "limit", "1"));
    assertTold(part(feed, "message"), "the first");
    assertTold(part(feed, "end"), "Das sind die neuesten 1.");
    feed.evaluate("(it, topic) => it.setAttribute('topic', topic)", second);
    assertTold(part(feed, "message"), "the second");
    feed.evaluate("it => it.setAttribute('lang', 'fr')");
    assertTold(part(feed, "end"), "Voici les 1 plus récents.");
    news.say(second, "the third");
    assertTold(part(feed, "message"), "the third");
    feed.evaluate("it => { it.lang = 'not a language'; it.setAttribute('topic', 'feeds/none'); }");
    assertTold(part(feed, "empty"), "All quiet");
  }

  @Test
  void who_leaves_does_not_take_the_topic_from_others(Page page) {
    String topic = feed();
    Visitor.signIn(page, server, "components.html", "alice");
    Locator feed = put(page, "tidings-feed", Map.of("topic", topic));
    assertThat(part(feed, "empty")).isVisible();
    feed.evaluate(
        "it => { const twin = it.cloneNode(); twin.id = 'twin'; it.after(twin); it.remove(); }");
    Locator twin = page.locator("#twin");
    assertThat(part(twin, "empty")).isVisible();
    put(page, "tidings-feed", Map.of("topic", topic));
    assertThat(part(feed, "empty")).isVisible();
    feed.evaluate("it => it.remove()");
    news.say(topic, "still heard");
    assertTold(part(twin, "message"), "still heard");
  }

  @Test
  void a_job_is_followed_from_its_beginning_to_its_result(Page page) {
    String job = job();
    Visitor.signIn(page, server, "components.html", "alice");
    Locator progress = put(page, "tidings-progress", aliceFollows(job));
    Locator bar = part(progress, "track");
    assertTold(part(progress, "figures"), "Not yet started");
    assertThat(bar).hasAttribute("role", "progressbar");
    assertThat(bar).hasAttribute("aria-label", "Export");

    tell(job, "started", "{}");
    assertTold(part(progress, "figures"), "Running");
    assertThat(bar.getAttribute("aria-valuenow")).isNull();
    advance(job, 1_000_000);
    assertTold(part(progress, "figures"), "1 MB of 4 MB");
    assertTold(part(progress, "figures"), "500 kB/s");
    assertTold(part(progress, "remaining"), "about 61 sec left");
    assertThat(bar).hasAttribute("aria-valuenow", "25");

    tell(
        job,
        "complete",
        "{\"url\":\"/assets/mark.svg\",\"size\":4200000,\"checksum\":\"sha-256:abc\",\"name\":\"all.csv\"}");
    assertTold(part(progress, "figures"), "Done");
    assertThat(bar).hasAttribute("aria-valuenow", "100");
    assertThat(part(progress, "download")).containsText("Download (all.csv, 4.2 MB)");
    assertThat(part(progress, "download"))
        .hasAttribute("href", server.uri("assets/mark.svg").toString());
    assertThat(part(progress, "checksum")).containsText("sha-256:abc");
    assertThat(page.evaluate("window.heard.length")).isEqualTo(1);
    assertThat((String) page.evaluate("window.heard[0]")).startsWith("complete true {\"url\":");
  }

  @Test
  void who_comes_later_finds_how_it_stands_and_progress_after_the_end_does_not_count(Page page) {
    String job = job();
    String topic = feed();
    tell(job, "started", "{}");
    advance(job, 2_000_000);
    Visitor.signIn(page, server, "components.html", "alice");
    Locator progress = put(page, "tidings-progress", aliceFollows(job));
    assertTold(part(progress, "percent"), "50%");
    tell(job, "cancelled", "{}");
    assertTold(part(progress, "figures"), "Cancelled");
    Locator feed = put(page, "tidings-feed", Map.of("topic", topic));
    assertThat(part(feed, "empty")).isVisible();
    advance(job, 3_000_000);
    tell(job, "complete", "{\"url\":\"/late\"}");
    news.say(topic, "after both");
    assertTold(part(feed, "message"), "after both");
    assertThat(part(progress, "figures")).hasText("Cancelled");

    page.reload();
    progress = put(page, "tidings-progress", aliceFollows(job));
    assertThat(part(progress, "figures")).hasText("Cancelled");
    assertThat(page.evaluate("window.heard")).isEqualTo(List.of("cancelled false {}"));
  }

  @Test
  void a_job_that_runs_again_begins_anew(Page page) {
    String job = job();
    tell(job, "started", "{}");
    advance(job, 2_000_000);
    tell(job, "failed", "{\"reason\":\"The disk is <b>full</b>.\"}");
    Visitor.signIn(page, server, "components.html", "alice");
    Locator progress = put(page, "tidings-progress", aliceFollows(job));
    assertThat(part(progress, "figures")).hasText("Failed · The disk is <b>full</b>.");
    tell(job, "started", "{}");
    assertThat(part(progress, "figures")).hasText("Running");
    advance(job, 3_000_000);
    assertTold(part(progress, "percent"), "75%");
    tell(job, "failed", "{}");
    assertTold(part(progress, "figures"), "No reason was given.");
    assertThat(page.evaluate("window.heard"))
        .isEqualTo(
            List.of("failed false {\"reason\":\"The disk is <b>full</b>.\"}", "failed true {}"));
  }

  @Test
  void how_far_it_is_may_come_by_a_live_topic(Page page) {
    String live = "metrics/job-" + UUID.randomUUID();
    Client oscar = Client.signedIn(server.uri(), "oscar");
    oscar.post(live, "{\"type\":\"progress\",\"data\":{\"done\":1,\"total\":4}}");
    Visitor.signIn(page, server, "components.html", "oscar");
    Locator progress =
        put(
            page,
            "tidings-progress",
            Map.of("topic", "users/me/job-" + UUID.randomUUID(), "progress", live));
    assertTold(part(progress, "percent"), "25%");
    oscar.post(live, "{\"type\":\"progress\",\"data\":{\"done\":3,\"total\":4}}");
    assertTold(part(progress, "figures"), "3 of 4");
    oscar.post(live, "{\"type\":\"progress\",\"data\":{\"done\":\"many\",\"state\":\"Zipping\"}}");
    assertThat(part(progress, "figures")).hasText("Zipping");
    assertThat(part(progress, "track").getAttribute("aria-valuenow")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "data:text/html,x",
        "http://elsewhere.example/x",
        "//elsewhere.example/x",
        "x"
      })
  void a_result_without_a_safe_address_is_not_linked(String url, Page page) {
    String job = job();
    tell(job, "complete", "{\"url\":\"" + url + "\"}");
    Visitor.signIn(page, server, "components.html", "alice");
    Locator progress = put(page, "tidings-progress", aliceFollows(job));
    assertTold(part(progress, "result"), "no address that is safe");
    assertThat(progress.locator("a").count()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "de,Läuft,noch etwa 61 Sek.",
    "fr-CA,En cours,encore 61 s",
    "pt,Running,about 61 sec"
  })
  void it_speaks_the_language_around_it_and_runs_in_its_direction(
      String language, String running, String left, Page page) {
    String job = job();
    tell(job, "started", "{}");
    Visitor.signIn(page, server, "components.html", "alice");
    page.evaluate(
        "language => Object.assign(document.querySelector('main'), { lang: language, dir: 'rtl' })",
        language);
    Locator progress = put(page, "tidings-progress", aliceFollows(job));
    assertTold(part(progress, "figures"), running);
    advance(job, 1_000_000);
    assertTold(part(progress, "remaining"), left);
    assertThat(style(progress, "direction")).isEqualTo("rtl");
    BoundingBox track = part(progress, "track").boundingBox();
    BoundingBox bar = part(progress, "bar").boundingBox();
    assertThat(bar.x + bar.width).isCloseTo(track.x + track.width, within(1));
    assertThat(bar.x).isGreaterThan(track.x + 10);
  }

  private static Offset<Double> within(double pixels) {
    return Offset.offset(pixels);
  }

  @Test
  void a_sample_is_copied_and_the_switches_reach_all_elements(BrowserContext profile) {
    profile.grantPermissions(List.of("clipboard-read", "clipboard-write"));
    Page page = Visitor.signIn(profile.newPage(), server, "components.html", "alice");
    Locator section = page.locator("#tidings-progress");
    section.getByText("Copy").click();
    assertThat(section.locator(".sample button")).hasText("Copied");
    assertThat((String) page.evaluate("navigator.clipboard.readText()"))
        .contains("<script type=\"module\" src=\"" + server.uri("assets/tidings.js") + "\">")
        .contains("<tidings-progress topic=\"users/me/export\"");
    page.selectOption("[name=language]", "de");
    page.selectOption("[name=direction]", "rtl");
    page.selectOption("[name=theme]", "plum");
    assertTold(section.locator("[part=figures]"), "Noch nicht begonnen");
    assertThat(style(section.locator("tidings-progress"), "direction")).isEqualTo("rtl");
    assertThat(style(section.locator("[part=track]"), "height")).isEqualTo("16px");
  }

  @ParameterizedTest
  @CsvSource({
    "components.html,LIGHT", "components.html,DARK",
    "compose.html,LIGHT", "compose.html,DARK",
    "index.html,LIGHT", "index.html,DARK"
  })
  void everybody_can_use_the_pages(String path, ColorScheme scheme, Browser browser) {
    news.say("feeds/news", "for all eyes");
    tell("users/news/export", "failed", "{\"reason\":\"of nothing\"}");
    try (BrowserContext profile =
        browser.newContext(
            new Browser.NewContextOptions()
                .setColorScheme(scheme)
                .setReducedMotion(ReducedMotion.REDUCE))) {
      Page page = profile.newPage();
      Axe.bringTo(page);
      Visitor.signIn(page, server, path, "news");
      page.waitForLoadState();
      if (!path.startsWith("compose")) {
        assertThat(page.locator("tidings-feed li").first()).isVisible();
      }
      assertThat(Axe.violations(page)).as("%s %s", path, scheme).isEmpty();
    }
  }
}
