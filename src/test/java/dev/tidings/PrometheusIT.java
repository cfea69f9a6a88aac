package dev.tidings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A real Prometheus reads a real server in production's configuration, and what is deployed for it
 * is held to what it has read.
 */
@ExtendWith(PrometheusInstalled.class)
class PrometheusIT {
  private static final String PASSWORD = "prometheus-secret";
  private static final String ACCOUNTS =
      """
      <server>
        <basicRegistry realm="tidings">
          <user name="news" password="news-secret"/>
          <user name="prometheus" password="%s"/>
          <group name="user"><member name="news"/></group>
          <group name="publisher"><member name="news"/></group>
          <group name="metrics"><member name="prometheus"/></group>
        </basicRegistry>
      </server>
      """
          .formatted(PASSWORD);

  private static final Path DASHBOARD = Path.of("src/ops/grafana/tidings.json");
  private static final Path TABLE = Path.of("src/docs/operations.md");
  private static final Path ALERTS_TEST = Path.of("src/test/resources/prometheus/alerts.test.yml");

  /** A name of a metric of ours or of Liberty. */
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:tidings|connectionpool|memory|cpu|gc|thread)_\\w+");

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(tidings_\\w+)` \\| (\\w+) \\| [^|]*\\w[^|]* \\| .*\\w.* \\|$");

  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (tidings_\\w+) (\\w+)$");
  private static final Pattern HELP = Pattern.compile("(?m)^# HELP (tidings_\\w+) \\S+ .*\\S$");

  private static LibertyServer server;
  private static Certificate certificate;
  private static Prometheus prometheus;

  @BeforeAll
  static void start() {
    server = LibertyServer.fresh("watched").file("operators.xml", ACCOUNTS);
    certificate = Certificate.in(server.directory());
    server
        .secured(certificate)
        .environment("TIDINGS_ACCOUNTS", server.directory().resolve("operators.xml").toString())
        // Of no effect where the world may reach the port.
        .environment("TIDINGS_METRICS_AUTHENTICATION", "false")
        .start();
    prometheus = Prometheus.reading(server.uri(), certificate.chain(), PASSWORD);
    Client news = Client.signedIn(server.uri(), certificate.trust(), "news");
    try (Listener listener = news.listening("topic=feeds/news")) {
      // A rate needs something between two scrapes.
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                news.say("feeds/news", "one");
                listener.until("one");
                return prometheus.query("rate(tidings_deliveries_total[1m]) > 0");
              },
              PrometheusIT::some);
    }
  }

  private static boolean some(List<JsonTree> results) {
    return !results.isEmpty();
  }

  @AfterAll
  static void stop() {
    if (prometheus != null) {
      prometheus.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void it_signs_in_as_a_user_that_may_do_nothing_else() {
    assertThat(prometheus.query("up == 1")).hasSize(1);
    Client other = Client.signedIn(server.uri(), certificate.trust(), "prometheus");
    assertThat(other.get("metrics").statusCode()).isEqualTo(200);
    assertThat(other.get("api/session").statusCode()).isIn(401, 403);
    assertThat(Client.anonymous(server.uri(), certificate.trust()).get("metrics").statusCode())
        .isEqualTo(401);
    assertThat(server.complaints()).isEmpty();
    assertThat(prometheus.log()).isEmpty();
  }

  @Test
  void every_metric_is_documented_and_every_documented_one_is_there() throws IOException {
    Client reader = Client.signedIn(server.uri(), certificate.trust(), "prometheus");
    String scrape = reader.get("metrics?scope=application").body();
    Map<String, String> documented = pairs(ROW, Files.readString(TABLE));
    assertThat(documented).isNotEmpty().isEqualTo(pairs(TYPE, scrape));
    assertThat(HELP.matcher(scrape).results().map(help -> help.group(1)))
        .containsExactlyInAnyOrderElementsOf(documented.keySet());
  }

  private static Map<String, String> pairs(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found
        .results()
        .collect(
            Collectors.toMap(
                (MatchResult pair) -> pair.group(1),
                pair -> pair.group(2),
                (one, other) -> one,
                TreeMap::new));
  }

  @Test
  void every_query_of_the_dashboard_has_a_result() throws IOException {
    List<String> queries =
        JsonTree.of(Files.readString(DASHBOARD)).at("panels").list().stream()
            .filter(panel -> !panel.at("targets").isMissing())
            .flatMap(panel -> panel.at("targets").list().stream())
            .map(target -> target.at("expr").text())
            .toList();
    assertThat(queries).hasSizeGreaterThan(30);
    // Two scrapes with everything in them may not have been yet.
    assertThat(queries)
        .allSatisfy(
            query ->
                await()
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(
                        () -> assertThat(prometheus.query(filled(query))).as(query).isNotEmpty()));
    assertThat(queries.toString()).contains("$job", "$instance", "$__rate_interval");
  }

  /** What Grafana puts in for its variables. */
  private static String filled(String query) {
    String filled =
        query
            .replace("$job", "tidings")
            .replace("$instance", ".*")
            .replace("$__rate_interval", "1m");
    assertThat(filled).doesNotContain("$");
    return filled;
  }

  @Test
  void every_alert_can_be_evaluated_and_names_what_is_there() {
    List<JsonTree> rules =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(PrometheusIT::rules, all -> all.stream().allMatch(PrometheusIT::evaluated));
    assertThat(rules).hasSizeGreaterThan(10);
    for (JsonTree rule : rules) {
      assertThat(rule.at("health").text()).as(rule.text()).isEqualTo("ok");
      assertThat(rule.at("annotations", "summary").isMissing()).isFalse();
      assertThat(rule.at("annotations", "action").isMissing()).as(rule.text()).isFalse();
      Stream<String> metrics =
          METRIC.matcher(rule.at("query").text()).results().map(MatchResult::group);
      assertThat(metrics.filter(metric -> prometheus.query("count(" + metric + ")").isEmpty()))
          .as(rule.text())
          .isEmpty();
    }
    // A machine that is busy makes one pending, and for less long than it takes to fire.
    assertThat(rules.stream().map(rule -> rule.at("state").text())).doesNotContain("firing");
  }

  private static List<JsonTree> rules() {
    return prometheus.api("rules").at("data", "groups").list().stream()
        .flatMap(group -> group.at("rules").list().stream())
        .toList();
  }

  private static boolean evaluated(JsonTree rule) {
    return !rule.at("health").text().equals("unknown");
  }

  @Test
  void alerts_fire_when_they_are_to_and_not_before() throws IOException {
    Prometheus.promtool("check", "rules", Prometheus.OPS.resolve("alerts.yml").toString());
    Prometheus.promtool(
        "check", "config", "--syntax-only", Prometheus.OPS.resolve("prometheus.yml").toString());
    assertThat(Prometheus.promtool("test", "rules", ALERTS_TEST.toString())).contains("SUCCESS");
    // Each of them is tried there, and stands in the documentation.
    TreeSet<String> alerts = new TreeSet<>();
    Matcher alert =
        Pattern.compile("- alert: (\\w+)")
            .matcher(Files.readString(Prometheus.OPS.resolve("alerts.yml")));
    alert.results().forEach(each -> alerts.add(each.group(1)));
    String tried = Files.readString(ALERTS_TEST);
    String told = Files.readString(TABLE);
    assertThat(alerts)
        .allSatisfy(name -> assertThat(tried).contains("alertname=\"" + name + "\""))
        .allSatisfy(name -> assertThat(told).contains("| `" + name + "` |"));
  }
}
