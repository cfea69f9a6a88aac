package dev.tidings.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Client;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import dev.tidings.tracing.Collector.Received;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.net.http.HttpResponse;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Traces as a collector gets them from a server that is told to export. */
class TracingIT {
  private static final String CALLER = "00f067aa0ba902b7";

  /** As operators write it. */
  private static final String SWITCHED_ON =
      """
      <server>
        <include location="${server.config.dir}/tracing.xml"/>
        <variable name="otel.exporter.otlp.endpoint" value="%s"/>
        <variable name="otel.bsp.schedule.delay" value="50"/>
      </server>
      """;

  private static Collector collector;
  private static LibertyServer server;

  /** Liberty names the span of a request in its answer. */
  private static final String OF_LIBERTY = "io.openliberty.trace";

  @BeforeAll
  static void start() {
    collector = new Collector();
    server =
        LibertyServer.fresh("tracing")
            .file(
                "configDropins/overrides/tracing.xml", SWITCHED_ON.formatted(collector.endpoint()))
            .start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    if (collector != null) {
      collector.close();
    }
  }

  private static String newTrace() {
    UUID random = UUID.randomUUID();
    return HexFormat.of().toHexDigits(random.getMostSignificantBits())
        + HexFormat.of().toHexDigits(random.getLeastSignificantBits());
  }

  private static String publish(String trace, String flags, String topic, String text) {
    Client news = Client.signedIn(server.uri(), "news");
    return Client.ids(answer(news, trace, flags, topic, text).body()).get(1);
  }

  private static HttpResponse<String> answer(
      Client news, String trace, String flags, String topic, String text) {
    HttpResponse<String> answer =
        news.post(
            topic,
            "[" + Client.message("before " + text) + "," + Client.message(text) + "]",
            "traceparent",
            "00-" + trace + "-" + CALLER + "-" + flags);
    assertThat(answer.statusCode()).isEqualTo(201);
    return answer;
  }

  @Test
  void nothing_is_followed_unless_it_is_switched_on() {
    String trace = newTrace();
    Client on = Client.signedIn(server.uri(), "news");
    assertThat(answer(on, trace, "01", "feeds/news", "on").headers().firstValue(OF_LIBERTY))
        .hasValueSatisfying(span -> assertThat(span).startsWith(trace));

    LibertyServer other = LibertyServer.shared();
    Client off = Client.signedIn(other.uri(), "news");
    assertThat(answer(off, trace, "01", "feeds/news", "off").headers().firstValue(OF_LIBERTY))
        .isEmpty();
    assertThat(other.log()).doesNotContain("otlp");
  }

  @Test
  void a_request_its_commit_and_its_first_delivery_are_one_trace() {
    String trace = newTrace();
    try (Listener alice =
        Client.signedIn(server.uri(), "alice").listening("topic=feeds/news&topic=feeds/other")) {
      String id = publish(trace, "01", "feeds/news", "traced");
      alice.until("traced");

      Received deliver = collector.await(trace, "deliver");
      Received commit = collector.await(trace, "commit");
      Received request =
          collector.await(span -> span.trace().equals(trace) && span.id().equals(commit.parent()));

      assertThat(request.parent()).isEqualTo(CALLER);
      assertThat(request.kind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
      assertThat(request.name()).isEqualTo("POST /api/events");
      assertThat(deliver.parent()).isEqualTo(commit.id());
      String position = id.substring(id.indexOf('-') + 1);
      assertThat(commit.kind()).isEqualTo(SpanKind.SPAN_KIND_PRODUCER);
      assertThat(commit.attributes())
          .containsEntry("tidings.topic", "feeds/news")
          .containsEntry("tidings.events", "2")
          .containsEntry("tidings.position", position);
      assertThat(deliver.kind()).isEqualTo(SpanKind.SPAN_KIND_CONSUMER);
      assertThat(deliver.attributes())
          .containsEntry("tidings.topic", "feeds/news")
          .containsEntry("tidings.position", position)
          .containsEntry("tidings.waited_ms", String.valueOf(deliver.millis()))
          .containsKey("tidings.node");
    }
    assertThat(server.complaints()).isEmpty();
  }

  @Test
  void whoever_gets_it_later_is_no_first_delivery() {
    String first = newTrace();
    Client alice = Client.signedIn(server.uri(), "alice");
    try (Listener live = alice.listening("topic=feeds/replayed")) {
      String before = Client.signedIn(server.uri(), "news").say("feeds/replayed", "before");
      publish(first, "01", "feeds/replayed", "one");
      live.until("one");
      collector.await(first, "deliver");
      try (Listener late = alice.listening("topic=feeds/replayed&after=" + before)) {
        late.until("one");
        awaitAnother(late);
      }
    }
    assertThat(collector.spans(first, "deliver")).hasSize(1);
  }

  /** Spans go out in their order: what came before it is there. */
  private static void awaitAnother(Listener listener) {
    String sentinel = newTrace();
    publish(sentinel, "01", "feeds/replayed", "sentinel");
    listener.until("sentinel");
    collector.await(sentinel, "deliver");
  }

  @Test
  void what_the_caller_does_not_record_is_not_followed() {
    String unrecorded = newTrace();
    try (Listener alice =
        Client.signedIn(server.uri(), "alice").listening("topic=feeds/replayed")) {
      publish(unrecorded, "00", "feeds/replayed", "unrecorded");
      alice.until("unrecorded");
      awaitAnother(alice);
    }
    assertThat(collector.spans()).noneMatch(span -> span.trace().equals(unrecorded));
  }

  @Test
  void what_was_committed_before_a_crash_is_followed_after_it() {
    String trace = newTrace();
    String before = Client.signedIn(server.uri(), "news").say("feeds/crashed", "before");
    publish(trace, "01", "feeds/crashed", "unheard");
    server.kill();
    assertThat(collector.spans(trace, "deliver")).isEmpty();
    server.start();
    try (Listener alice =
        Client.signedIn(server.uri(), "alice").listening("topic=feeds/crashed&after=" + before)) {
      alice.until("unheard");
      Received deliver = collector.await(trace, "deliver");
      assertThat(deliver.parent()).isNotEmpty().isNotEqualTo(CALLER);
    }
    assertThat(server.complaints()).isEmpty();
  }
}
