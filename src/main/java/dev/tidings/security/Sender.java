package dev.tidings.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of the page that sent it. A browser writes both headers by itself and lets no
 * page change them; what is no browser can write anything, but has no cookie of somebody else.
 *
 * @param site {@code Sec-Fetch-Site} (W3C Fetch Metadata); null from a browser that is old, or that
 *     reached us over plain HTTP
 * @param origin {@code Origin} (RFC 6454); the text {@code null} for a page that has none
 */
record Sender(@Nullable String site, @Nullable String origin) {
  private static final String OURS = "same-origin";

  /** All but {@code cross-site} and what no browser sends. */
  private static final Set<String> MAY_READ = Set.of(OURS, "same-site", "none");

  static Sender of(ContainerRequestContext request) {
    return new Sender(request.getHeaderString("Sec-Fetch-Site"), request.getHeaderString("Origin"));
  }

  static Sender of(HttpServletRequest request) {
    return new Sender(request.getHeader("Sec-Fetch-Site"), request.getHeader("Origin"));
  }

  /** Whether it says nothing. */
  boolean silent() {
    return site == null && origin == null;
  }

  /**
   * Whether it may change something with no more to show than a cookie, which a browser sends along
   * whoever asks.
   *
   * @param own our origin, as the request was addressed
   * @param listed the origins that may as well
   */
  boolean mayChange(String own, Predicate<@Nullable String> listed) {
    return listed.test(origin) || (site == null ? own.equals(origin) : site.equals(OURS));
  }

  /**
   * Whether it may sign somebody in. Silence is fine: what is no browser has nobody to sign in but
   * itself.
   *
   * @param own our origin, as the request was addressed
   * @param listed the origins that may as well
   */
  boolean maySignIn(String own, Predicate<@Nullable String> listed) {
    return silent() || mayChange(own, listed);
  }

  /** Whether it may read. Silence is fine: browsers let no other site see the answer anyway. */
  boolean mayRead(Predicate<@Nullable String> listed) {
    return site == null || MAY_READ.contains(site) || listed.test(origin);
  }
}
