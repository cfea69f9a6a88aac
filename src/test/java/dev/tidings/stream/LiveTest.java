package dev.tidings.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.SseParser.Message;
import dev.tidings.events.Event;
import dev.tidings.events.LiveEvent;
import dev.tidings.events.LivePublished;
import dev.tidings.events.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Topics whose events are in no log. */
class LiveTest {
  private static final String METRICS = "metrics/a";
  private static final String LOGS = "logs/a";
  private static final String FEED = "feeds/a";

  private final TestNode node = new TestNode();

  @AfterEach
  void stop() {
    node.close();
  }

  private void send(String topic, @Nullable String key, String type, String text) {
    Event event = new Event(0, new Topic(topic), type, "\"" + text + "\"", Instant.EPOCH);
    node.hub.append(new LivePublished(List.of(new LiveEvent(event, key))));
  }

  private void gauge(String key, String text) {
    send(METRICS, "key " + key, "message", text);
  }

  private void line(String text) {
    send(LOGS, null, "message", text);
  }

  private void lines(int from, int to) {
    IntStream.rangeClosed(from, to).forEach(i -> line(String.valueOf(i)));
  }

  /** A stream whose client does not read, and that is in the middle of a write. */
  private TestStream stalled(String... topics) {
    TestStream stream = node.listen(topics);
    stream.stall(true);
    stream.subscriber.probe();
    return stream;
  }

  private static void awaitWrite() throws InterruptedException {
    // Long enough for a writer to take the stalled stream up.
    Thread.sleep(100);
  }

  @Test
  void everyone_who_listens_gets_it_without_an_id() {
    TestStream one = node.listen(METRICS);
    TestStream two = node.listen(METRICS, FEED);
    gauge("cpu", "1");
    for (TestStream stream : List.of(one, two)) {
      Message message = stream.until("1").get(0);
      assertThat(message.id()).isEmpty();
      assertThat(message.data())
          .isEqualTo(
              "{\"topic\":\"metrics/a\",\"at\":\"1970-01-01T00:00:00.000Z\",\"data\":\"1\"}");
    }
  }

  @Test
  void the_cursor_stays_where_it_was() {
    TestStream stream = node.listen(LOGS, FEED);
    node.tail.announce(node.log.commit(FEED, "stored"));
    stream.until("stored");
    line("live");
    assertThat(stream.until("live")).hasSize(2);
    assertThat(stream.lastId()).isEqualTo("first-1");
  }

  @Test
  void a_reader_that_is_behind_jumps_to_the_newest_value_of_each_key() throws Exception {
    TestStream behind = stalled(METRICS);
    awaitWrite();
    for (int i = 1; i <= 100; i++) {
      gauge("cpu", "cpu" + i);
      gauge("heap", "heap" + i);
    }
    gauge("cpu", "last");
    behind.stall(false);
    assertThat(TestStream.texts(behind.until("last"))).containsExactly("heap100", "last");
  }

  @Test
  void whoever_comes_gets_the_current_values_at_once() {
    gauge("cpu", "1");
    gauge("heap", "2");
    gauge("cpu", "3");
    assertThat(node.listen(METRICS).textsUntil("3")).containsExactly("2", "3");
  }

  private static LiveEvent gauge(String key, String text, long at) {
    Topic topic = new Topic(METRICS);
    return new LiveEvent(
        new Event(0, topic, "message", '"' + text + '"', Instant.ofEpochMilli(at)), "key " + key);
  }

  @Test
  void a_value_is_known_if_it_or_a_newer_one_or_a_later_end_of_all_stands_in_the_channel() {
    assertThat(node.hub.knows(gauge("cpu", "2", 20))).isFalse();
    node.hub.append(new LivePublished(List.of(gauge("cpu", "2", 20)), true));
    assertThat(node.hub.knows(gauge("cpu", "1", 10))).isTrue();
    assertThat(node.hub.knows(gauge("cpu", "2", 20))).isTrue();
    assertThat(node.hub.knows(gauge("cpu", "other", 20))).isFalse();
    assertThat(node.hub.knows(gauge("cpu", "3", 30))).isFalse();
    assertThat(node.hub.knows(gauge("heap", "1", 10))).isFalse();
    Event clear = new Event(0, new Topic(METRICS), "clear", "null", Instant.ofEpochMilli(40));
    node.hub.append(new LivePublished(List.of(new LiveEvent(clear, "")), true));
    assertThat(node.hub.knows(gauge("heap", "1", 30))).isTrue();
    assertThat(node.hub.knows(gauge("heap", "1", 50))).isFalse();
  }

  @Test
  void whoever_comes_gets_the_newest_line_at_once_and_no_other() {
    lines(1, 5);
    TestStream stream = node.listen(LOGS);
    stream.until("5");
    line("6");
    assertThat(stream.textsUntil("6")).containsExactly("5", "6");
  }

