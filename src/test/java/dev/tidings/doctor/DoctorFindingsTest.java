package dev.tidings.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.doctor.Pulse.Beat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the doctor makes of what was seen. */
class DoctorFindingsTest {
  private static final String HOME = "https://tidings.example.com";
  private static final long HEARTBEAT = 15_000;
  private static final SetCookie GOOD = new SetCookie("LtpaToken2", true, true, "lax");
  private static final Map<String, String> PROXY =
      Map.of("x-forwarded-proto", "https", "x-forwarded-for", "192.0.2.7");

  private static Arrival arrival(String protocol, String origin, Map<String, String> headers) {
    return new Arrival("node", protocol, origin, "192.0.2.7", "doctor-1", headers);
  }

  private static final Arrival FINE = arrival("HTTP/1.1", HOME, PROXY);

  private static Pulse pulse(
      @Nullable String encoding, String protocol, Arrival arrival, long... late) {
    List<Beat> beats = new ArrayList<>();
    for (int i = 0; i < late.length; i++) {
      beats.add(new Beat(200L * i, 200L * i + late[i]));
    }
    return new Pulse(
        null, 200, "text/event-stream;charset=UTF-8", encoding, protocol, null, beats, arrival);
  }

  private static Pulse fine() {
    return pulse(null, "h2", FINE, 20, 21, 25, 20, 20, 30, 22, 20);
  }

  private static Pulse held() {
    return pulse(null, "h2", FINE, 1_400, 1_200, 1_000, 800, 600, 400, 200, 0);
  }

  private static Observed observed(List<Pulse> pulses, Silence... silences) {
    return new Observed(HOME, pulses, List.of(silences), null, Set.of(), FINE);
  }

  private static Finding stream(String id, Observed observed) {
    return find(id, new StreamFindings(observed, HEARTBEAT).all());
  }

  private static Finding stream(String id, Pulse pulse) {
    return stream(id, observed(List.of(pulse)));
  }

  private static Finding idle(Silence... silences) {
    return stream("idle", observed(List.of(fine()), silences));
  }

  private static Finding site(String id, Observed observed, SetCookie... cookies) {
    return find(id, new SiteFindings(observed, List.of(cookies)).all());
  }

