package dev.tidings.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.SseParser.Message;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubscriberTest {
  private final TestNode node = new TestNode();

  @AfterEach
  void stop() {
    node.close();
  }

  private void publish(String topic, String... texts) {
    node.tail.announce(node.log.commit(topic, texts));
  }

  private static String[] numbered(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toArray(String[]::new);
  }

  @Test
  void events_after_joining_arrive_once_and_in_order() {
    publish("feeds/news", "before");
    node.awaitTail();
    TestStream stream = node.listenAfter(1, "feeds/news");
    publish("feeds/news", numbered(1, 200));
    assertThat(stream.textsUntil("200")).containsExactly(numbered(1, 200));
  }

  @Test
  void several_topics_arrive_in_the_order_of_the_log() {
    TestStream stream = node.listen("feeds/a", "feeds/b", "feeds/c");
    for (int i = 1; i <= 300; i++) {
      publish("feeds/" + "abc".charAt(i * 7 % 3), Integer.toString(i));
    }
    assertThat(stream.textsUntil("300")).containsExactly(numbered(1, 300));
  }

  @Test
  void what_other_topics_get_is_not_heard() {
    TestStream stream = node.listen("feeds/a");
    publish("feeds/b", "other");
    publish("feeds/a", "mine");
    assertThat(stream.textsUntil("mine")).containsExactly("mine");
  }

  @Test
  void a_cursor_older_than_memory_is_served_from_the_log_and_goes_on_live() {
    publish("feeds/a", numbered(1, 40));
    node.awaitTail();
    TestStream stream = node.listenAfter(10, "feeds/a");
    stream.until("40");
    publish("feeds/a", "live");
    assertThat(stream.textsUntil("live")).startsWith("11").hasSize(31).endsWith("40", "live");
  }

  @Test
  void a_reader_whose_place_was_evicted_goes_on_from_the_log() {
    node.config.channelBytes = 600;
    TestStream slow = node.listen("feeds/a", "feeds/b");
    TestStream quick = node.listen("feeds/a");
    publish("feeds/a", "0");
    slow.until("0");
    slow.stall(true);
    for (int i = 1; i <= 100; i++) {
      publish(i % 2 == 0 ? "feeds/a" : "feeds/b", Integer.toString(i));
    }
    quick.until("100");
    slow.stall(false);
    assertThat(slow.textsUntil("100")).containsExactly(numbered(0, 100));
  }

  @Test
  void the_node_keeps_no_more_in_memory_than_it_may() {
    node.config.nodeBytes = 1_000;
    TestStream a = node.listen("feeds/a");
    TestStream b = node.listen("feeds/b");
    publish("feeds/a", numbered(1, 50));
    publish("feeds/b", numbered(51, 100));
    publish("feeds/a", "end");
    assertThat(a.textsUntil("end")).hasSize(51);
    assertThat(b.textsUntil("100")).hasSize(50);
    long held =
        List.of("feeds/a", "feeds/b").stream()
            .mapToLong(topic -> node.hub.channel(new dev.tidings.events.Topic(topic)).bytes())
            .sum();
    assertThat(held).isBetween(1L, 1_000L);
  }

  @Test
  void a_stalled_reader_holds_up_nobody() {
    List<TestStream> stalled =
        IntStream.range(0, 10).mapToObj(i -> node.listen("feeds/a")).toList();
    stalled.forEach(stream -> stream.stall(true));
    TestStream lively = node.listen("feeds/a");
    publish("feeds/a", numbered(1, 50));
    assertThat(lively.textsUntil("50")).hasSize(50);
    stalled.forEach(stream -> stream.stall(false));
    stalled.forEach(stream -> assertThat(stream.textsUntil("50")).hasSize(50));
  }

  @Test
  void events_that_gathered_go_out_in_few_writes() {
    node.writeBytes(1 << 16);
    TestStream stream = node.listen("feeds/a");
    publish("feeds/a", numbered(1, 100));
    stream.until("100");
    assertThat(stream.writes).isLessThan(10);
  }

  @Test
  void below_the_floor_it_is_reset_once_and_gets_what_is_left() {
    publish("feeds/a", numbered(1, 30));
    publish("feeds/b", numbered(31, 60));
    node.awaitTail();
    node.log.expire("feeds/a", 20);
    TestStream stream = node.listenAfter(5, "feeds/a", "feeds/b");
    List<Message> all = stream.until("60");
    assertThat(all.get(0).type()).isEqualTo("reset");
    assertThat(all.get(0).data())
        .isEqualTo("{\"topics\":[\"feeds/a\"],\"oldest\":\"first-20\",\"newest\":\"first-60\"}");
    assertThat(all.get(0).id()).isEqualTo("first-5");
    assertThat(all).filteredOn(message -> message.type().equals("reset")).hasSize(1);
    assertThat(TestStream.texts(all)).containsExactly(numbered(21, 60));
  }

  @Test
  void a_cursor_that_means_nothing_is_reset_and_starts_now() {
    publish("feeds/a", "old");
    node.awaitTail();
    TestStream warm = node.listenAfter(0, "feeds/a");
    warm.until("old");
    TestStream stream = node.listenLost("feeds/a");
    List<Message> reset = stream.when(all -> !all.isEmpty());
    assertThat(reset.get(0).type()).isEqualTo("reset");
    assertThat(reset.get(0).id()).isEqualTo("first-1");
    publish("feeds/a", "new");
    assertThat(stream.textsUntil("new")).containsExactly("new");
  }

  @Test
  void beyond_the_head_it_is_reset() {
    publish("feeds/a", "old");
    node.awaitTail();
    TestStream stream = node.listenAfter(1_000, "feeds/a");
    assertThat(stream.when(all -> !all.isEmpty()).get(0).type()).isEqualTo("reset");
    publish("feeds/a", "new");
    assertThat(stream.textsUntil("new")).containsExactly("new");
  }

  @Test
  void beyond_the_tail_but_not_the_head_it_waits_and_is_not_reset() {
    node.tail.stop();
    node.log.commit("feeds/a", numbered(1, 10));
    TestStream stream = node.listenAfter(8, "feeds/a");
    assertThat(node.hub.watermark()).isZero();
    node.tail.poll();
    List<Message> all = stream.until("10");
    assertThat(all).extracting(Message::type).containsOnly("message");
    assertThat(TestStream.texts(all)).containsExactly("9", "10");
  }

  @Test
  void clearing_reaches_who_listens_and_resets_who_was_away() {
    TestStream stream = node.listen("feeds/a");
    publish("feeds/a", "1", "2");
    stream.until("2");
    node.tail.announce(node.log.clear("feeds/a"));
    stream.untilType("clear");
    TestStream away = node.listenAfter(1, "feeds/a");
    assertThat(away.when(all -> !all.isEmpty()).get(0).type()).isEqualTo("reset");
    publish("feeds/a", "3");
    assertThat(away.textsUntil("3")).containsExactly("3");
  }

  @Test
  void another_epoch_resets_everybody() {
    TestStream stream = node.listen("feeds/a");
    publish("feeds/a", "1", "2", "3");
    stream.until("3");
    node.log.loseAfter(1);
    List<Message> all = stream.untilType("reset");
    assertThat(all.get(all.size() - 1).id()).endsWith("-1").doesNotStartWith("first");
    publish("feeds/a", "again");
    assertThat(stream.until("again")).extracting(Message::data).last().asString().contains("again");
    assertThat(stream.lastPosition()).isEqualTo(2);
  }

  @Test
  void a_quiet_stream_gets_a_tick_with_its_cursor() {
    node.config.heartbeat = Duration.ofMillis(300);
    TestStream stream = node.listen("feeds/a");
    publish("feeds/b", "elsewhere");
    List<Message> ticks = stream.when(all -> all.size() >= 2);
    assertThat(ticks).extracting(Message::type).containsOnly("tick");
    assertThat(stream.lastId()).isEqualTo("first-1");
  }

  @Test
  void heartbeats_go_on_while_the_log_cannot_be_read_and_the_replay_follows() {
    publish("feeds/a", numbered(1, 10));
    node.awaitTail();
    node.listenAfter(0, "feeds/a").until("10");
    node.log.failing = true;
    node.config.heartbeat = Duration.ofMillis(300);
    TestStream stream = node.listenLost("feeds/b");
    stream.when(all -> all.size() >= 2);
    node.log.failing = false;
    assertThat(stream.untilType("reset")).isNotEmpty();
  }

  @Test
  void who_hung_up_leaves_the_hub() {
    node.config.heartbeat = Duration.ofMillis(300);
    TestStream stream = node.listen("feeds/a");
    assertThat(node.hub.census().streams()).hasSize(1);
    stream.hangUp();
    node.listen("feeds/a").when(all -> node.hub.census().streams().size() == 1 && !all.isEmpty());
  }

  @Test
  void a_new_stream_of_the_same_client_replaces_the_old_one() {
    TestStream old = node.join(new TestStream(), 0, false, "browser", "feeds/a");
    TestStream next = node.join(new TestStream(), 0, false, "browser", "feeds/a");
    publish("feeds/a", "1");
    next.until("1");
    assertThat(old.subscriber.sink().isClosed()).isTrue();
    assertThat(next.subscriber.sink().isClosed()).isFalse();
  }

  @Test
  void a_stream_that_ended_is_counted_by_its_reason() {
    node.join(new TestStream(), 0, false, "browser", "feeds/a");
    assertThat(node.ended(Ending.REPLACED)).isZero();
    node.join(new TestStream(), 0, false, "browser", "feeds/a");
    await().until(() -> node.ended(Ending.REPLACED) == 1);
    assertThat(node.ended(Ending.CLIENT_GONE)).isZero();
  }

  @Test
  void an_own_event_never_takes_the_id_back() {
    TestStream stream = node.listen("feeds/a");
    stream.stall(true);
    publish("feeds/a", numbered(1, 50));
    stream.subscriber.endSession(Ending.SIGNED_OUT);
    stream.stall(false);
    List<Message> all = stream.untilType("session");
    List<Long> ids =
        all.stream().map(message -> Long.parseLong(message.id().split("-", -1)[1])).toList();
    assertThat(ids).isSorted();
  }
}
