package dev.tidings.stream;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.tidings.SseParser.Message;
import dev.tidings.events.Event;
import dev.tidings.events.Topic;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The Javadoc of {@link SseBroadcaster} (Jakarta REST 4.0), sentence by sentence. What it leaves
 * open, and where a channel departs from it, is in {@link ChannelTest}. Run loops are run by hand,
 * except where many threads are the point.
 */
@Timeout(60)
class BroadcasterContractTest {
  private static final Topic TOPIC = new Topic("feeds/a");

  /** Run once, by who has the hub's lock. */
  private final AtomicReference<Runnable> underLock = new AtomicReference<>(() -> {});

  private final FixedConfig config =
      new FixedConfig() {
        @Override
        public long channelBytes() {
          underLock.getAndSet(() -> {}).run();
          return super.channelBytes();
        }
      };
  private final Hub hub = SinkTest.hub(config);
  private final Channel channel = hub.channel(TOPIC);
  private final List<SseEventSink> closed = new ArrayList<>();
  private final List<Failure> failed = new ArrayList<>();

  private record Failure(SseEventSink sink, Throwable what) {}

  /** A stream and its client's end. */
  private record Listener(Subscriber subscriber, TestStream client) {
    Sink sink() {
      return subscriber.sink();
    }

    void serve() {
      BroadcasterContractTest.serve(subscriber);
    }

    /** The names of all events that reached the client. */
    List<String> heard() {
      return client.when(all -> true).stream().map(Message::type).toList();
    }
  }

  BroadcasterContractTest() {
    channel.onClose(closed::add);
    channel.onError((sink, what) -> failed.add(new Failure(sink, what)));
  }

  private static void serve(Subscriber subscriber) {
    subscriber.serve(new Batch());
  }

  private Subscriber stream(OutputStream response, Topic topic) {
    return SinkTest.subscriber(hub, response, () -> {}, topic.path());
  }

  private Listener listen(Topic topic) {
    TestStream client = new TestStream();
    Subscriber subscriber = stream(client, topic);
    hub.join(subscriber);
    return new Listener(subscriber, client);
  }

  private static CompletionStage<?> broadcast(Channel channel, String name) {
    return channel.broadcast(Outbound.of(name, "x"));
  }

  // ---- the broadcaster

  @Test
  void it_handles_the_failure_of_one_sink_without_touching_the_others() {
    Listener gone = listen(TOPIC);
    Listener well = listen(TOPIC);
    gone.client().hangUp();
    broadcast(channel, "one");
    gone.serve();
    broadcast(channel, "two");
    well.serve();
    assertThat(well.heard()).containsExactly("one", "two");
    assertThat(well.sink().isClosed()).isFalse();
    assertThat(failed).extracting(Failure::sink).containsExactly(gone.sink());
    assertThat(channel.audience()).isEqualTo(1);
  }

