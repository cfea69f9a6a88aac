package dev.tidings;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import dev.tidings.events.Bodies;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Markup and scripts in every field that can be published: shown to the letter, never run. */
@BrowserTest
class HostileFeedBrowserIT {
  private static final double SOON = 15_000;
  private static final String FEED = "feeds/news";

  /** As many as a type may have characters, or fewer. */
  private static final List<String> HOSTILE =
      List.of(
          "<img src=x onerror=\"window.__hit=1\">",
          "</script><script>window.__hit=2</script>",
          "<svg/onload=window.__hit=3>",
          "javascript:window.__hit=4",
          "<a href=\"javascript:window.__hit=5\" autofocus onfocus=window.__hit=5>x</a>",
          "<iframe srcdoc=\"<script>parent.__hit=6</script>\"></iframe>",
          "<style>*{display:none}</style><base href=//x.example>",
          "\"><script>window.__hit=7</script>",
          "{{constructor.constructor('window.__hit=8')()}}${window.__hit=8}");

  private static final String WATCH =
      """
      window.__violations = [];
      document.addEventListener('securitypolicyviolation',
        (e) => window.__violations.push(e.violatedDirective + ' ' + e.blockedURI));
      """;

  /** One event for each field that a page could show, and what is to be read of it. */
  private static List<String> bodies(String text) {
    String json = Bodies.quote(text, false);
    String key = Bodies.quote(text.replaceAll("[\u2028\u2029]", ""), false);
    return List.of(
        "{\"type\":\"message\",\"data\":{\"title\":%s}}".formatted(json),
        "{\"type\":\"message\",\"data\":{\"text\":%s}}".formatted(json),
        "{\"type\":\"message\",\"data\":{\"author\":%s,\"text\":\"by\"}}".formatted(json),
        "{\"type\":\"message\",\"data\":%s,\"key\":%s}".formatted(json, key),
        "{\"type\":\"message\",\"data\":[%s,{%s:%s}]}".formatted(json, json, json));
  }

  private static List<String> errors(Page page) {
    List<String> errors = new ArrayList<>();
    page.addInitScript(WATCH);
    page.onPageError(errors::add);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            errors.add(message.text());
          }
        });
    return errors;
  }

  private static void signIn(Page page, LibertyServer server) {
    page.navigate(server.uri().toString());
    page.fill("[name=j_username]", "alice");
    page.fill("[name=j_password]", "alice-secret");
    page.press("[name=j_password]", "Enter");
    assertThat(page.locator("tidings-connection"))
        .hasAttribute("data-state", "live", new HasAttributeOptions().setTimeout(SOON));
  }

  private static Locator messages(Page page) {
    return page.locator("tidings-feed ol > li");
  }

  @Test
  void what_is_hostile_is_shown_to_the_letter_and_never_run(Page page) {
    LibertyServer server = LibertyServer.shared();
    Client news = Client.signedIn(server.uri(), "news");
    for (String text : HOSTILE) {
      news.delete(Client.events(FEED));
      publish(news, text + "\u2028\u2029.");
      news.publish(
          FEED, "{\"type\":%s,\"data\":\"of a type\"}".formatted(Bodies.quote(text, true)));
    }
    List<String> errors = errors(page);
    signIn(page, server);
    // From history: those of the last one. A page tells the stream of the types it meets there.
    assertShown(page, HOSTILE.get(HOSTILE.size() - 1));
    for (String text : HOSTILE) {
      news.delete(Client.events(FEED));
      assertThat(messages(page)).hasCount(0, new HasCountOptions().setTimeout(SOON));
      publish(news, text + "\u2028\u2029.");
      assertThat(messages(page)).hasCount(5, new HasCountOptions().setTimeout(SOON));
      news.publish(
          FEED, "{\"type\":%s,\"data\":\"of a type\"}".formatted(Bodies.quote(text, true)));
      page.reload();
      assertShown(page, text);
    }
    assertThat(page.evaluate("window.__hit")).isNull();
    assertThat((List<?>) page.evaluate("window.__violations")).isEmpty();
    assertThat(errors).isEmpty();
  }

  private static void publish(Client news, String text) {
    bodies(text).forEach(body -> news.publish(FEED, body));
  }

  private static void assertShown(Page page, String text) {
    String shown = text + "\u2028\u2029.";
    assertThat(messages(page)).hasCount(6, new HasCountOptions().setTimeout(SOON));
    assertThat(page.locator("tidings-feed .type").allTextContents()).containsExactly(text);
    assertThat(page.locator("tidings-feed .title").allTextContents()).containsExactly(shown);
    assertThat(page.locator("tidings-feed .author").allTextContents()).contains(shown);
    List<String> texts = page.locator("tidings-feed p.text").allTextContents();
    assertThat(texts).filteredOn(shown::equals).hasSize(2);
    // JSON that is no text: quoted, as the browser's own JSON says it.
    assertThat(texts).anyMatch(all -> all.contains(text.replace("\"", "\\\"")));
    assertThat(
            page.locator("tidings-feed :is(a, script, style, iframe, svg, base, ol img)").count())
        .isZero();
  }

  @Test
  void a_script_that_finds_a_way_into_the_page_is_stopped_and_told(Page page) {
    errors(page);
    signIn(page, LibertyServer.shared());
    Object tried =
        page.evaluate(
            """
            () => [
              () => document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=window.__hit=1>'),
              () => document.createElement('img').setAttribute('onerror', 'window.__hit=1'),
              () => { document.createElement('script').text = 'window.__hit=1'; },
              () => setTimeout('window.__hit=1'),
            ].map((attempt) => {
              try {
                attempt();
                return 'done';
              } catch (error) {
                return error.name;
              }
            })
            """);
    assertThat(tried).isEqualTo(List.of("TypeError", "TypeError", "TypeError", "TypeError"));
    assertThat(page.evaluate("window.__hit")).isNull();
    page.waitForFunction("window.__violations.length > 0");
    assertThat(String.valueOf(page.evaluate("window.__violations")))
        .contains("require-trusted-types-for");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "index.html", "login.html", "assets/app.js"})
  void the_policy_allows_no_script_but_our_own(String path) {
    Client alice = Client.signedIn(LibertyServer.shared().uri(), "alice");
    assertThat(alice.get(path).headers().allValues("Content-Security-Policy"))
        .singleElement()
        .asString()
        .contains("default-src 'self'")
        .contains("object-src 'none'")
        .contains("base-uri 'none'")
        .contains("require-trusted-types-for 'script'; trusted-types tidings")
        .doesNotContain("unsafe-", "allow-duplicates", "data:", "*");
  }
}
