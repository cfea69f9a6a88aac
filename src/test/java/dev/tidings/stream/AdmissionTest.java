package dev.tidings.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.SseParser.Message;
import dev.tidings.events.Topic;
import dev.tidings.stream.Census.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Limits per user, address and node, and the ways to stay below them. */
class AdmissionTest {
  private static final String TOPIC = "feeds/a";
  private static final Duration NO_HURRY = Duration.ofMinutes(1);

  private final TestNode node = new TestNode();
  private final AtomicInteger admitted = new AtomicInteger();

  @AfterEach
  void stop() {
    node.close();
  }

  private TestStream ask(String user, String address, @Nullable String browser) {
    TestStream stream = new TestStream();
    Subscriber subscriber =
        node.subscriber(
            new Subscriber.Client(new TestPermit(user), address, browser),
            stream,
            List.of(new Topic(TOPIC)));
    stream.subscriber = subscriber;
    node.admission.ask(
        subscriber,
        () -> {
          admitted.incrementAndGet();
          subscriber.sink().send("connected", "{}");
        });
    return stream;
  }

  @Test
  void connected_comes_first_however_long_it_takes() {
    TestPermit permit = new TestPermit("alice");
    permit.expires = Instant.now().plusSeconds(30);
    TestStream stream = new TestStream();
    Subscriber subscriber =
        node.subscriber(
            new Subscriber.Client(permit, "a", null), stream, List.of(new Topic(TOPIC)));
    node.admission.ask(
        subscriber,
        () -> {
          subscriber.elapse(System.nanoTime(), 0);
          subscriber.probe();
          await().pollDelay(Duration.ofMillis(200)).until(() -> true);
          subscriber.sink().send("connected", "{}");
        });
    subscriber.elapse(System.nanoTime(), NO_HURRY.toNanos());
    assertThat(stream.untilType("session"))
        .extracting(Message::type)
        .containsExactly("connected", "session");
  }

  private static void assertIn(TestStream stream) {
    assertThat(stream.when(all -> !all.isEmpty()).get(0).type()).isEqualTo("connected");
  }

  private static void assertRefused(TestStream stream, String which) {
    Message last = stream.untilType("limit").get(0);
    assertThat(last.data()).isEqualTo("{\"per\":\"" + which + "\",\"retry\":10000}");
    await().until(() -> stream.subscriber.finished());
  }

  @Test
  void the_newest_over_the_limit_of_a_user_is_refused_and_others_are_undisturbed() {
    node.config.limits = new Limits(2, 100, 100);
    TestStream one = ask("alice", "a", null);
    TestStream two = ask("alice", "a", null);
    TestStream three = ask("alice", "a", null);
    assertRefused(three, "user");
    TestStream other = ask("bob", "a", null);
    assertIn(other);
    node.tail.announce(node.log.commit(TOPIC, "news"));
    assertThat(one.textsUntil("news")).containsExactly("news");
    assertThat(two.textsUntil("news")).containsExactly("news");
    assertThat(admitted).hasValue(3);
  }

  @Test
  void an_address_and_the_node_have_limits_too() {
    node.config.limits = new Limits(100, 1, 2);
    assertIn(ask("alice", "a", null));
    assertRefused(ask("bob", "a", null), "address");
    assertIn(ask("bob", "b", null));
    assertRefused(ask("carol", "c", null), "node");
  }

  @Test
  void a_reload_replaces_the_browsers_own_stream_and_is_never_refused() {
    node.config.limits = new Limits(1, 1, 2);
    TestStream stream = ask("alice", "a", "tab");
    for (int i = 0; i < 20; i++) {
      TestStream next = ask("alice", "a", "tab");
      assertIn(next);
      TestStream before = stream;
      await().until(() -> before.subscriber.finished());
      stream = next;
    }
    assertThat(node.hub.census().streams()).hasSize(1);
  }

  @Test
  void a_browser_of_the_same_name_but_another_user_is_not_replaced() {
    TestStream alice = ask("alice", "a", "tab");
    assertIn(alice);
    assertIn(ask("bob", "a", "tab"));
    assertThat(alice.subscriber.sink().isClosed()).isFalse();
  }

  @Test
  void a_reload_without_a_name_gets_in_when_the_old_stream_turns_out_to_be_dead() {
    node.config.limits = new Limits(1, 100, 100);
    TestStream old = ask("alice", "a", null);
    assertIn(old);
    old.hangUp();
    TestStream next = ask("alice", "a", null);
    assertIn(next);
    assertThat(old.subscriber.finished()).isTrue();
  }

  @Test
  void room_that_is_made_while_one_waits_is_taken() {
    node.config.limits = new Limits(1, 100, 100);
    TestStream first = ask("alice", "a", null);
    TestStream second = ask("alice", "a", null);
    first.subscriber.end(Ending.CLOSED);
    assertIn(second);
  }

  @Test
  void a_limit_is_live() {
    node.config.limits = new Limits(1, 100, 100);
    ask("alice", "a", null);
    assertRefused(ask("alice", "a", null), "user");
    node.config.limits = new Limits(2, 100, 100);
    assertIn(ask("alice", "a", null));
  }