  @Test
  void many_threads_may_broadcast_register_and_close_at_once() throws Exception {
    int each = 20_000;
    int visits = 100;
    CyclicBarrier together = new CyclicBarrier(6);
    Queue<SseEventSink> left = new ConcurrentLinkedQueue<>();
    Queue<SseEventSink> visitors = new ConcurrentLinkedQueue<>();
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try (TestNode node = new TestNode()) {
      node.config.channelBytes = Long.MAX_VALUE;
      node.config.nodeBytes = Long.MAX_VALUE;
      node.writeBytes(1 << 16);
      Channel busy = node.hub.channel(TOPIC);
      busy.onClose(left::add);
      TestStream stays = node.listen(TOPIC.path());
      List<Callable<Object>> tasks = new ArrayList<>();
      for (String thread : List.of("a", "b", "c", "d")) {
        tasks.add(
            () -> {
              together.await();
              return IntStream.range(0, each).mapToObj(i -> broadcast(busy, thread + i)).toList();
            });
      }
      for (int i = 0; i < 2; i++) {
        tasks.add(
            () -> {
              together.await();
              for (int visit = 0; visit < visits; visit++) {
                Sink sink = node.listen(TOPIC.path()).subscriber.sink();
                visitors.add(sink);
                sink.close();
              }
              return "done";
            });
      }
      for (Future<Object> task : threads.invokeAll(tasks)) {
        task.get();
      }
      List<String> heard =
          stays.when(all -> all.size() >= 4 * each).stream().map(Message::type).toList();
      assertThat(heard.stream().collect(groupingBy(name -> name.substring(0, 1))))
          .hasSize(4)
          .allSatisfy(
              (thread, names) ->
                  assertThat(names)
                      .containsExactlyElementsOf(
                          IntStream.range(0, each).mapToObj(i -> thread + i).toList()));
      await().untilAsserted(() -> assertThat(busy.audience()).isEqualTo(1));
      await().untilAsserted(() -> assertThat(left).hasSize(2 * visits));
      assertThat(left).containsExactlyInAnyOrderElementsOf(visitors);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void a_stream_that_is_let_in_while_another_thread_closes_is_closed_too() throws Exception {
    Subscriber joining = stream(new TestStream(), TOPIC);
    FutureTask<Object> join = new FutureTask<>(() -> hub.join(joining), "joined");
    FutureTask<Object> close = new FutureTask<>(channel::close, "closed");
    underLock.set(
        () -> {
          startAndAwaitLock(join);
          startAndAwaitLock(close);
        });
    broadcast(hub.channel(new Topic("feeds/b")), "takes the lock");
    assertThat(join.get()).isEqualTo("joined");
    assertThat(close.get()).isEqualTo("closed");
    assertThat(joining.sink().isClosed()).isTrue();
    serve(joining);
    assertThat(closed).containsExactly(joining.sink());
  }

  private static void startAndAwaitLock(Runnable task) {
    Thread thread = new Thread(task, "waits for the lock");
    thread.setDaemon(true);
    thread.start();
    await().until(() -> thread.getState() == Thread.State.WAITING);
  }

  @Test
  void a_broadcast_that_closing_overtakes_is_refused_and_leaves_nothing_behind() {
    OutboundSseEvent slow =
        (OutboundSseEvent)
            Proxy.newProxyInstance(
                OutboundSseEvent.class.getClassLoader(),
                new Class<?>[] {OutboundSseEvent.class},
                (self, method, arguments) -> {
                  channel.close();
                  return method.invoke(Outbound.of("late", "x"), arguments);
                });
    assertThatIllegalStateException().isThrownBy(() -> channel.broadcast(slow));
    assertThat(channel.bytes()).isZero();
  }

  // ---- onError

  @Test
  void onError_is_called_when_writing_to_a_sink_fails() {
    Listener gone = listen(TOPIC);
    gone.client().hangUp();
    assertThat(failed).isEmpty();
    broadcast(channel, "unheard");
    gone.serve();
    broadcast(channel, "unheard");
    gone.serve();
    assertThat(failed).extracting(Failure::sink).containsExactly(gone.sink());
  }

  @Test
  void onError_is_called_when_closing_a_sink_fails() {
    Listener gone = listen(TOPIC);
    gone.sink().send(Outbound.of("last", "x"));
    gone.client().hangUp();
    channel.close();
    gone.serve();
    assertThat(failed).extracting(Failure::sink).containsExactly(gone.sink());
  }

  @Test
  void onError_gets_the_sink_that_failed_and_the_very_exception() throws IOException {
    IOException reset = new IOException("Connection reset by peer");
    try (OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw reset;
          }
        }) {
      Subscriber gone = stream(broken, TOPIC);
      hub.join(gone);
      broadcast(channel, "unheard");
      serve(gone);
      assertThat(failed)
          .singleElement()
          .satisfies(failure -> assertThat(failure.sink()).isSameAs(gone.sink()))
          .satisfies(failure -> assertThat(failure.what()).isSameAs(reset));
    }
  }

  @Test
  void all_listeners_are_called_and_more_may_be_registered_meanwhile() {
    List<String> told = new ArrayList<>();
    channel.onError((sink, what) -> told.add("second onError"));
    channel.onError((sink, what) -> channel.onError((next, same) -> told.add("late onError")));
    channel.onClose(sink -> told.add("second onClose"));
    channel.onClose(sink -> channel.onClose(next -> told.add("late onClose")));
    Listener first = listen(TOPIC);
    Listener second = listen(TOPIC);
    first.client().hangUp();
    second.client().hangUp();
    broadcast(channel, "unheard");
    first.serve();
    assertThat(told).containsExactly("second onError", "second onClose");
    second.serve();
    assertThat(told.subList(2, told.size()))
        .containsExactly("second onError", "late onError", "second onClose", "late onClose");
    assertThat(failed).hasSize(2);
    assertThat(closed).containsExactly(first.sink(), second.sink());
  }

