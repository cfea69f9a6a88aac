package dev.tidings.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidings.SseParser.Message;
import dev.tidings.events.Topic;
import jakarta.ws.rs.sse.SseEventSink;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the contract of a broadcaster ({@link BroadcasterContractTest}) leaves open, and where a
 * channel departs from it.
 */
class ChannelTest {
  private static final String TOPIC = "feeds/a";
  private static final String HELLO = "hello";

  private final TestNode node = new TestNode();
  private final Channel channel = node.hub.channel(new Topic(TOPIC));
  private final BlockingQueue<SseEventSink> closed = new LinkedBlockingQueue<>();
  private final BlockingQueue<Failure> failed = new LinkedBlockingQueue<>();

  private record Failure(SseEventSink sink, Throwable what) {}

  ChannelTest() {
    channel.onClose(closed::add);
    channel.onError((sink, what) -> failed.add(new Failure(sink, what)));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  /** A stream that has had its first turn: it sends a greeting, as a real one does. */
  private TestStream listening(String... topics) {
    TestStream stream = node.listen(topics);
    stream.subscriber.sink().send(Outbound.of(HELLO, "x"));
    stream.when(all -> !all.isEmpty());
    return stream;
  }

  private void broadcast(String name) {
    assertThat(channel.broadcast(Outbound.of(name, "x")).toCompletableFuture()).isCompleted();
  }

  private static List<String> types(TestStream stream, String last) {
    return stream
        .when(all -> all.stream().anyMatch(message -> message.type().equals(last)))
        .stream()
        .map(Message::type)
        .filter(type -> !type.equals(HELLO))
        .toList();
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(20, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  @Test
  void a_broadcast_has_no_id_and_moves_no_cursor() {
    TestStream stream = listening(TOPIC);
    node.tail.announce(node.log.commit(TOPIC, "stored"));
    stream.until("stored");
    broadcast("live");
    types(stream, "live");
    assertThat(stream.lastId()).isEqualTo("first-1");
  }

  @Test
  void nobody_listening_is_normal() {
    broadcast("unheard");
    TestStream stream = listening(TOPIC);
    broadcast("heard");
    assertThat(types(stream, "heard")).containsExactly("heard");
  }

  @Test
  void registering_again_does_nothing() throws InterruptedException {
    TestStream stream = listening(TOPIC);
    channel.register(stream.subscriber.sink());
    channel.register(stream.subscriber.sink());
    assertThat(channel.audience()).isEqualTo(1);
    broadcast("one");
    broadcast("two");
    assertThat(types(stream, "two")).containsExactly("one", "two");
    stream.subscriber.sink().close();
    next(closed);
    assertThat(channel.audience()).isZero();
  }

  @Test
  void a_foreign_sink_is_refused() {
    SseEventSink foreign =
        (SseEventSink)
            Proxy.newProxyInstance(
                SseEventSink.class.getClassLoader(),
                new Class<?>[] {SseEventSink.class},
                (self, method, arguments) -> null);
    assertThatIllegalArgumentException().isThrownBy(() -> channel.register(foreign));
  }

  @Test
  void a_stream_that_reads_another_channel_is_refused() {
    Sink elsewhere = listening("feeds/b").subscriber.sink();
    assertThatIllegalArgumentException().isThrownBy(() -> channel.register(elsewhere));
    Sink left = listening(TOPIC).subscriber.sink();
    channel.close(false);
    Channel next = node.hub.channel(new Topic(TOPIC));
    assertThatIllegalArgumentException().isThrownBy(() -> next.register(left));
    assertThat(next.audience()).isZero();
  }

  @Test
  void an_event_that_would_break_its_line_reaches_nobody() {
    TestStream stream = listening(TOPIC);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> channel.broadcast(Outbound.of("a\nb", "x")));
    broadcast("end");
    assertThat(types(stream, "end")).containsExactly("end");
  }

  @Test
  void a_client_that_does_not_read_does_not_hold_up_the_others() {
    TestStream stalled = listening(TOPIC);
    TestStream well = listening(TOPIC);
    stalled.stall(true);
    broadcast("one");
    broadcast("two");
    assertThat(types(well, "two")).containsExactly("one", "two");
    stalled.stall(false);
    assertThat(types(stalled, "two")).containsExactly("one", "two");
  }
}