  @Test
  void a_node_that_stops_tells_everyone_and_lets_nobody_in() {
    List<TestStream> streams = List.of(ask("alice", "a", null), ask("bob", "b", null));
    node.departure.begin(NO_HURRY);
    for (TestStream stream : streams) {
      Message bye = stream.untilType("bye").get(1);
      assertThat(bye.data()).isEqualTo("{\"reason\":\"stopping\",\"retry\":3000}");
    }
    assertThat(ask("carol", "c", null).untilType("bye")).hasSize(1);
    await().until(() -> node.hub.census().streams().isEmpty());
  }

  @Test
  void streams_leave_one_after_the_other() {
    List<TestStream> streams =
        List.of(ask("a", "a", null), ask("b", "b", null), ask("c", "c", null), ask("d", "d", null));
    streams.forEach(AdmissionTest::assertIn);
    Thread leaving = new Thread(() -> node.departure.begin(NO_HURRY));
    leaving.start();
    // Four streams over 200 ms: when the first has gone, the last is still there.
    await().pollInterval(Duration.ofMillis(1)).until(() -> node.hub.census().streams().size() == 3);
    await().until(() -> node.hub.census().streams().isEmpty());
  }

  @Test
  void a_node_that_is_drained_is_not_ready_and_lets_nobody_in_until_that_is_cancelled() {
    TestStream stream = ask("alice", "a", null);
    assertIn(stream);
    assertThat(node.departure.ready()).isTrue();
    node.departure.announce();
    assertThat(node.departure.ready()).isFalse();
    // Only said so far: whoever comes is let in.
    TestStream late = ask("alice", "a", null);
    assertIn(late);
    node.departure.drain();
    assertThat(stream.untilType("bye")).hasSize(2);
    assertThat(late.untilType("bye")).hasSize(2);
    assertThat(ask("bob", "b", null).untilType("bye")).hasSize(1);
    node.departure.cancel();
    assertThat(node.departure.ready()).isTrue();
    assertIn(ask("bob", "b", null));
  }

  @Test
  void a_drain_that_is_cancelled_on_the_way_leaves_the_others_where_they_are() {
    node.config.leave = Duration.ofHours(1);
    List<TestStream> streams = List.of(ask("alice", "a", null), ask("bob", "b", null));
    streams.forEach(AdmissionTest::assertIn);
    node.departure.announce();
    Thread draining = new Thread(node.departure::drain);
    draining.start();
    await().until(() -> node.hub.census().streams().size() == 1);
    node.departure.cancel();
    await().until(() -> !draining.isAlive());
    assertThat(node.hub.census().streams()).hasSize(1);
    assertIn(ask("carol", "c", null));
    // It stops none the less.
    node.departure.begin(Duration.ZERO);
    await().until(() -> node.hub.census().streams().isEmpty());
    node.departure.cancel();
    assertThat(node.departure.ready()).isFalse();
    assertThat(ask("carol", "c", null).untilType("bye")).hasSize(1);
  }

  @Test
  void where_there_is_another_node_streams_come_back_at_once() {
    TestStream stream = ask("alice", "a", null);
    assertIn(stream);
    node.departure.elsewhere(true);
    node.departure.begin(NO_HURRY);
    assertThat(stream.untilType("bye").get(1).data())
        .matches("\\{\"reason\":\"stopping\",\"retry\":(1[5-9]|2[0-5])[0-9]}");
  }

  @Test
  void the_newest_of_a_user_with_too_many_on_all_nodes_end_and_count_no_more() {
    TestStream old = ask("alice", "a", null);
    assertIn(old);
    assertThat(node.hub.census().watch()).isEqualTo(Map.of("alice", 1));
    TestStream next = ask("alice", "a", null);
    assertIn(next);
    TestStream newest = ask("alice", "a", null);
    assertIn(newest);
    assertIn(ask("bob", "b", null));
    assertThat(node.hub.census().changes()).isEqualTo(Map.of("alice", 3, "bob", 1));
    assertThat(node.hub.census().changes()).isEmpty();
    assertThat(node.admission.refuse("alice", 2)).isEqualTo(2);
    // At once, while they still end: they are not counted twice.
    assertThat(node.hub.census().changes()).isEqualTo(Map.of("alice", 1));
    for (TestStream stream : List.of(next, newest)) {
      assertThat(stream.untilType("limit").get(1).data())
          .isEqualTo("{\"per\":\"user\",\"retry\":10000}");
    }
    await().until(() -> node.hub.census().streams().size() == 2);
    assertThat(old.subscriber.sink().isClosed()).isFalse();
    assertThat(node.admission.refuse("alice", 9)).isEqualTo(1);
    assertThat(node.admission.refuse("alice", 1)).isZero();
    assertThat(node.hub.census().changes()).isEqualTo(Map.of("alice", 0));
    node.hub.census().unwatch();
    assertIn(ask("alice", "a", null));
    assertThat(node.hub.census().changes()).isEmpty();
  }

  @Test
  void a_stream_that_has_lived_long_enough_is_ended_and_its_browser_resumes_soon() {
    node.config.lifetime = Duration.ofMillis(50);
    TestStream stream = ask("alice", "a", null);
    Message bye = stream.untilType("bye").get(1);
    assertThat(bye.data())
        .matches("\\{\"reason\":\"lifetime\",\"retry\":(1[5-9]|2[0-4])[0-9]}|.*250}");
    await().until(() -> stream.subscriber.finished());
  }
}