  @Test
  void lines_are_never_skipped_while_they_are_in_the_window() throws Exception {
    TestStream behind = stalled(LOGS);
    awaitWrite();
    lines(1, 500);
    behind.stall(false);
    assertThat(behind.textsUntil("500"))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 500).mapToObj(String::valueOf).toList());
  }

  @Test
  void who_falls_out_of_the_window_is_told_how_many_are_missing() throws Exception {
    node.config.channelBytes = 1_000;
    TestStream behind = stalled(LOGS);
    TestStream prompt = node.listen(LOGS);
    awaitWrite();
    for (int i = 1; i <= 200; i++) {
      line(String.valueOf(i));
      prompt.until(String.valueOf(i));
    }
    behind.stall(false);
    List<Message> all = behind.until("200");
    Message gap =
        all.stream().filter(message -> message.type().equals("gap")).findFirst().orElseThrow();
    int received = TestStream.texts(all).size();
    assertThat(received).isBetween(1, 30);
    // As before: neither it nor live events move the browser's cursor.
    assertThat(gap.id()).isEqualTo("first-0");
    assertThat(gap.data()).isEqualTo("{\"topic\":\"logs/a\",\"missed\":" + (200 - received) + "}");
    assertThat(TestStream.texts(all))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(201 - received, 200).mapToObj(String::valueOf).toList());
    assertThat(prompt.until("200")).noneMatch(message -> message.type().equals("gap"));
  }

  @Test
  void more_keys_than_fit_are_told_as_a_gap_and_memory_stays_bounded() throws Exception {
    node.config.channelBytes = 1_000;
    TestStream behind = stalled(METRICS);
    awaitWrite();
    gauge("first", "first");
    behind.stall(false);
    behind.until("first");
    behind.stall(true);
    behind.subscriber.probe();
    awaitWrite();
    for (int i = 1; i <= 200; i++) {
      gauge("key" + i, String.valueOf(i));
    }
    assertThat(node.hub.channel(new Topic(METRICS)).bytes()).isBetween(1L, 1_000L);
    behind.stall(false);
    assertThat(behind.until("200")).anyMatch(message -> message.type().equals("gap"));
  }

  @Test
  void clearing_tells_listeners_and_leaves_nothing_for_who_comes_later() {
    TestStream stream = node.listen(METRICS);
    gauge("cpu", "1");
    stream.until("1");
    send(METRICS, "", Event.CLEAR, "");
    assertThat(stream.untilType(Event.CLEAR)).hasSize(2);
    TestStream later = node.listen(METRICS);
    gauge("cpu", "2");
    assertThat(later.until("2")).hasSize(1);
    assertThat(stream.until("2"))
        .extracting(Message::type)
        .containsExactly("message", "clear", "message");
  }

  @Test
  void a_flood_of_live_events_does_not_keep_stored_ones_from_a_reader() {
    TestStream stream = node.listen(LOGS, FEED);
    Thread flood =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                line("x".repeat(200));
              }
            });
    flood.start();
    try {
      node.tail.announce(node.log.commit(FEED, "stored"));
      stream.when(all -> all.stream().anyMatch(message -> message.data().contains("stored")));
    } finally {
      flood.interrupt();
    }
  }

  @Test
  void values_outlive_their_listeners_for_a_while_and_no_longer() {
    gauge("cpu", "1");
    node.hub.retire(Duration.ZERO, Duration.ofMinutes(1));
    assertThat(node.listen(METRICS).textsUntil("1")).containsExactly("1");
    line("1");
    node.hub.retire(Duration.ZERO, Duration.ZERO);
    TestStream stream = node.listen(LOGS);
    line("2");
    assertThat(stream.textsUntil("2")).containsExactly("2");
  }

  @Test
  void topics_that_nobody_listens_to_are_bounded() {
    for (int i = 0; i < 200; i++) {
      send("metrics/" + i, "key", "message", String.valueOf(i));
    }
    assertThat(node.hub.topics()).hasSize(node.config.maxLiveTopics);
    TestStream stream = node.listen("metrics/199");
    send("metrics/199", "key", "message", "now");
    assertThat(stream.textsUntil("now")).containsExactly("now");
  }

  @Test
  void another_life_of_the_log_does_not_touch_them() {
    TestStream stream = node.listen(LOGS);
    line("1");
    stream.until("1");
    node.hub.restart("second", 0);
    line("2");
    assertThat(TestStream.texts(stream.when(all -> all.size() >= 3))).containsExactly("1", "2");
    assertThat(node.hub.channel(new Topic(LOGS)).bytes()).isPositive();
  }
}
