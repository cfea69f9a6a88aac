package dev.tidings.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tidings.SseParser;
import dev.tidings.SseParser.Message;
import dev.tidings.events.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.metrics.Counter;
import org.junit.jupiter.api.Test;

/**
 * What the contract of a sink ({@link SinkContractTest}) leaves open. The run loop is run by hand
 * here, so that every moment can be looked at.
 */
class SinkTest {
  private final Response response = new Response();
  private final AtomicInteger completed = new AtomicInteger();
  private final Subscriber subscriber =
      subscriber(hub(new FixedConfig()), response, completed::incrementAndGet, "feeds/a");
  private final Sink sink = subscriber.sink();

  /** What was written, and when it was flushed. */
  static final class Response extends OutputStream {
    final ByteArrayOutputStream written = new ByteArrayOutputStream();
    final List<Integer> flushedAt = new ArrayList<>();

    /** Happens during a write. */
    Runnable meanwhile = () -> {};

    boolean broken;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      meanwhile.run();
      if (broken) {
        throw new IOException("Broken pipe");
      }
      written.write(bytes, from, length);
    }

    @Override
    public void flush() {
      flushedAt.add(written.size());
    }
  }

  /** A stream from position 7 of a hub on, that nobody runs. */
  static Subscriber subscriber(
      Hub hub, OutputStream response, Runnable complete, String... topics) {
    FixedConfig config = new FixedConfig();
    StreamMetrics metrics = new StreamMetrics((name, what, of) -> new Count());
    Writers idle = new Writers(Thread::new, config);
    Replays replays = new Replays(new FakeLog(), hub, config, metrics, Runnable::run);
    Subscriber.Node node =
        new Subscriber.Node(hub, idle, replays, config, metrics, new TestAudit());
    List<Topic> all = Arrays.stream(topics).map(Topic::new).toList();
    return new Subscriber(
        node,
        new Subscriber.Client(new TestPermit("alice"), "127.0.0.1", null),
        all,
        7,
        false,
        response,
        complete);
  }

  static Hub hub(StreamConfig config) {
    Hub hub = new Hub(config, topic -> {});
    hub.restart("first", 7);
    return hub;
  }

  private static final class Count extends LongAdder implements Counter {
    private static final long serialVersionUID = 1L;

    @Override
    public void inc() {
      increment();
    }

    @Override
    public void inc(long more) {
      add(more);
    }

    @Override
    public long getCount() {
      return sum();
    }
  }

  private void serve() {
    subscriber.serve(new Batch());
  }

  private CompletionStage<?> send(String text) {
    return sink.send(Outbound.of("note", text));
  }

  private List<Message> received() {
    return SseParser.parse(response.written.toString(UTF_8));
  }

  private static void assertFailed(CompletionStage<?> stage, String why) {
    assertThat(stage.toCompletableFuture())
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(IOException.class)
        .withMessageContaining(why);
  }

  @Test
  void sending_only_says_what_is_to_be_sent() {
    send("a");
    assertThat(response.written.size()).isZero();
  }

  @Test
  void what_waits_goes_out_in_order_and_in_one_write() {
    send("a");
    sink.send("tick", "{}");
    send("b");
    serve();
    assertThat(response.flushedAt).hasSize(1);
    send("c");
    serve();
    assertThat(received())
        .containsExactly(
            new Message("", "note", "a"),
            new Message("first-7", "tick", "{}"),
            new Message("first-7", "note", "b"),
            new Message("first-7", "note", "c"));
  }

  @Test
  void closing_lets_out_what_was_sent_before() {
    CompletionStage<?> stage = send("a");
    sink.close();
    serve();
    assertThat(stage.toCompletableFuture()).isCompleted();
    assertThat(received()).extracting(Message::data).containsExactly("a");
    assertThat(completed).hasValue(1);
  }

  @Test
  void a_last_event_ends_the_stream_and_another_one_is_too_late() {
    subscriber.sink().end(Ending.STOPPING, "bye", "{}", 0);
    subscriber.endSession(Ending.EXPIRED);
    assertThatIllegalStateException().isThrownBy(() -> send("a"));
    serve();
    assertThat(received()).containsExactly(new Message("first-7", "bye", "{}"));
    assertThat(completed).hasValue(1);
  }

  @Test
  void a_client_with_too_much_waiting_is_cut() {
    List<CompletionStage<?>> stages = new ArrayList<>();
    while (!sink.isClosed()) {
      stages.add(send("a"));
      assertThat(stages).hasSizeLessThan(1_000);
    }
    assertFailed(stages.get(stages.size() - 1), "keep up");
    serve();
    assertThat(received()).hasSize(stages.size() - 1);
    assertThat(completed).hasValue(1);
  }

  @Test
  void an_event_that_would_break_its_line_is_refused_and_the_stream_goes_on() {
    assertThatIllegalArgumentException().isThrownBy(() -> sink.send(Outbound.of("a\nid: 9", "b")));
    send("c");
    serve();
    assertThat(received()).containsExactly(new Message("", "note", "c"));
  }
}
