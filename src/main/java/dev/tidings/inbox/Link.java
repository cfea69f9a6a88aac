package dev.tidings.inbox;

import dev.tidings.problem.PlainText;
import dev.tidings.problem.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Where a notification leads.
 *
 * @param href a path of the page's own origin ({@code /orders/7}) or an http(s) address; at most
 *     2,000 characters
 * @param label what to call it; at most 60 characters
 */
public record Link(String href, @Nullable String label) {
  private static final int MAX_HREF = 2_000;
  private static final int MAX_LABEL = 60;

  public Link {
    requireAddress("link.href", href);
    if (label != null) {
      PlainText.line("link.label", label, MAX_LABEL);
    }
  }

  /** Throws a {@link Problem} unless it is a path or an http(s) address. */
  public static void requireAddress(String field, String href) {
    URI uri = uri(field, href);
    String scheme = uri.getScheme();
    boolean web = scheme != null && scheme.matches("(?i)https?") && uri.getHost() != null;
    if (!web && !isPath(uri, href)) {
      throw Problem.badField(field, field + ": a path such as /orders/7, or an http(s) address.");
    }
  }

  /** Throws a {@link Problem} unless it is a path of the page's own origin. */
  static void path(String field, String href) {
    if (!isPath(uri(field, href), href)) {
      throw Problem.badField(field, field + ": a path of the same origin, such as /orders/7.");
    }
  }

  /** Browsers take //host, /\host and the like for other hosts. */
  private static boolean isPath(URI uri, String href) {
    return !uri.isAbsolute()
        && uri.getRawAuthority() == null
        && href.startsWith("/")
        && !href.startsWith("//");
  }

  private static URI uri(String field, String href) {
    if (href.length() > MAX_HREF) {
      throw Problem.badField(field, field + ": at most " + MAX_HREF + " characters.");
    }
    try {
      return new URI(href);
    } catch (URISyntaxException malformed) {
      throw Problem.badField(field, field + ": this is not an address.");
    }
  }
}
