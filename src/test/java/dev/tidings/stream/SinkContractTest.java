package dev.tidings.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tidings.SseParser;
import dev.tidings.SseParser.Message;
import dev.tidings.events.Topic;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The Javadoc of {@link SseEventSink} (Jakarta REST 4.0), sentence by sentence. What it leaves open
 * is in {@link SinkTest}; that an exchange ends and streams stay open over HTTP, in {@link
 * StreamApiIT}. Run loops are run by hand, except where many threads are the point.
 */
@Timeout(60)
class SinkContractTest {
  private static final String TOPIC = "feeds/a";

  private final SinkTest.Response response = new SinkTest.Response();
  private final AtomicInteger completed = new AtomicInteger();
  private final Hub hub = SinkTest.hub(new FixedConfig());
  private final Subscriber subscriber =
      SinkTest.subscriber(hub, response, completed::incrementAndGet, TOPIC);
  private final Sink sink = subscriber.sink();

  private static void serve(Subscriber subscriber) {
    subscriber.serve(new Batch());
  }

  private CompletionStage<?> send(String text) {
    return sink.send(Outbound.of("note", text));
  }

  private static List<String> received(SinkTest.Response response) {
    return SseParser.parse(response.written.toString(UTF_8)).stream().map(Message::data).toList();
  }

  private static void assertFailed(CompletionStage<?> stage, String why) {
    assertThat(stage.toCompletableFuture())
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(IOException.class)
        .withMessageContaining(why);
  }

  // ---- the sink

  @Test
  void the_connection_is_kept_open_and_more_events_can_be_sent() {
    for (String text : List.of("a", "b", "c")) {
      send(text);
      serve(subscriber);
      assertThat(sink.isClosed()).isFalse();
      assertThat(completed).hasValue(0);
    }
    assertThat(received(response)).containsExactly("a", "b", "c");
  }

  @Test
  void a_sink_is_exactly_one_client_connection() {
    SinkTest.Response otherResponse = new SinkTest.Response();
    AtomicInteger otherCompleted = new AtomicInteger();
    Subscriber other =
        SinkTest.subscriber(hub, otherResponse, otherCompleted::incrementAndGet, TOPIC);
    assertThat(sink).isNotEqualTo(other.sink());
    send("a");
    other.sink().close();
    serve(subscriber);
    serve(other);
    assertThat(received(response)).containsExactly("a");
    assertThat(received(otherResponse)).isEmpty();
    assertThat(otherCompleted).hasValue(1);
    assertThat(completed).hasValue(0);
    assertThat(sink.isClosed()).isFalse();
  }