  // ---- onClose

  @Test
  void onClose_is_called_once_for_each_sink_that_the_broadcaster_closes() {
    Listener first = listen(TOPIC);
    Listener second = listen(TOPIC);
    channel.close();
    first.serve();
    second.serve();
    first.serve();
    assertThat(closed).containsExactly(first.sink(), second.sink());
    assertThat(failed).isEmpty();
  }

  @Test
  void onClose_is_called_when_the_client_had_closed_the_connection() {
    Listener gone = listen(TOPIC);
    gone.client().hangUp();
    assertThat(closed).isEmpty();
    broadcast(channel, "unheard");
    gone.serve();
    broadcast(channel, "unheard");
    gone.serve();
    assertThat(closed).containsExactly(gone.sink());
    assertThat(channel.audience()).isZero();
  }

  /** No later than with the next broadcast: as soon as the stream has ended. */
  @Test
  void onClose_is_called_when_the_server_had_closed_the_sink() {
    Listener first = listen(TOPIC);
    Listener second = listen(TOPIC);
    first.sink().close();
    first.serve();
    assertThat(closed).containsExactly(first.sink());
    second.sink().close();
    broadcast(channel, "unheard");
    first.serve();
    second.serve();
    assertThat(closed).containsExactly(first.sink(), second.sink());
    assertThat(failed).isEmpty();
  }

  @Test
  void onClose_is_called_for_a_sink_that_is_registered_after_it_was_closed() {
    Listener late = listen(TOPIC);
    late.sink().close();
    late.serve();
    closed.clear();
    channel.register(late.sink());
    broadcast(channel, "unheard");
    late.serve();
    assertThat(closed).containsExactly(late.sink());
    assertThat(channel.audience()).isZero();
  }

  @Test
  void onClose_gets_a_sink_that_is_closed() {
    List<Boolean> states = new ArrayList<>();
    channel.onClose(sink -> states.add(sink.isClosed()));
    Listener gone = listen(TOPIC);
    Listener ended = listen(TOPIC);
    gone.client().hangUp();
    broadcast(channel, "unheard");
    gone.serve();
    ended.sink().close();
    ended.serve();
    assertThat(states).containsExactly(true, true);
  }

  // ---- register and broadcast

  @Test
  void registering_a_sink_makes_it_one_of_the_broadcasters() {
    Subscriber stream = stream(new TestStream(), TOPIC);
    assertThat(channel.audience()).isZero();
    channel.register(stream.sink());
    assertThat(channel.audience()).isEqualTo(1);
    channel.close();
    assertThat(stream.sink().isClosed()).isTrue();
  }

  @Test
  void a_broadcast_goes_to_all_registered_sinks_in_order() {
    Topic other = new Topic("feeds/b");
    List<Listener> registered = List.of(listen(TOPIC), listen(TOPIC), listen(TOPIC));
    Listener elsewhere = listen(other);
    broadcast(channel, "one");
    broadcast(channel, "two");
    broadcast(hub.channel(other), "else");
    registered.forEach(Listener::serve);
    elsewhere.serve();
    assertThat(registered)
        .allSatisfy(listener -> assertThat(listener.heard()).containsExactly("one", "two"));
    assertThat(elsewhere.heard()).containsExactly("else");
  }

  @Test
  void a_broadcast_goes_to_a_registered_sink_that_is_still_reading_the_log_too() {
    hub.append(List.of(new Event(8, TOPIC, "message", "1", Instant.EPOCH)));
    hub.missed(Map.of(TOPIC, 9L));
    Listener behind = listen(TOPIC);
    broadcast(channel, "one");
    behind.serve();
    broadcast(channel, "two");
    behind.serve();
    assertThat(behind.heard()).containsSubsequence("one", "two");
  }

