package dev.tidings;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What axe-core finds on a page, shadow roots included. */
public final class Axe {
  private static final String SCRIPT = "/axe.min.js";

  private static final String RUN =
      """
      async () => (await axe.run()).violations
          .filter(({ impact }) => ['serious', 'critical'].includes(impact))
          .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
              `${id} at ${target.flat().join(' ')}: ${failureSummary}`))
      """;

  private Axe() {}

  /** To be called before the page is loaded: its policy lets nothing in later. */
  public static void bringTo(Page page) {
    page.addInitScript(script());
  }

  /** The serious and critical violations; each a sentence that says where. */
  public static List<?> violations(Page page) {
    return (List<?>) page.evaluate(RUN);
  }

  private static String script() {
    try (InputStream script = Axe.class.getResourceAsStream(SCRIPT)) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
