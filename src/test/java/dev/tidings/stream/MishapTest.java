package dev.tidings.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.SseParser.Message;
import dev.tidings.events.Event;
import dev.tidings.events.Topic;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What rarely happens, and must hurt nobody else. */
class MishapTest {
  private static final Topic A = new Topic("feeds/a");

  private final TestNode node = new TestNode();

  @AfterEach
  void stop() {
    node.close();
  }

  private void assertStillServed() {
    TestStream other = node.listen("feeds/other");
    node.tail.announce(node.log.commit("feeds/other", "served"));
    other.until("served");
  }

  @Test
  void a_listener_that_throws_costs_no_writer() {
    node.hub
        .channel(A)
        .onClose(
            sink -> {
              throw new IllegalStateException("on purpose");
            });
    for (int i = 0; i < 4; i++) {
      node.listen("feeds/a").subscriber.end(Ending.CLOSED);
    }
    assertStillServed();
  }

  @Test
  void an_exchange_that_was_over_already_costs_no_writer() {
    AtomicInteger completed = new AtomicInteger();
    for (int i = 0; i < 4; i++) {
      node.join(
              OutputStream.nullOutputStream(),
              () -> {
                completed.incrementAndGet();
                throw new IllegalStateException("on purpose");
              },
              "feeds/a")
          .end(Ending.CLOSED);
    }
    assertStillServed();
    assertThat(completed).hasValue(4);
  }

  @Test
  void a_topic_whose_channel_was_closed_can_be_listened_to_again() {
    node.hub.channel(A).close();
    TestStream stream = node.listen("feeds/a");
    node.tail.announce(node.log.commit("feeds/a", "again"));
    assertThat(stream.textsUntil("again")).containsExactly("again");
  }

  @Test
  void a_retired_channel_refuses_instead_of_talking_to_nobody() {
    Channel held = node.hub.channel(A);
    node.hub.retire(Duration.ZERO, Duration.ZERO);
    assertThatThrownBy(() -> held.broadcast(Outbound.of("live", "x")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void what_expired_before_the_tail_could_read_it_is_told_to_who_listens() {
    TestStream stream = node.listen("feeds/a");
    node.tail.announce(node.log.commit("feeds/a", "1"));
    stream.until("1");
    node.log.failing = true;
    node.log.commit("feeds/a", "2", "3", "4", "5");
    node.log.expire("feeds/a", 4);
    node.log.failing = false;
    List<Message> all = stream.until("5");
    assertThat(all).extracting(Message::type).containsExactly("message", "reset", "message");
  }

  @Test
  void two_lives_of_the_log_in_a_row_are_told_and_nothing_is_missed() {
    node.tail.stop();
    List<Runnable> reads = new ArrayList<>();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    node.hub.restart("one", 100);
    Subscriber subscriber = node.byHand(reads::add, out, 100, "feeds/a");
    Batch batch = new Batch();
    subscriber.serve(batch);
    node.hub.restart("two", 90);
    subscriber.serve(batch);
    reads.remove(0).run();
    node.hub.restart("three", 10);
    subscriber.serve(batch);
    while (!reads.isEmpty()) {
      reads.remove(0).run();
      subscriber.serve(batch);
    }
    subscriber.serve(batch);
    node.hub.append(List.of(new Event(11, A, "m", "1", Instant.EPOCH)));
    subscriber.serve(batch);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("event: reset", "id: three-11");
  }

  @Test
  void a_live_event_right_after_joining_is_heard() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Subscriber subscriber = node.byHand(Runnable::run, out, 0, "feeds/a");
    node.hub.channel(A).broadcast(Outbound.of("live", "x"));
    subscriber.serve(new Batch());
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("event: live");
  }
}
