package dev.tidings.metrics;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
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
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page of the dashboard, in a real browser and with real numbers. */
@BrowserTest
class MetricsBrowserIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static LibertyServer server;
  private static Client oscar;

  @BeforeAll
  static void findServer() {
    server = LibertyServer.shared();
    oscar = Client.signedIn(server.uri(), "oscar");
  }

  private static Page open(Page page) {
    Visitor.signIn(page, server, "metrics.html", "oscar");
    assertThat(value(page, "heap")).containsText("B");
    return page;
  }

  private static Locator chart(Page page, String name) {
    return page.locator("tidings-metrics .chart[data-name='" + name + "']");
  }

  private static Locator value(Page page, String name) {
    return chart(page, name).locator(".now");
  }

  private static Locator plot(Page page, String name) {
    return chart(page, name).locator(".plot");
  }

  private static long attribute(Locator plot, String name) {
    return Long.parseLong(plot.getAttribute(name));
  }

  /** The second of the sample that the crosshair is at, or else of the last one. */
  private static long second(Locator plot) {
    return attribute(plot, "aria-valuenow");
  }

  private static Locator where(Page page) {
    return page.locator("tidings-metrics .where");
  }

  private static void awaitSecond(Locator plot, long second) {
    await().atMost(PATIENCE).until(() -> second(plot) >= second);
  }

  /** The seconds that the server has samples of. */
  private static Set<Long> kept(long from, long to) {
    String path = "api/metrics?topic=metrics/server&since=" + Instant.ofEpochSecond(from);
    return JsonTree.of(oscar.get(path).body()).at("samples").list().stream()
        .map(sample -> Instant.parse(sample.at("at").text()).getEpochSecond())
        .filter(second -> second <= to)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The seconds that the page has samples of, found with the keyboard. */
  private static Set<Long> drawn(Page page, long from, long to) {
    Locator plot = plot(page, "threads");
    Set<Long> seconds = new TreeSet<>();
    plot.focus();
    plot.press("End");
    for (long left = attribute(plot, "aria-valuemax") - from + 2; left >= 0; left--) {
      seconds.add(second(plot));
      plot.press("ArrowLeft");
    }
    plot.press("Escape");
    seconds.removeIf(second -> second < from || second > to);
    return seconds;
  }

  private static Object colour(Locator element) {
    return element.evaluate("it => getComputedStyle(it).color");
  }

  /** Whether the chart has lines of the colour of an element. */
  private static boolean draws(Locator chart, Locator coloured) {
    return (boolean)
        chart.evaluate(
            """
            (it, [red, green, blue]) => {
              const canvas = it.querySelector('canvas');
              const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
              for (let i = 0; i < data.length; i += 4) {
                if (data[i] === red && data[i + 1] === green && data[i + 2] === blue && data[i + 3] > 250) return true;
              }
              return false;
            }
            """,
            Stream.of(colour(coloured).toString().replaceAll("[^0-9,]", "").split(","))
                .map(Integer::valueOf)
                .toList());
  }

  @Test
  void the_numbers_are_those_of_the_server_and_of_applications_and_move(Page page) {
    String gauge = "metrics/orders-" + UUID.randomUUID();
    oscar.post(gauge, "{\"type\":\"gauge\",\"data\":{\"open\":42,\"__proto__\":7,\"by\":\"x\"}}");
    open(page);
    Locator orders = page.locator("[data-topic='" + gauge + "']");
    assertThat(orders.locator(".now")).hasText("42");
    assertThat(orders.locator(".legend li")).hasCount(2);
    try (Listener one = oscar.listening("topic=feeds/news");
        Listener two = oscar.listening("topic=feeds/news")) {
      await()
          .atMost(PATIENCE)
          .pollInSameThread()
          .untilAsserted(
              () ->
                  assertThat(value(page, "streams").textContent())
                      .isEqualTo(String.valueOf(server.openStreams())));
    }
    assertThat(value(page, "latency")).containsText("ms");
    oscar.post(gauge, "{\"type\":\"gauge\",\"data\":{\"open\":43}}");
    assertThat(orders.locator(".now")).hasText("43");

    page.locator("tidings-metrics summary").click();
    Locator row =
        page.locator("tidings-metrics tbody tr")
            .filter(new Locator.FilterOptions().setHasText("Threads: threads"));
    assertThat(row.locator("td")).hasCount(4);
    long before = second(plot(page, "threads"));
    awaitSecond(plot(page, "threads"), before + 2);
    assertThat(row.locator("td").first()).hasText(value(page, "threads").textContent());
  }

  @Test
  void the_crosshair_is_at_the_same_moment_in_all_charts(Page page) {
    open(page);
    awaitSecond(plot(page, "heap"), second(plot(page, "heap")) + 6);
    BoundingBox box = plot(page, "cpu").locator(".u-over").boundingBox();
    page.mouse().move(box.x + box.width - 4, box.y + 40);
    assertThat(where(page)).hasAttribute("data-at", "");
    assertThat(where(page)).containsText("At ");
    for (String name : List.of("heap", "threads", "deliveries")) {
      assertThat(chart(page, name).locator(".legend.at")).isVisible();
      assertThat(Math.abs(second(plot(page, name)) - second(plot(page, "cpu")))).isLessThan(3);
    }
    page.mouse().move(1, 1);
    assertThat(where(page)).containsText("The last 15 minutes");
    assertThat(page.locator("tidings-metrics .legend.at")).hasCount(0);

    Locator plot = plot(page, "threads");
    plot.focus();
    plot.press("ArrowLeft");
    long there = second(plot);
    assertThat(where(page)).containsText("At ");
    assertThat(plot.getAttribute("aria-valuetext")).contains("threads " + threads(page));
    plot.press("ArrowLeft");
    plot.press("ArrowLeft");
    assertThat(second(plot)).isLessThan(there);
    long kept = second(plot);
    awaitSecond(plot(page, "heap"), 0);
    await().atMost(PATIENCE).until(() -> attribute(plot, "aria-valuemax") > there + 4);
    // Time goes on; the crosshair stays where it was put.
    assertThat(second(plot)).isEqualTo(kept);
    plot.press("Escape");
    assertThat(where(page)).containsText("The last 15 minutes");
  }

  private static String threads(Page page) {
    return chart(page, "threads").locator(".legend .value").textContent();
  }

  @Test
  void a_pause_stops_the_drawing_and_not_the_collecting(Page page) {
    open(page);
    Locator plot = plot(page, "threads");
    Locator pause = page.locator("tidings-metrics .pause");
    pause.click();
    assertThat(pause).hasAttribute("aria-pressed", "true");
    assertThat(pause).hasText("Resume");
    assertThat(where(page)).containsText("Paused at");
    long paused = attribute(plot, "aria-valuemax");
    long newest = second(plot);
    await().atMost(PATIENCE).until(() -> kept(paused, paused + 100).size() > 4);
    assertThat(attribute(plot, "aria-valuemax")).isEqualTo(paused);
    assertThat(second(plot)).isEqualTo(newest);
    pause.click();
    awaitSecond(plot, paused + 4);
    long to = second(plot);
    assertThat(drawn(page, paused - 1, to)).containsAll(kept(paused, to));
  }

  @Test
  void who_comes_finds_what_was_before_and_a_stream_that_is_cut_leaves_no_gap(
      BrowserContext profile) {
    // One of the tabs has the stream, where it can be held up.
    profile.addInitScript("delete window.SharedWorker;");
    long began = Instant.now().getEpochSecond();
    try (Listener before = oscar.listening("topic=metrics/server")) {
      await().atMost(PATIENCE).until(() -> kept(began, began + 100).size() > 6);
    }
    Page page = open(profile.newPage());
    Locator plot = plot(page, "threads");
    long opened = Instant.now().getEpochSecond();
    awaitSecond(plot, opened);
    assertThat(drawn(page, began, opened)).containsAll(kept(began, opened));

    long cut = second(plot);
    String key = page.evaluate("localStorage.getItem('tidings-client')") + "-leader2";
    Locator connection = page.locator("tidings-connection");
    page.route("**/api/stream**", Route::abort);
    // As if the browser had another stream: the server ends the first.
    try (Listener thief = oscar.listening("topic=feeds/news&client=" + key)) {
      assertThat(connection).hasAttribute("data-state", "reconnecting");
      await().atMost(PATIENCE).pollInSameThread().until(() -> kept(cut + 1, cut + 100).size() > 7);
      assertThat(second(plot)).as("what the page has seen of it").isLessThan(cut + 4);
      page.unroute("**/api/stream**");
      page.evaluate("import('/assets/stream.js').then(({ stream }) => stream.check())");
      assertThat(connection)
          .hasAttribute("data-state", "live", new HasAttributeOptions().setTimeout(60_000));
      assertThat(thief.ended(PATIENCE)).isTrue();
    }
    long back = Instant.now().getEpochSecond();
    awaitSecond(plot, back + 1);
    assertThat(drawn(page, cut - 1, back)).containsAll(kept(cut - 1, back));
  }

  @Test
  void beyond_a_threshold_number_and_line_have_its_colour(Page page) {
    open(page);
    Locator chart = chart(page, "threads");
    Locator metrics = page.locator("tidings-metrics");
    metrics.evaluate(
        "it => { window.told = []; it.addEventListener('tidings-threshold',"
            + " ({ detail }) => window.told.push(`${detail.name} ${detail.level}`)); }");
    assertThat(chart).hasAttribute("data-level", "");
    Object plain = colour(value(page, "threads"));

    metrics.evaluate("it => { it.thresholds = 'threads 1 100000'; }");
    assertThat(chart).hasAttribute("data-level", "warn");
    assertThat(chart.locator(".word")).hasText("High");
    Object warn = colour(value(page, "threads"));
    assertThat(warn).isNotEqualTo(plain);
    await().atMost(PATIENCE).pollInSameThread().until(() -> draws(chart, chart.locator(".now")));

    metrics.evaluate("it => { it.thresholds = 'threads 1 2'; }");
    assertThat(chart).hasAttribute("data-level", "bad");
    assertThat(chart.locator(".word")).hasText("Critical");
    assertThat(colour(value(page, "threads"))).isNotEqualTo(warn);
    await().atMost(PATIENCE).pollInSameThread().until(() -> draws(chart, chart.locator(".now")));
    assertThat(page.evaluate("window.told")).asString().contains("threads warn", "threads bad");
  }

  @Test
  void pages_are_counted_while_their_tabs_live(BrowserContext profile) {
    Page page = open(profile.newPage());
    Locator pages = page.locator("tidings-metrics .pages");
    assertThat(pages).containsText("/metrics.html");
    Page inbox = profile.newPage();
    inbox.navigate(server.uri("inbox.html?secret=1").toString());
    assertThat(pages).containsText("/inbox.html");
    assertThat(pages).not().containsText("secret");
    inbox.close();
    assertThat(pages).not().containsText("/inbox.html");

    Page crashing = profile.newPage();
    crashing.navigate(server.uri("preferences.html").toString());
    assertThat(pages).containsText("/preferences.html");
    try {
      crashing.navigate("chrome://crash");
    } catch (PlaywrightException crashed) {
      // As it should.
    }
    assertThat(pages).not().containsText("/preferences.html");
    assertThat(pages).containsText("/metrics.html");
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void everybody_can_use_it_in_their_language(ColorScheme scheme, Browser browser) {
    Browser.NewContextOptions options =
        new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(390, 800);
    try (BrowserContext profile = browser.newContext(options)) {
      Page page = profile.newPage();
      Axe.bringTo(page);
      open(page);
      page.locator("tidings-metrics").evaluate("it => { it.thresholds = 'threads 1 2'; }");
      assertThat(chart(page, "threads")).hasAttribute("data-level", "bad");
      page.locator("tidings-metrics summary").click();
      assertThat(page.locator("tidings-metrics tbody tr").first()).isVisible();
      assertThat(Axe.violations(page)).isEmpty();
      assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(390);
      page.locator("tidings-metrics").evaluate("it => { it.lang = 'de'; }");
      assertThat(chart(page, "cpu").locator("h3")).hasText("Prozessor");
      page.locator("tidings-metrics").evaluate("it => { it.lang = 'fr'; }");
      assertThat(chart(page, "cpu").locator("h3")).hasText("Processeur");
    }
  }

  /** What runs for hours. */
  @Test
  void what_a_page_keeps_is_bounded_and_where_there_is_nothing_it_draws_nothing(Page page) {
    page.navigate(server.uri("login.html").toString());
    assertThat(
            page.evaluate(
                """
                async () => {
                  const { Samples } = await import('/assets/metrics/samples.js');
                  const few = new Samples(60);
                  few.put(100, 'gauge', 1);
                  few.put(101, 'gauge', 2);
                  few.put(101, 'gauge', 3); // of each second the last
                  few.put(106, 'gauge', { gauge: 4, other: 5, text: 'x', no: NaN });
                  few.put(105, 'gauge', [6]);
                  few.put(NaN, 'gauge', 7);
                  few.put(99, 'gauge', 0); // came late
                  const drawn = few.columns(['gauge\\n', 'other\\n'], 0, 200, 3);
                  const many = new Samples(900);
                  for (let second = 1; second <= 4 * 3600; second++) many.put(second, 'gauge', { value: second, [`n${second}`]: 1 });
                  const kept = many.columns(['value\\n'], 0, 1e6, 3)[0];
                  return JSON.stringify([drawn, kept.length, kept[0], many.lines.length <= 200, many.lines[0].name]);
                }
                """))
        .isEqualTo(
            "[[[99,100,101,102,106],[0,1,3,null,4],[null,null,null,null,5]],900,13501,true,\"value\"]");
  }

  @Test
  void others_are_told_that_it_is_not_theirs(Page page) {
    Visitor.signIn(page, server, "metrics.html", "alice");
    assertThat(page.locator("#not-yours")).containsText("operator");
    assertThat(page.locator("tidings-nav a[href='metrics.html']")).isHidden();
    page.evaluate(
        "document.querySelector('#metrics').append(document.createElement('tidings-metrics'))");
    assertThat(page.locator("tidings-metrics .problem"))
        .containsText("Only operators and administrators");
  }
}
