package dev.tidings.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.events.Event;
import dev.tidings.events.Published;
import dev.tidings.events.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TailTest {
  private static final Topic TOPIC = new Topic("feeds/a");

  private final CountedLog log = new CountedLog();
  private final Config config = new Config();
  private final Hub hub = new Hub(config, topic -> {});
  private final Told ours = new Told();
  private final Tail tail = new Tail(log, hub, config, ours);
  private final Thread thread = new Thread(tail, "test-tail");

  private static final class CountedLog extends FakeLog {
    final AtomicInteger heads = new AtomicInteger();

    /** As long as there is one, the database does not answer. */
    volatile CountDownLatch silence = new CountDownLatch(0);

    @Override
    public synchronized Head head() {
      heads.incrementAndGet();
      try {
        silence.await();
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
      return super.head();
    }
  }

  private static final class Config extends FixedConfig {
    volatile Duration poll = Duration.ofHours(1);
    volatile long announcedBytes = 1 << 20;

    @Override
    public Duration poll() {
      return poll;
    }

    @Override
    public long announcedBytes() {
      return announcedBytes;
    }
  }

  @AfterEach
  void stop() {
    tail.stop();
    thread.interrupt();
  }

  /** It knows where the log ends, and has a channel to put events into. */
  private void begin() {
    tail.poll();
    hub.channel(TOPIC);
  }

  private Published commit(int events) {
    return log.commit(
        "feeds/a", LongStream.range(0, events).mapToObj(Long::toString).toArray(String[]::new));
  }

  private void awaitWatermark(long position) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> hub.watermark() == position);
  }

  /** The positions in the channel, in their order there. */
  private List<Long> inMemory() {
    return inMemoryAfter(0);
  }

  private List<Long> inMemoryAfter(long floor) {
    List<Long> positions = new ArrayList<>();
    Link link = hub.channel(TOPIC).at(floor);
    for (Link next = link.next; next != null; next = next.next) {
      positions.add(next.position);
    }
    return positions;
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  @Test
  void it_begins_at_the_end_of_the_log() {
    commit(7);
    begin();
    assertThat(hub.watermark()).isEqualTo(7);
    assertThat(hub.epoch()).isEqualTo("first");
  }

  @Test
  void announcements_in_order_need_no_look_into_the_log() {
    begin();
    List.of(commit(1), commit(3), commit(1)).forEach(tail::announce);
    int before = log.heads.get();
    log.failing = true;
    thread.start();
    awaitWatermark(5);
    assertThat(inMemory()).isEqualTo(upTo(5));
    assertThat(log.heads.get() - before).isLessThanOrEqualTo(1);
  }

  @Test
  void announcements_out_of_order_are_put_in_order() {
    begin();
    Published first = commit(2);
    Published second = commit(2);
    Published third = commit(2);
    List.of(third, first, second).forEach(tail::announce);
    thread.start();
    awaitWatermark(6);
    tail.announce(commit(1));
    awaitWatermark(7);
    assertThat(inMemory()).isEqualTo(upTo(7));
  }

  @Test
  void what_a_lost_announcement_left_out_is_read_with_the_next() {
    begin();
    commit(3);
    tail.announce(commit(1));
    thread.start();
    awaitWatermark(4);
    assertThat(inMemory()).isEqualTo(upTo(4));
  }

  @Test
  void an_early_announcement_waits_for_those_before_it_and_the_log_is_not_read() {
    begin();
    tail.wait(Duration.ofMinutes(1));
    Published first = commit(2);
    Published second = commit(1);
    Published third = commit(2);
    thread.start();
    await().atMost(Duration.ofSeconds(20)).until(() -> log.heads.get() >= 2);
    log.failing = true;
    tail.announce(third);
    tail.announce(second);
    tail.announce(first);
    awaitWatermark(5);
    assertThat(inMemory()).isEqualTo(upTo(5));
  }

  @Test
  void what_does_not_come_in_time_is_read_from_the_log() {
    begin();
    tail.wait(Duration.ofMillis(50));
    commit(2);
    Published announced = commit(1);
    thread.start();
    await().atMost(Duration.ofSeconds(20)).until(() -> log.heads.get() >= 2);
    tail.announce(announced);
    awaitWatermark(3);
    assertThat(inMemory()).isEqualTo(upTo(3));
  }

  @Test
  void with_patience_too_what_nobody_announces_is_found() {
    begin();
    tail.wait(Duration.ofMinutes(1));
    config.poll = Duration.ofMillis(10);
    thread.start();
    commit(3);
    awaitWatermark(3);
    assertThat(inMemory()).isEqualTo(upTo(3));
  }

  @Test
  void without_any_announcement_it_looks_every_so_often() {
    config.poll = Duration.ofMillis(10);
    begin();
    thread.start();
    commit(3);
    awaitWatermark(3);
    commit(450);
    awaitWatermark(453);
    assertThat(inMemory()).isEqualTo(upTo(453));
  }

  @Test
  void told_to_look_it_looks_at_once_each_time() {
    begin();
    thread.start();
    for (int i = 1; i <= 3; i++) {
      commit(1);
      tail.look();
      awaitWatermark(i);
    }
    assertThat(inMemory()).isEqualTo(upTo(3));
  }

  @Test
  void events_of_the_hubs_own_topics_are_told_announced_or_not() {
    begin();
    assertThat(ours.begun).hasValue(1);
    thread.start();
    tail.announce(log.commit("tidings/revocations", "1"));
    awaitWatermark(1);
    log.commit("tidings/revocations", "2");
    commit(1);
    tail.look();
    awaitWatermark(3);
    assertThat(ours.events).extracting(Event::position).containsExactly(1L, 2L);
  }

  @Test
  void overlapping_announcements_bring_nothing_twice() {
    begin();
    Published first = commit(2);
    Published second = commit(3);
    List<Event> both = new ArrayList<>(first.events());
    both.addAll(second.events());
    List.of(first, first, new Published("first", both), second, commit(1)).forEach(tail::announce);
    thread.start();
    awaitWatermark(6);
    assertThat(inMemory()).isEqualTo(upTo(6));
  }

  @Test
  void an_announcement_of_another_epoch_is_not_believed() {
    begin();
    commit(1);
    tail.announce(new Published("other", log.commit("feeds/b", "x").events()));
    thread.start();
    awaitWatermark(2);
    assertThat(inMemory()).containsExactly(1L);
  }

  @Test
  void more_than_may_wait_is_dropped_and_read_from_the_log() {
    begin();
    config.announcedBytes = 150;
    for (int i = 0; i < 10; i++) {
      tail.announce(commit(1));
    }
    config.poll = Duration.ofMillis(10);
    thread.start();
    awaitWatermark(10);
    assertThat(inMemory()).isEqualTo(upTo(10));
  }

  @Test
  void an_announcement_that_was_handled_makes_room_for_the_next() {
    begin();
    // For two: the watermark moves a moment before there is room again.
    config.announcedBytes = 250;
    thread.start();
    for (int i = 1; i <= 50; i++) {
      tail.announce(commit(1));
      awaitWatermark(i);
    }
    assertThat(log.heads.get()).isLessThanOrEqualTo(2);
  }

  @Test
  void rows_that_expired_are_not_waited_for() {
    begin();
    commit(10);
    log.expire("feeds/a", 8);
    tail.poll();
    assertThat(hub.watermark()).isEqualTo(10);
    assertThat(inMemoryAfter(8)).containsExactly(9L, 10L);
  }

  @Test
  void a_log_whose_end_expired_is_read_to_its_head() {
    begin();
    commit(10);
    log.expire("feeds/a", 11);
    tail.poll();
    assertThat(hub.watermark()).isEqualTo(10);
    tail.announce(commit(1));
    thread.start();
    awaitWatermark(11);
    assertThat(inMemoryAfter(11)).isEmpty();
  }

  @Test
  void exactly_a_page_is_read_to_the_head() {
    begin();
    commit(200);
    tail.poll();
    assertThat(hub.watermark()).isEqualTo(200);
    commit(400);
    log.expire("feeds/a", 401);
    tail.poll();
    assertThat(hub.watermark()).isEqualTo(600);
  }

  @Test
  void it_goes_on_once_the_log_answers_again() {
    config.poll = Duration.ofMillis(10);
    begin();
    log.failing = true;
    thread.start();
    Published lost = commit(1);
    Published gap = commit(1);
    int looks = log.heads.get();
    tail.announce(gap);
    await().until(() -> log.heads.get() > looks + 2);
    assertThat(hub.watermark()).isZero();
    log.failing = false;
    awaitWatermark(2);
    assertThat(lost.events()).hasSize(1);
    assertThat(inMemory()).isEqualTo(upTo(2));
  }

  @Test
  void a_log_that_does_not_answer_at_first_is_waited_for() {
    config.poll = Duration.ofMillis(10);
    log.failing = true;
    commit(3);
    thread.start();
    await().until(() -> log.heads.get() > 2);
    assertThat(tail.current()).isFalse();
    log.failing = false;
    awaitWatermark(3);
    await().until(tail::current);
  }

  @Test
  void it_is_current_only_while_it_sees_the_log() {
    config.poll = Duration.ofMillis(10);
    begin();
    assertThat(tail.current()).isTrue();
    log.failing = true;
    await()
        .until(
            () -> {
              tail.poll();
              return !tail.current();
            });
  }

  @Test
  void a_log_set_back_gets_another_epoch() {
    begin();
    commit(9);
    tail.poll();
    log.loseAfter(4);
    tail.poll();
    assertThat(hub.watermark()).isEqualTo(4);
    assertThat(hub.epoch()).isNotEqualTo("first").isEqualTo(log.head().epoch());
    commit(1);
    tail.poll();
    assertThat(hub.watermark()).isEqualTo(5);
    assertThat(hub.channel(TOPIC).at(4).next.position).isEqualTo(5);
    assertThat(hub.channel(TOPIC).at(3)).isNull();
  }

  @Test
  void another_nodes_new_epoch_is_taken_over() {
    begin();
    commit(3);
    tail.poll();
    log.rotateEpoch("first", "second");
    commit(2);
    tail.poll();
    assertThat(hub.epoch()).isEqualTo("second");
    assertThat(hub.watermark()).isEqualTo(5);
  }

  @Test
  void the_watermark_never_runs_ahead_of_the_channels() throws InterruptedException {
    config.poll = Duration.ofMillis(1);
    begin();
    Topic other = new Topic("feeds/b");
    hub.channel(other);
    thread.start();
    Thread publisher =
        new Thread(
            () -> {
              for (int i = 0; i < 500; i++) {
                Published odd = log.commit("feeds/a", "x", "y");
                Published even = log.commit("feeds/b", "z");
                tail.announce(even);
                tail.announce(odd);
              }
            });
    publisher.start();
    Link a = hub.channel(TOPIC).at(0);
    Link b = hub.channel(other).at(0);
    long seen = 0;
    long watermark = 0;
    while (watermark < 1_500) {
      watermark = hub.watermark();
      // Positions go a a b a a b …: up to the watermark every one of them must be there.
      while (seen < watermark) {
        Link next = seen % 3 == 2 ? b.next : a.next;
        assertThat(next).isNotNull();
        assertThat(next.position).isEqualTo(seen + 1);
        a = seen % 3 == 2 ? a : next;
        b = seen % 3 == 2 ? next : b;
        seen++;
      }
    }
    publisher.join();
  }

  @Test
  void its_lag_is_what_was_committed_and_is_not_in_the_hub() {
    begin();
    assertThat(tail.lag()).isZero();
    Published first = commit(3);
    Published second = commit(2);
    tail.announce(second);
    assertThat(tail.lag()).isEqualTo(5);
    tail.announce(first);
    tail.poll();
    assertThat(tail.lag()).isZero();
  }

  @Test
  void what_was_announced_of_a_life_that_is_over_is_no_lag_for_long() {
    begin();
    Published before = commit(5);
    log.loseAfter(1);
    tail.poll();
    tail.announce(before);
    tail.poll();
    assertThat(tail.lag()).isZero();
  }

  @Test
  void one_that_is_held_up_for_too_long_is_told_from_one_that_goes_on() {
    config.poll = Duration.ofMillis(10);
    thread.start();
    Duration stuck = Duration.ofMillis(200);
    await().until(() -> log.heads.get() > 2);
    assertThat(tail.begun()).isTrue();
    assertThat(tail.progresses(Duration.ofHours(1))).isTrue();
    log.silence = new CountDownLatch(1);
    await().until(() -> !tail.progresses(stuck));
    assertThat(tail.progresses(Duration.ofHours(1))).isTrue();
    log.silence.countDown();
    await().until(() -> tail.progresses(stuck));
  }

  @Test
  void a_database_that_fails_is_told_and_the_tail_goes_on_all_the_same() {
    assertThat(tail.begun()).isFalse();
    begin();
    assertThat(tail.answered()).isTrue();
    log.failing = true;
    tail.poll();
    assertThat(tail.answered()).isFalse();
    log.failing = false;
    tail.poll();
    assertThat(tail.answered()).isTrue();
  }
}