  /** When it stands in the channel that all of them read: it waits for no client. */
  @Test
  void the_stage_completes_when_the_event_is_there_for_all_registered_sinks() {
    Listener first = listen(TOPIC);
    Listener stalled = listen(TOPIC);
    CompletionStage<?> stage = broadcast(channel, "one");
    assertThat(stage.toCompletableFuture()).isCompleted();
    assertThat(first.heard()).isEmpty();
    first.serve();
    stalled.serve();
    assertThat(first.heard()).containsExactly("one");
    assertThat(stalled.heard()).containsExactly("one");
  }

  // ---- close

  @Test
  void closing_closes_all_registered_sinks() {
    Listener first = listen(TOPIC);
    Listener second = listen(TOPIC);
    channel.close();
    assertThat(first.sink().isClosed()).isTrue();
    assertThat(second.sink().isClosed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void closing_releases_memory_listeners_and_the_topic(boolean cascading) {
    Listener listener = listen(TOPIC);
    hub.append(List.of(new Event(8, TOPIC, "message", "1", Instant.EPOCH)));
    assertThat(channel.bytes()).isPositive();
    assertThat(hub.topics()).containsExactly(TOPIC);
    channel.close(cascading);
    listener.serve();
    assertThat(channel.bytes()).isZero();
    assertThat(channel.audience()).isZero();
    assertThat(hub.topics()).isEmpty();
  }

  @Test
  void with_cascading_it_is_closed_as_without_saying() {
    Listener listener = listen(TOPIC);
    channel.close(true);
    assertThat(listener.sink().isClosed()).isTrue();
    listener.serve();
    assertThat(closed).containsExactly(listener.sink());
  }

  @Test
  void without_cascading_the_sinks_stay_open() {
    Listener listener = listen(TOPIC);
    channel.close(false);
    assertThat(listener.sink().isClosed()).isFalse();
    listener.sink().send(Outbound.of("still", "here"));
    listener.serve();
    assertThat(listener.heard()).containsExactly("still");
    listener.sink().close();
    listener.serve();
    assertThat(closed).as("it is none of the closed channel's any more").isEmpty();
  }

  @Test
  void closing_again_does_not_close_what_was_left_open() {
    Listener listener = listen(TOPIC);
    channel.close(false);
    channel.close(true);
    channel.close();
    assertThat(listener.sink().isClosed()).isFalse();
  }

  @Test
  void closing_again_does_not_take_back_that_sinks_are_closed() {
    Listener listener = listen(TOPIC);
    channel.close();
    channel.close(false);
    listener.serve();
    assertThat(listener.sink().isClosed()).isTrue();
    assertThat(closed).containsExactly(listener.sink());
  }

  @Test
  void closing_again_has_no_effect_on_the_topics_next_channel() {
    channel.close();
    Listener listener = listen(TOPIC);
    Channel next = hub.channel(TOPIC);
    channel.close();
    channel.close(false);
    assertThat(hub.channel(TOPIC)).isSameAs(next).isNotSameAs(channel);
    assertThat(listener.sink().isClosed()).isFalse();
    broadcast(next, "heard");
    listener.serve();
    assertThat(listener.heard()).containsExactly("heard");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void once_closed_every_other_method_throws_whatever_the_event(boolean cascading) {
    Sink sink = listen(TOPIC).sink();
    channel.close(cascading);
    assertThatIllegalStateException().isThrownBy(() -> channel.register(sink));
    assertThatIllegalStateException().isThrownBy(() -> broadcast(channel, "late"));
    assertThatIllegalStateException().isThrownBy(() -> broadcast(channel, "a\nid: 9"));
    assertThatIllegalStateException().isThrownBy(() -> channel.onClose(closed::add));
    assertThatIllegalStateException().isThrownBy(() -> channel.onError((same, what) -> {}));
  }

  @Test
  void leaving_a_try_with_resources_closes_it_and_its_sinks() {
    Listener listener = listen(TOPIC);
    try (SseBroadcaster used = hub.channel(TOPIC)) {
      used.broadcast(Outbound.of("one", "x"));
      listener.serve();
      assertThat(listener.sink().isClosed()).isFalse();
    }
    assertThat(listener.sink().isClosed()).isTrue();
    assertThatIllegalStateException().isThrownBy(() -> broadcast(channel, "late"));
  }
}