  private static Finding find(String id, List<Finding> findings) {
    return findings.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void nothing_is_wrong_where_nothing_is() {
    Observed observed = observed(List.of(fine(), fine()), new Silence(20_000, true, false, 20_001));
    List<Finding> findings = new ArrayList<>(new StreamFindings(observed, HEARTBEAT).all());
    findings.addAll(new SiteFindings(observed, List.of(GOOD)).all());
    findings.addAll(
        new NodeFindings(20_000, 300, 10, 10_000, new DatabaseClock.Offset(3, 1), 900L).all());
    assertThat(findings).extracting(Finding::verdict).containsOnly(Verdict.OK);
    assertThat(findings).allSatisfy(finding -> assertThat(finding.fix()).isEmpty());
    assertThat(findings).extracting(Finding::id).doesNotHaveDuplicates().hasSize(13);
  }

  @Test
  void events_that_come_all_together_were_buffered() {
    Finding finding = stream("buffering", held());
    assertThat(finding.verdict()).isEqualTo(Verdict.PROBLEM);
    assertThat(finding.words()).contains("7 of 7", "1400 ms");
    assertThat(finding.fix()).containsOnlyKeys("nginx", "apache", "ihs", "haproxy");
    assertThat(finding.fix().get("nginx")).contains("proxy_buffering off;");
  }

  @Test
  void a_slow_moment_is_no_buffer_where_another_pulse_had_none() {
    assertThat(stream("buffering", observed(List.of(held(), fine()))).verdict())
        .isEqualTo(Verdict.OK);
  }

  @Test
  void a_few_events_that_come_together_are_worth_a_warning() {
    Pulse uneven = pulse(null, "h2", FINE, 0, 600, 400, 200, 0, 0, 0, 0);
    assertThat(stream("buffering", uneven).verdict()).isEqualTo(Verdict.WARNING);
  }

  @Test
  void a_stream_without_any_event_is_held_back_or_not_the_hubs() {
    Pulse empty = new Pulse(null, 200, "text/event-stream", null, "h2", null, List.of(), null);
    assertThat(stream("buffering", empty).verdict()).isEqualTo(Verdict.PROBLEM);
    assertThat(stream("reach", empty).verdict()).isEqualTo(Verdict.PROBLEM);
    assertThat(stream("resume", empty).verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void where_no_stream_comes_the_reason_is_said_and_nothing_else_is_known() {
    Pulse gateway = new Pulse(null, 502, "text/html", null, "h2", null, List.of(), null);
    assertThat(stream("reach", gateway).words()).contains("502");
    assertThat(stream("reach", Pulse.failed("no way.")).words()).endsWith("no way.");
    for (String id : List.of("buffering", "compression", "idle", "resume", "http", "http-node")) {
      assertThat(stream(id, gateway).verdict()).as(id).isEqualTo(Verdict.UNKNOWN);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "br", "zstd"})
  void a_compressed_stream_is_a_problem(String encoding) {
    Finding finding = stream("compression", pulse(encoding, "h2", FINE, 0, 0));
    assertThat(finding.verdict()).isEqualTo(Verdict.PROBLEM);
    assertThat(finding.words()).contains(encoding);
  }

  @Test
  void a_silence_that_is_cut_before_a_heartbeat_comes_is_a_problem() {
    Finding finding =
        idle(
            new Silence(6_667, true, false, 6_668),
            new Silence(13_333, false, true, 10_020),
            new Silence(20_000, false, true, 10_000));
    assertThat(finding.verdict()).isEqualTo(Verdict.PROBLEM);
    assertThat(finding.words()).contains("after 10 s of silence", "up to 15 s");
    assertThat(finding.fix().get("nginx")).contains("proxy_read_timeout");
  }

  @Test
  void one_that_is_cut_soon_after_is_worth_a_warning() {
    assertThat(idle(new Silence(20_000, false, true, 17_000)).verdict()).isEqualTo(Verdict.WARNING);
  }

  @Test
  void a_stream_that_is_dropped_without_a_word_is_known_by_what_did_not_come() {
    Finding finding =
        idle(new Silence(6_000, true, false, 6_000), new Silence(12_000, false, false, 25_000));
    assertThat(finding.verdict()).isEqualTo(Verdict.PROBLEM);
    assertThat(finding.words()).contains("between 6 s and 12 s");
  }

  @Test
  void a_silence_that_is_too_short_proves_nothing() {
    assertThat(idle(new Silence(5_000, true, false, 5_000)).verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(idle().verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({"1000,2000", "15000,20000", "90000,120000", "3600000,120000"})
  void the_silence_that_is_tried_is_longer_than_a_heartbeat_and_bounded(
      long heartbeat, long silence) {
    assertThat(Silence.enough(heartbeat)).isEqualTo(silence);
  }

  @Test
  void an_id_that_does_not_come_through_or_comes_changed_is_a_problem() {
    Arrival without = new Arrival("node", "HTTP/1.1", HOME, "192.0.2.7", null, PROXY);
    Arrival other = new Arrival("node", "HTTP/1.1", HOME, "192.0.2.7", "x", PROXY);
    assertThat(stream("resume", pulse(null, "h2", without, 0, 0)).verdict())
        .isEqualTo(Verdict.PROBLEM);
    assertThat(stream("resume", pulse(null, "h2", other, 0, 0)).words()).contains("'x'");
  }

  @ParameterizedTest
  @CsvSource({"h2,OK", "h3,OK", "http/1.1,WARNING", "'',UNKNOWN"})
  void clients_are_best_served_by_http_2(String protocol, Verdict verdict) {
    assertThat(stream("http", pulse(null, protocol, FINE, 0, 0)).verdict()).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({"HTTP/1.1,OK", "HTTP/1.0,PROBLEM", "HTTP/2.0,WARNING"})
  void nodes_are_best_served_by_http_1_1(String protocol, Verdict verdict) {
    Arrival arrival = arrival(protocol, HOME, PROXY);
    assertThat(stream("http-node", pulse(null, "h2", arrival, 0, 0)).verdict()).isEqualTo(verdict);
  }

  @Test
  void a_hub_that_takes_another_address_for_its_own_is_a_problem() {
    Arrival unbelieved = arrival("HTTP/1.1", "http://tidings.example.com", PROXY);
    Finding finding =
        site("forwarded", observed(List.of(pulse(null, "h2", unbelieved, 0, 0))), GOOD);
    assertThat(finding.verdict()).isEqualTo(Verdict.PROBLEM);
    assertThat(finding.words()).contains("does not believe");
    Arrival renamed = arrival("HTTP/1.1", "http://127.0.0.1:9080", Map.of());
    Observed byBrowser =
        new Observed(
            HOME, List.of(pulse(null, "h2", renamed, 0, 0)), List.of(), 0L, Set.of(), renamed);
    assertThat(site("forwarded", byBrowser, GOOD).words())
        .contains("You came by " + HOME, "http://127.0.0.1:9080");
  }

  @Test
  void an_examination_that_leads_past_the_proxy_says_so() {
    Pulse direct = pulse(null, "http/1.1", arrival("HTTP/1.1", HOME, Map.of()), 0, 0);
    assertThat(site("forwarded", observed(List.of(direct)), GOOD).words()).contains("past");
  }

  @Test
  void a_client_that_the_hub_does_not_believe_in_is_a_problem() {
    Arrival other = new Arrival("node", "HTTP/1.1", HOME, "10.0.0.1", "doctor-1", PROXY);
    assertThat(site("forwarded", observed(List.of(pulse(null, "h2", other, 0, 0))), GOOD).words())
        .contains("192.0.2.7", "10.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.7:4711", "203.0.113.9, 192.0.2.7", "192.0.2.7"})
  void the_client_may_be_written_in_several_ways(String forwarded) {
    Arrival arrival = arrival("HTTP/1.1", HOME, Map.of("x-forwarded-for", forwarded));
    assertThat(site("forwarded", observed(List.of(pulse(null, "h2", arrival, 0, 0))), GOOD))
        .extracting(Finding::verdict)
        .isEqualTo(Verdict.OK);
  }

  @Test
  void a_proxy_that_lets_other_sites_in_is_noticed() {
    Pulse open = new Pulse(null, 200, "text/event-stream", null, "h2", "*", fine().beats(), FINE);
    assertThat(site("cors", observed(List.of(open)), GOOD).verdict()).isEqualTo(Verdict.WARNING);
  }

  @Test
  void each_thing_that_is_wrong_with_a_cookie_is_named() {
    Observed observed = observed(List.of(fine()));
    assertThat(site("cookies", observed, SetCookie.parse("a=1; Path=/; HttpOnly")).words())
        .contains("not Secure", "SameSite")
        .doesNotContain("not HttpOnly");
    assertThat(site("cookies", observed, SetCookie.parse("a=1; secure; SameSite=None")).words())
        .contains("not HttpOnly", "SameSite")
        .doesNotContain("Secure)");
    assertThat(site("cookies", observed).verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void without_tls_cookies_are_a_problem_but_on_this_machine() {
    for (var each :
        Map.of(
                "http://localhost:9080", Verdict.WARNING,
                "http://[::1]:9080", Verdict.WARNING,
                "http://tidings.example.com", Verdict.PROBLEM)
            .entrySet()) {
      Observed plain =
          new Observed(each.getKey(), List.of(fine()), List.of(), null, Set.of(), null);
      assertThat(site("cookies", plain, new SetCookie("a", false, true, "lax")).verdict())
          .isEqualTo(each.getValue());
    }
  }

  @Test
  void a_cookie_that_scripts_can_read_is_a_problem() {
    Observed observed =
        new Observed(HOME, List.of(fine()), List.of(), 0L, Set.of("LtpaToken2"), FINE);
    assertThat(site("cookies", observed, GOOD).words()).contains("scripts can read LtpaToken2");
  }

  @Test
  void there_have_to_be_more_descriptors_than_streams() {
    assertThat(node(11_000, 300, 10_000).verdict()).isEqualTo(Verdict.OK);
    assertThat(node(10_999, 300, 10_000).verdict()).isEqualTo(Verdict.PROBLEM);
    assertThat(node(1_024, 300, 10_000).words()).contains("After some 24 streams");
    assertThat(node(500, 300, 10_000).words()).contains("After some 0 streams");
    assertThat(node(12_000, 3_000, 10_000).verdict()).isEqualTo(Verdict.PROBLEM);
    assertThat(node(-1, -1, 10_000).verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  private static Finding node(long max, long open, long streams) {
    return find("descriptors", new NodeFindings(max, open, 0, streams, null, null).all());
  }

  @ParameterizedTest
  @CsvSource({
    "1900,1,OK",
    "2100,200,OK",
    "2500,1,WARNING",
    "-2500,1,WARNING",
    "11000,10,PROBLEM",
    "-60000,10,PROBLEM"
  })
  void clocks_have_to_agree(long ahead, long error, Verdict verdict) {
    NodeFindings node =
        new NodeFindings(-1, -1, 0, 1, new DatabaseClock.Offset(ahead, error), null);
    assertThat(find("clock", node.all()).verdict()).isEqualTo(verdict);
  }

  @Test
  void a_browser_that_is_off_by_minutes_is_told() {
    assertThat(find("clock-browser", browser(-3_600_000)).words()).contains("3600 s behind");
    assertThat(find("clock-browser", browser(59_000)).verdict()).isEqualTo(Verdict.OK);
  }

  private static List<Finding> browser(long ahead) {
    return new NodeFindings(-1, -1, 0, 1, null, ahead).all();
  }

  @Test
  void the_report_has_the_worst_first() {
    Report report =
        new Report(
            Instant.EPOCH,
            "node",
            HOME,
            "hub",
            List.of(
                Finding.of("idle", Verdict.OK, "fine"),
                Finding.of("cookies", Verdict.PROBLEM, "bad"),
                Finding.of("http", Verdict.UNKNOWN, "who knows"),
                Finding.of("cors", Verdict.WARNING, "hm")));
    assertThat(report.verdict()).isEqualTo(Verdict.PROBLEM);
    assertThat(report.findings())
        .extracting(Finding::id)
        .containsExactly("cookies", "cors", "http", "idle");
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:9080,true",
    "https://127.0.0.1,true",
    "http://[::1]:9080,true",
    "http://192.0.2.1,false",
    "http://169.254.169.254,false",
    "http://nowhere.invalid,false",
    "http://,false",
    "http://a b,false"
  })
  void the_hub_goes_to_addresses_of_its_own_machine_only(String origin, boolean ours) {
    assertThat(OwnAddress.isThisMachine(origin)).isEqualTo(ours);
  }
}
