package dev.tidings.security;

import dev.tidings.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The origins besides our own that browsers may call the API from: {@code
 * tidings.security.origins}. An origin is compared as a whole, as browsers write it (RFC 6454,
 * section 6.2). Safe for any thread.
 */
@ApplicationScoped
public class Origins {
  private static final Logger LOG = Logger.getLogger(Origins.class.getName());
  private static final String KEY = "tidings.security.origins";

  /** In lower case and without the port that is the scheme's own: no browser sends another form. */
  private static final Pattern ORIGIN =
      Pattern.compile(
          "(http(?!.*:80$)|https(?!.*:443$))://([a-z0-9._-]+|\\[[0-9a-f:.]+])(:[1-9][0-9]{0,4})?");

  private record Known(String text, Set<String> origins) {}

  @Inject Settings settings;

  private volatile Known current = new Known("", Set.of());

  /** Whether the operator has named this origin; null, for none, never is. */
  public boolean lists(@Nullable String origin) {
    return origin != null && origins().contains(origin);
  }

  /** The origin of an address, as a browser would send it. */
  static String of(URI address) {
    return of(String.valueOf(address.getScheme()), String.valueOf(address.getRawAuthority()));
  }

  /** The origin that a request was addressed to. */
  public static String of(HttpServletRequest request) {
    // Not read as a URI: a host that is none would be an error.
    String address = request.getRequestURL().toString();
    int host = address.indexOf("://") + 3;
    int path = address.indexOf('/', host);
    return of(request.getScheme(), address.substring(host, path < 0 ? address.length() : path));
  }

  private static String of(String writtenScheme, String writtenAuthority) {
    String scheme = writtenScheme.toLowerCase(Locale.ROOT);
    String authority = writtenAuthority.toLowerCase(Locale.ROOT);
    String port = scheme.equals("https") ? ":443" : ":80";
    return scheme
        + "://"
        + (authority.endsWith(port)
            ? authority.substring(0, authority.length() - port.length())
            : authority);
  }

  private Set<String> origins() {
    String text = settings.text(KEY);
    Known known = current;
    if (!known.text().equals(text)) {
      known = new Known(text, parse(text));
      current = known;
    }
    return known.origins();
  }

  private static Set<String> parse(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(Predicate.not(String::isEmpty))
        .filter(Origins::isExact)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isExact(String entry) {
    boolean exact = ORIGIN.matcher(entry).matches();
    if (!exact) {
      LOG.log(
          Level.WARNING,
          "{0}: ''{1}'' is ignored. An origin reads https://HOST or https://HOST:PORT in lower case,"
              + " without a path, a * or the port that goes without saying.",
          new Object[] {KEY, entry});
    }
    return exact;
  }
}
