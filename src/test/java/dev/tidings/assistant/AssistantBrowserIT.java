package dev.tidings.assistant;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.tidings.Axe;
import dev.tidings.BrowserTest;
import dev.tidings.LibertyServer;
import dev.tidings.Visitor;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page of the assistant in a real browser, with a real server behind it. */
@BrowserTest
class AssistantBrowserIT {
  private static final String PAGE = "assistant.html";
  private static final String MARKDOWN =
      """
      # A heading

      Some **bold**, *slanted* and `inline` words, and a [link](https://example.com/a).

      - one
      - two

      3. three

      | left | right |
      |:-----|------:|
      | a    | b     |

      ```java
      int x = 1 < 2 ? 3 : 4;
      ```

      > Quoted

      \u0645\u0631\u062d\u0628\u0627
      """;

  private final String prompt = "page " + UUID.randomUUID();
  private AssistantServer server;

  @BeforeEach
  void begin() {
    server = AssistantServer.shared();
  }

  private Page open(BrowserContext profile) {
    return Visitor.signIn(profile.newPage(), server.liberty(), PAGE, "alice");
  }

  private static Locator turn(Page page) {
    return page.locator("tidings-assistant .turn").last();
  }

  private static void ask(Page page, String prompt) {
    page.locator("tidings-assistant .prompt").fill(prompt);
    page.locator("tidings-assistant .prompt").press("Enter");
  }

  @Test
  void it_is_written_as_it_comes_survives_a_reload_and_can_be_stopped(BrowserContext profile) {
    CountDownLatch reloaded = new CountDownLatch(1);
    CompletableFuture<ModelServer.Call> asked = new CompletableFuture<>();
    server
        .model()
        .on(
            prompt,
            call -> {
              call.begin();
              call.say("The **first");
              call.say(" part**.\n\nAnd");
              asked.complete(call);
              call.await(reloaded);
              call.say(" the second");
              call.hungUp.join();
            });
    Page page = open(profile);
    assertThat(page.locator("tidings-nav a[href='assistant.html']")).isVisible();
    ask(page, prompt);
    assertThat(turn(page).locator(".body")).hasText("The first part.And");
    assertThat(turn(page).locator("strong")).hasText("first part");
    assertThat(turn(page).locator(".state")).hasText("Writing…");
    assertThat(page.locator("tidings-assistant .prompt")).hasValue("");
    // Whole paragraphs are read out, not each word.
    assertThat(page.locator("tidings-assistant [aria-live] p"))
        .hasText(new String[] {"The first part."});

    Page other = profile.newPage();
    other.navigate(page.url());
    page.reload();
    assertThat(turn(page).locator(".body")).hasText("The first part.And");
    assertThat(turn(other).locator(".body")).hasText("The first part.And");
    reloaded.countDown();
    assertThat(turn(page).locator(".body")).hasText("The first part.And the second");
    assertThat(turn(other).locator(".body")).hasText("The first part.And the second");

    turn(page).locator(".stop").click();
    assertThat(turn(page).locator(".state")).hasText("Stopped.");
    assertThat(turn(other).locator(".state")).hasText("Stopped.");
    asked.join().hungUp.orTimeout(20, TimeUnit.SECONDS).join();
    assertThat(turn(page).locator(".stop")).isHidden();

    // In the other tab the conversation goes on, and this one sees it.
    ask(other, "then " + prompt);
    assertThat(turn(page).locator(".body")).hasText("then " + prompt);
    assertThat(page.locator("tidings-assistant .turn")).hasCount(2);
    assertThat(page.locator("tidings-assistant .earlier button").first()).containsText(prompt);
    page.locator("tidings-assistant .fresh").click();
    assertThat(page.locator("tidings-assistant .turn")).hasCount(0);
    page.goBack();
    assertThat(page.locator("tidings-assistant .turn")).hasCount(2);
  }