  @Test
  void many_threads_may_send_at_once() throws Exception {
    int each = 200;
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (TestNode node = new TestNode()) {
      TestStream client = node.listen(TOPIC);
      Sink shared = client.subscriber.sink();
      List<Callable<Object>> tasks = new ArrayList<>();
      for (String thread : List.of("a", "b", "c", "d", "e", "f", "g", "h")) {
        tasks.add(
            () -> {
              for (int i = 0; i < each; i++) {
                CompletionStage<?> sent = shared.send(Outbound.of(thread + i, "x"));
                sent.toCompletableFuture().get(20, TimeUnit.SECONDS);
              }
              return "done";
            });
      }
      for (Future<Object> task : threads.invokeAll(tasks)) {
        task.get();
      }
      List<String> heard = client.when(all -> true).stream().map(Message::type).toList();
      assertThat(heard.stream().collect(groupingBy(name -> name.substring(0, 1))))
          .hasSize(8)
          .allSatisfy(
              (thread, names) ->
                  assertThat(names)
                      .containsExactlyElementsOf(
                          IntStream.range(0, each).mapToObj(i -> thread + i).toList()));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void a_send_that_another_thread_closes_upon_is_refused_or_answered() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (TestNode node = new TestNode()) {
      for (int i = 0; i < 200; i++) {
        Sink shared = node.listen(TOPIC).subscriber.sink();
        Future<?> closing = threads.submit(shared::close);
        List<CompletionStage<?>> accepted = new ArrayList<>();
        assertThatIllegalStateException()
            .isThrownBy(
                () -> {
                  for (int sent = 0; sent < 10_000; sent++) {
                    accepted.add(shared.send(Outbound.of("note", "x")));
                  }
                });
        closing.get();
        assertThat(accepted)
            .allSatisfy(
                stage ->
                    assertThat(stage.toCompletableFuture().handle((sent, failure) -> "answered"))
                        .succeedsWithin(Duration.ofSeconds(20)));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  // ---- isClosed

  @Test
  void it_says_whether_it_has_been_closed() {
    assertThat(sink.isClosed()).isFalse();
    sink.close();
    assertThat(sink.isClosed()).isTrue();
    serve(subscriber);
    assertThat(sink.isClosed()).isTrue();
  }

  @Test
  void it_is_closed_too_when_the_client_closed_the_connection() {
    response.broken = true;
    send("a");
    serve(subscriber);
    assertThat(sink.isClosed()).isTrue();
    assertThat(completed).hasValue(1);
  }

  // ---- send

  @Test
  void an_event_is_serialized_and_sent_to_the_client() {
    sink.send(new Outbound("note", "one\ntwo", "7", "hi", 3_000));
    serve(subscriber);
    assertThat(response.written.toString(UTF_8))
        .isEqualTo(": hi\nevent: note\ndata: one\ndata: two\nretry: 3000\nid: 7\n\n");
  }

  @Test
  void the_stage_completes_when_the_event_has_been_sent() {
    List<Integer> flushed = new ArrayList<>();
    CompletionStage<?> stage = send("a");
    CompletionStage<?> after = stage.thenRun(() -> flushed.addAll(response.flushedAt));
    assertThat(stage.toCompletableFuture()).isNotDone();
    serve(subscriber);
    assertThat(after.toCompletableFuture()).isCompleted();
    assertThat(received(response)).containsExactly("a");
    assertThat(flushed).containsExactly(response.written.size());
  }

  @Test
  void the_stages_fail_with_the_problem_there_was_in_sending() {
    CompletionStage<?> first = send("a");
    CompletionStage<?> second = send("b");
    response.broken = true;
    serve(subscriber);
    assertFailed(first, "Broken pipe");
    assertFailed(second, "Broken pipe");
  }

  @Test
  void the_stage_of_what_waits_behind_a_problem_fails_too() {
    List<CompletionStage<?>> behind = new ArrayList<>();
    response.broken = true;
    response.meanwhile = () -> behind.add(send("b"));
    send("a");
    serve(subscriber);
    assertThat(behind).singleElement().satisfies(stage -> assertFailed(stage, "Broken pipe"));
  }

  // ---- close

  @Test
  void closing_releases_the_exchange_and_its_place_in_hub_and_channels() {
    hub.join(subscriber);
    assertThat(hub.census().streams()).containsExactly(subscriber);
    sink.close();
    serve(subscriber);
    assertThat(completed).hasValue(1);
    assertThat(hub.census().streams()).isEmpty();
    assertThat(hub.channel(new Topic(TOPIC)).audience()).isZero();
  }

  @Test
  void closing_again_has_no_effect() {
    sink.close();
    sink.close();
    serve(subscriber);
    sink.close();
    serve(subscriber);
    assertThat(completed).hasValue(1);
    assertThat(sink.isClosed()).isTrue();
  }

  @Test
  void once_closed_sending_throws_whatever_the_event() {
    sink.close();
    assertThatIllegalStateException().isThrownBy(() -> send("a"));
    assertThatIllegalStateException().isThrownBy(() -> sink.send("tick", "{}"));
    assertThatIllegalStateException().isThrownBy(() -> sink.send(Outbound.of("a\nid: 9", "b")));
  }

  @Test
  void once_the_connection_broke_sending_throws() {
    response.broken = true;
    send("a");
    serve(subscriber);
    assertThatIllegalStateException().isThrownBy(() -> send("b"));
  }

  /** It declares none either: it writes nothing itself. The stages are told. */
  @Test
  void an_io_error_after_closing_is_not_thrown_at_who_closes() {
    CompletionStage<?> stage = send("a");
    response.broken = true;
    assertThatCode(sink::close).doesNotThrowAnyException();
    serve(subscriber);
    assertFailed(stage, "Broken pipe");
    assertThatCode(sink::close).doesNotThrowAnyException();
  }

  @Test
  void leaving_a_try_with_resources_closes_it() throws IOException {
    try (SseEventSink used = sink) {
      used.send(Outbound.of("note", "a"));
      assertThat(used.isClosed()).isFalse();
    }
    assertThat(sink.isClosed()).isTrue();
    serve(subscriber);
    assertThat(received(response)).containsExactly("a");
    assertThat(completed).hasValue(1);
  }
}
