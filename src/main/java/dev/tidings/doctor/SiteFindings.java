package dev.tidings.doctor;

import static dev.tidings.doctor.Verdict.OK;
import static dev.tidings.doctor.Verdict.PROBLEM;
import static dev.tidings.doctor.Verdict.UNKNOWN;
import static dev.tidings.doctor.Verdict.WARNING;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges whether the hub and its clients agree on where it is, and how its cookies are kept. */
final class SiteFindings {
  private final Observed observed;
  private final @Nullable List<SetCookie> cookies;

  /**
   * @param cookies that sign-in sets, as they come through; null where nobody could look
   */
  SiteFindings(Observed observed, @Nullable List<SetCookie> cookies) {
    this.observed = observed;
    this.cookies = cookies;
  }

  List<Finding> all() {
    return List.of(forwarded(), cors(), cookies());
  }

  private Finding forwarded() {
    Optional<Arrival> through =
        observed.pulses().stream().map(Pulse::arrival).filter(Objects::nonNull).findFirst();
    Arrival asked = observed.asked();
    if (through.isEmpty() && asked == null) {
      return Finding.of("forwarded", UNKNOWN, "Not to be told without a stream.");
    }
    if (asked != null && through.isPresent() && asked.proxied() && !through.get().proxied()) {
      return Finding.of(
          "forwarded",
          PROBLEM,
          "You came through a proxy, but the hub takes its own address for "
              + asked.origin()
              + ", which leads past that proxy: it passes neither Host nor X-Forwarded-Host on. What"
              + " this report says of streams holds for the way past it; open doctor.html for the"
              + " other.");
    }
    Arrival arrival = through.orElse(asked);
    if (arrival == null) {
      return Finding.of("forwarded", UNKNOWN, "Not to be told without a stream.");
    }
    Optional<String> scheme = arrival.forwardedScheme();
    if (scheme.isPresent() && !arrival.origin().startsWith(scheme.get() + "://")) {
      return Finding.of(
          "forwarded",
          PROBLEM,
          "A proxy says that it was asked by "
              + scheme.get()
              + ", but the hub does not believe it and takes its own address for "
              + arrival.origin()
              + ". Only proxies that remoteIp in platform.xml names are believed.");
    }
    if (!arrival.origin().equals(observed.address())) {
      return Finding.of(
          "forwarded",
          PROBLEM,
          "You came by "
              + observed.address()
              + ", but the hub takes its own address for "
              + arrival.origin()
              + ". Sign-in leads to the wrong place, and changes are refused as those of another site.");
    }
    Optional<String> client = arrival.forwardedFor();
    if (client.isPresent() && !sameHost(client.get(), arrival.remote())) {
      return Finding.of(
          "forwarded",
          PROBLEM,
          "A proxy says that it was asked by the client "
              + client.get()
              + ", but the hub takes "
              + arrival.remote()
              + " for the client. All users behind that proxy share the limits of one address. Only"
              + " proxies that remoteIp in platform.xml names are believed.");
    }
    if (arrival.headers().containsKey("via") && client.isEmpty()) {
      return Finding.of(
          "forwarded",
          WARNING,
          "A proxy ("
              + arrival.headers().get("via")
              + ") does not say who its clients are. All users behind it share the limits of one"
              + " address.");
    }
    return Finding.of(
        "forwarded",
        OK,
        "The hub takes "
            + arrival.origin()
            + " for its own address and "
            + arrival.remote()
            + " for the client's"
            + (arrival.proxied() ? ", as the proxy says." : "; no proxy says anything of itself."));
  }

  /** Some write a port behind the address, and IPv6 in brackets. */
  private static boolean sameHost(String told, String seen) {
    String bare =
        told.startsWith("[")
            ? told.substring(1).replaceFirst("].*", "")
            : told.chars().filter(c -> c == ':').count() == 1
                ? told.substring(0, told.indexOf(':'))
                : told;
    return bare.equalsIgnoreCase(seen) || (isLoopback(bare) && isLoopback(seen));
  }

  private Finding cors() {
    Optional<Pulse> stream = observed.pulses().stream().filter(Pulse::isStream).findFirst();
    if (stream.isEmpty()) {
      return Finding.of("cors", UNKNOWN, "Not to be told without a stream.");
    }
    String allowed = stream.get().allowOrigin();
    if (allowed == null || allowed.equals(observed.address())) {
      return Finding.of(
          "cors", OK, "Nothing on the way lets other sites in; tidings.security.origins says who.");
    }
    return Finding.of(
        "cors",
        allowed.contains(",") ? PROBLEM : WARNING,
        "Something on the way adds Access-Control-Allow-Origin: "
            + allowed
            + ". The hub says itself who may, and browsers refuse an answer that says it twice.");
  }

  private Finding cookies() {
    List<String> wrong = new ArrayList<>();
    observed
        .readable()
        .forEach(name -> wrong.add("scripts can read " + name + " (it is not HttpOnly)"));
    if (cookies != null) {
      for (SetCookie cookie : cookies) {
        if (!cookie.httpOnly()) {
          wrong.add(cookie.name() + " is not HttpOnly");
        }
        if (cookie.sameSite() == null || cookie.sameSite().equals("none")) {
          wrong.add(cookie.name() + " goes along with requests of other sites (SameSite)");
        }
        if (observed.overTls() && !cookie.secure()) {
          wrong.add(cookie.name() + " would be sent without TLS, too (it is not Secure)");
        }
      }
    }
    if (!wrong.isEmpty()) {
      return Finding.of("cookies", PROBLEM, "Of the cookies of a sign-in: " + list(wrong) + ".");
    }
    if (!observed.overTls()) {
      boolean here = isLoopback(host(observed.address()));
      return Finding.of(
          "cookies",
          here ? WARNING : PROBLEM,
          here
              ? "Without TLS, cookies are not Secure. On this machine, for development, that is fine."
              : "Without TLS, whoever is on the way can read the cookie of a sign-in and all else.");
    }
    if (cookies == null || cookies.isEmpty()) {
      return Finding.of(
          "cookies",
          UNKNOWN,
          "The hub could not look at what a browser gets from its sign-in through "
              + observed.address()
              + ".");
    }
    return Finding.of("cookies", OK, "Secure, HttpOnly and SameSite, as they come through.");
  }

  private static String list(List<String> parts) {
    return String.join("; ", parts);
  }

  private static String host(String origin) {
    String host = URI.create(origin).getHost();
    return host == null ? "" : host.replaceAll("[\\[\\]]", "");
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.startsWith("127.")
        || host.equals("::1")
        || host.equals("0:0:0:0:0:0:0:1");
  }
}