  @Test
  void what_is_hostile_is_shown_and_never_run(BrowserContext profile) {
    String hostile =
        """
        <script>window.__hit=1</script> <img src=x onerror=window.__hit=2>

        <svg/onload=window.__hit=3> <iframe srcdoc="<script>parent.__hit=4</script>"></iframe>

        [a](javascript:window.__hit=5) [b](JaVaScRiPt:window.__hit=6) [c](data:text/html,<script>1</script>)
        [d](&#106;avascript:window.__hit=7) [e](vbscript:x) <javascript:window.__hit=8>
        ![picture](https://tracker.example/pixel.png) ![x](javascript:window.__hit=9)
        [ref] [good](https://example.com/?a=1&b=2 "onclick=window.__hit=10")

        [ref]: javascript:window.__hit=11

        ```"><script>window.__hit=12</script>
        </code><script>window.__hit=13</script>
        ```

        | <img src=x onerror=window.__hit=14> | b |
        |---|---|
        | <b onmouseover=window.__hit=15>x</b> | [y](javascript:1) |
        """;
    server.model().on(prompt, call -> call.complete(hostile.split("(?<=\\G.{7})")));
    Page page = open(profile);
    List<String> errors = new ArrayList<>();
    List<String> requests = new ArrayList<>();
    page.onPageError(errors::add);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            errors.add(message.text());
          }
        });
    page.onRequest(request -> requests.add(request.url()));
    ask(page, prompt);
    assertThat(turn(page)).hasAttribute("data-state", "complete");
    Locator body = turn(page).locator(".body");
    assertThat(body)
        .containsText("<script>window.__hit=1</script> <img src=x onerror=window.__hit=2>");
    assertThat(body).containsText("</code><script>window.__hit=13</script>");
    assertThat(body.locator("script, img, svg, iframe, b, style, object, embed, form").count())
        .isZero();
    assertThat(body.locator("a").evaluateAll("all => all.map((a) => a.getAttribute('href'))"))
        .isEqualTo(List.of("https://tracker.example/pixel.png", "https://example.com/?a=1&b=2"));
    assertThat(body.locator("a").first()).hasAttribute("rel", "noopener noreferrer nofollow");
    assertThat(
            body.evaluate(
                "(all) => [...all.querySelectorAll('*')].flatMap((e) => e.getAttributeNames())"
                    + ".filter((name) => name.startsWith('on') || name === 'srcdoc')"))
        .isEqualTo(List.of());
    page.reload();
    assertThat(turn(page).locator(".body")).containsText("</code><script>window.__hit=13</script>");
    assertThat(page.evaluate("window.__hit")).isNull();
    assertThat(requests).noneMatch(url -> url.contains("tracker.example"));
    assertThat(errors).isEmpty();
  }

  @Test
  void markdown_is_shown_copied_and_can_be_used_by_everyone(Browser browser) {
    server.model().on(prompt, call -> call.complete(MARKDOWN.split("(?<= )")));
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      // The policy allows no script but the hub's own, and axe-core is none of it.
      Browser.NewContextOptions options =
          new Browser.NewContextOptions()
              .setColorScheme(scheme)
              .setReducedMotion(ReducedMotion.REDUCE)
              .setPermissions(List.of("clipboard-read", "clipboard-write"))
              .setBypassCSP(true);
      try (BrowserContext profile = browser.newContext(options)) {
        Page page = profile.newPage();
        Axe.bringTo(page);
        Visitor.signIn(page, server.liberty(), PAGE, "alice");
        assertThat(page.locator("tidings-assistant .empty")).isVisible();
        assertThat(Axe.violations(page)).isEqualTo(List.of());
        ask(page, prompt);
        assertThat(turn(page)).hasAttribute("data-state", "complete");
        Locator body = turn(page).locator(".body");
        assertThat(body.locator("h3")).hasText("A heading");
        assertThat(body.locator("ul li")).hasText(new String[] {"one", "two"});
        assertThat(body.locator("ol")).hasAttribute("start", "3");
        assertThat(body.locator("td").last()).hasCSS("text-align", "right");
        assertThat(body.locator("p").last()).hasCSS("direction", "rtl");
        assertThat(body.locator("pre")).hasText("int x = 1 < 2 ? 3 : 4;");
        assertThat(Axe.violations(page)).isEqualTo(List.of());

        body.locator(".code button").click();
        assertThat(body.locator(".code button")).hasText("Copied");
        assertThat(page.evaluate("navigator.clipboard.readText()"))
            .isEqualTo("int x = 1 < 2 ? 3 : 4;");
        turn(page).locator(".copy-answer").click();
        assertThat(turn(page).locator(".copy-answer")).hasText("Copied");
        assertThat(page.evaluate("navigator.clipboard.readText()")).isEqualTo(MARKDOWN);
      }
    }
  }

  @Test
  void of_a_long_answer_only_the_end_is_drawn_and_whoever_scrolls_up_is_left_alone(
      BrowserContext profile) {
    String paragraph =
        "Some **words** of `many`, with a [link](https://example.com/), and more.\n\n";
    String[] tokens = paragraph.split("(?<= )", -1);
    CountDownLatch up = new CountDownLatch(1);
    server
        .model()
        .on(
            prompt,
            call -> {
              call.begin();
              for (int i = 0; i < 700; i++) {
                if (i == 350) {
                  call.await(up);
                }
                for (String token : tokens) {
                  call.say(token);
                }
              }
              call.finish();
            });
    Page page = open(profile);
    ask(page, prompt);
    Locator blocks = turn(page).locator(".body .block");
    assertThat(blocks).hasCount(350);
    Locator log = page.locator("tidings-assistant .log");
    String distance = "log => log.scrollHeight - log.scrollTop - log.clientHeight";
    page.waitForFunction(
        "() => { const log = document.querySelector('tidings-assistant').shadowRoot.querySelector('.log');"
            + " return log.scrollHeight - log.scrollTop - log.clientHeight < 48; }");
    log.evaluate("log => { log.scrollTop = 100; log.dispatchEvent(new Event('scroll')); }");
    blocks.first().evaluate("block => { block.__same = true; }");
    up.countDown();
    assertThat(turn(page)).hasAttribute("data-state", "complete");
    assertThat(blocks).hasCount(700);
    assertThat(((Number) log.evaluate("log => log.scrollTop")).intValue()).isEqualTo(100);
    // What was finished is not touched again.
    assertThat(blocks.first().evaluate("block => block.__same")).isEqualTo(true);
    page.locator("tidings-assistant .to-end").click();
    assertThat(((Number) log.evaluate(distance)).intValue()).isLessThan(48);
  }

  @Test
  void a_failure_is_told_and_can_be_asked_again(BrowserContext profile) {
    server.model().on(prompt, call -> call.refuse(429, "{}", "Retry-After: 9"));
    Page page = open(profile);
    ask(page, prompt);
    assertThat(turn(page)).hasAttribute("data-state", "failed");
    assertThat(turn(page).locator(".state")).containsText("9 seconds");
    server.model().on(prompt, call -> call.complete("Now."));
    turn(page).locator(".again").click();
    assertThat(page.locator("tidings-assistant .turn")).hasCount(2);
    assertThat(turn(page).locator(".body")).hasText("Now.");
  }

  @Tag("long")
  @Test
  void a_server_without_a_model_does_not_offer_it(Page page) {
    Visitor.signIn(page, LibertyServer.shared(), PAGE, "news");
    assertThat(page.locator("tidings-assistant"))
        .containsText("There is no assistant on this server");
    // Shown once it is known what to show.
    assertThat(page.locator("tidings-nav a[href='compose.html']")).isVisible();
    assertThat(page.locator("tidings-nav a[href='assistant.html']")).isHidden();
  }
}
