package dev.tidings.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SenderTest {
  private static final String OWN = "http://localhost:9080";
  private static final String LISTED = "https://portal.example.com";

  /** In the table for a header that is not there. */
  private static final String ABSENT = "-";

  private static Sender sender(String site, String origin) {
    return new Sender(header(site), header(origin));
  }

  private static @Nullable String header(String value) {
    return value.equals(ABSENT) ? null : value;
  }

  private static boolean mayChange(Sender sender) {
    return sender.mayChange(OWN, LISTED::equals);
  }

  /** Every site with every origin, and whether it may change something. */
  static Stream<Arguments> matrix() {
    return Stream.of(
            // origin, then with same-origin, same-site, cross-site, none, nonsense, absent
            "http://localhost:9080              yes no  no  no  no  yes",
            "https://portal.example.com         yes yes yes yes yes yes",
            "null                               yes no  no  no  no  no",
            "https://evil.example               yes no  no  no  no  no",
            "http://localhost:9080.evil.com     yes no  no  no  no  no",
            "http://localhost:9081              yes no  no  no  no  no",
            "http://localhost                   yes no  no  no  no  no",
            "https://localhost:9080             yes no  no  no  no  no",
            "http://evil.localhost:9080         yes no  no  no  no  no",
            "https://portal.example.com.evil    yes no  no  no  no  no",
            "http://portal.example.com          yes no  no  no  no  no",
            "https://evil.portal.example.com    yes no  no  no  no  no",
            "-                                  yes no  no  no  no  no")
        .map(row -> row.split(" +"))
        .flatMap(
            row ->
                Stream.of(
                    Arguments.of("same-origin", row[0], row[1].equals("yes")),
                    Arguments.of("same-site", row[0], row[2].equals("yes")),
                    Arguments.of("cross-site", row[0], row[3].equals("yes")),
                    Arguments.of("none", row[0], row[4].equals("yes")),
                    Arguments.of("same-origin,cross-site", row[0], row[5].equals("yes")),
                    Arguments.of(ABSENT, row[0], row[6].equals("yes"))));
  }

  @ParameterizedTest(name = "Sec-Fetch-Site: {0}, Origin: {1}: {2}")
  @MethodSource("matrix")
  void only_our_pages_and_those_of_listed_origins_may_change_something(
      String site, String origin, boolean allowed) {
    assertThat(mayChange(sender(site, origin))).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "same-origin,     -,                          true",
    "same-site,       -,                          true",
    "none,            -,                          true",
    "-,               -,                          true",
    "-,               https://evil.example,       true",
    "cross-site,      -,                          false",
    "cross-site,      null,                       false",
    "cross-site,      http://localhost:9080,      false",
    "cross-site,      https://evil.example,       false",
    "cross-site,      https://portal.example.com, true",
    "Cross-Site,      -,                          false",
    "'',              -,                          false",
    "'none,cross-site', -,                        false"
  })
  void another_site_may_read_only_if_it_is_listed(String site, String origin, boolean allowed) {
    assertThat(sender(site, origin).mayRead(LISTED::equals)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "-,               -,                          true",
    "same-origin,     http://localhost:9080,      true",
    "-,               http://localhost:9080,      true",
    "cross-site,      https://portal.example.com, true",
    "cross-site,      -,                          false",
    "same-site,       http://localhost:9081,      false",
    "cross-site,      null,                       false",
    "-,               null,                       false",
    "-,               https://evil.example,       false"
  })
  void who_is_no_browser_may_sign_in_and_no_other_site(String site, String origin, boolean may) {
    assertThat(sender(site, origin).maySignIn(OWN, LISTED::equals)).isEqualTo(may);
  }

  @ParameterizedTest
  @CsvSource({"-,          -,    true", "-,          null, false", "cross-site, -,    false"})
  void silence_is_neither_header(String site, String origin, boolean silent) {
    assertThat(sender(site, origin).silent()).isEqualTo(silent);
  }
}
