package dev.tidings.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.events.Event;
import dev.tidings.events.LiveEvent;
import dev.tidings.events.LivePublished;
import dev.tidings.events.Topic;
import dev.tidings.stream.Latency.Figures;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long deliveries take: the figures, and what counts as one. */
class LatencyTest {
  private static final String FEED = "feeds/a";
  private static final String METRICS = "metrics/a";

  private final TestNode node = new TestNode();

  @AfterEach
  void stop() {
    node.close();
  }

  private static Figures of(LongStream millis) {
    Latency latency = new Latency();
    millis.forEach(latency::record);
    latency.roll();
    return latency.latest();
  }

  /** A stream that is served when the test says so. */
  private Subscriber listen(TestStream stream, long cursor, String topic) {
    return node.byHand(Runnable::run, stream, cursor, topic);
  }

  private Figures serving(Subscriber stream) {
    stream.serve(new Batch());
    node.apart.latency().roll();
    return node.apart.latency().latest();
  }

  private void commit(Instant at, String text) {
    node.log.at = at;
    node.tail.announce(node.log.commit(FEED, text));
    node.awaitTail();
  }

  private void live(@Nullable String key, Instant at) {
    Event value = new Event(0, new Topic(METRICS), "gauge", "42", at);
    node.hub.append(new LivePublished(List.of(new LiveEvent(value, key))));
  }

  @Test
  void a_stretch_without_deliveries_has_no_figures() {
    assertThat(of(LongStream.empty())).isEqualTo(Figures.NONE);
  }

  @Test
  void figures_are_of_the_last_stretch_only() {
    Latency latency = new Latency();
    latency.record(900);
    latency.roll();
    latency.record(3);
    latency.roll();
    assertThat(latency.latest()).isEqualTo(new Figures(1, 3, 3, 3));
    latency.roll();
    assertThat(latency.latest()).isEqualTo(Figures.NONE);
  }

  @Test
  void half_and_ninety_nine_of_a_hundred_did_not_take_longer() {
    assertThat(of(LongStream.rangeClosed(1, 10))).isEqualTo(new Figures(10, 5, 10, 10));
    LongStream mostlyFast =
        LongStream.concat(LongStream.generate(() -> 2).limit(99), LongStream.of(15));
    assertThat(of(mostlyFast)).isEqualTo(new Figures(100, 2, 2, 15));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 15, 16, 17, 31, 32, 100, 999, 1_000, 60_000, 131_071})
  void a_figure_is_right_to_an_eighth(long millis) {
    long told = of(LongStream.of(millis)).max();
    assertThat(told).isBetween(millis, millis + millis / 8);
  }

  @Test
  void what_is_out_of_range_counts_as_the_end_of_it() {
    assertThat(of(LongStream.of(-5)).max()).isZero();
    assertThat(of(LongStream.of(Long.MAX_VALUE)).max()).isEqualTo((1 << 17) - 1);
  }

  @Test
  void it_is_measured_from_the_oldest_event_of_a_write() {
    Subscriber stream = listen(new TestStream(), 0, FEED);
    Instant before = Instant.now();
    commit(before.plusMillis(1), "first");
    commit(before.plusMillis(2), "second");
    await().until(() -> Instant.now().isAfter(before.plusMillis(300)));
    Figures figures = serving(stream);
    assertThat(figures.count()).isEqualTo(1);
    assertThat(figures.max()).isBetween(299L, 60_000L);
  }

  @Test
  void what_was_there_before_the_stream_is_replayed_and_does_not_count() {
    Instant hourAgo = Instant.now().minusSeconds(3_600);
    node.hub.channel(new Topic(FEED));
    commit(hourAgo, "in memory");
    assertThat(serving(listen(new TestStream(), 0, FEED))).isEqualTo(Figures.NONE);
    live("key a", hourAgo);
    live(null, hourAgo);
    TestStream response = new TestStream();
    assertThat(serving(listen(response, 1, METRICS))).isEqualTo(Figures.NONE);
    assertThat(response.when(all -> all.size() == 2)).hasSize(2);
  }

  @Test
  void live_events_count_whether_each_does_or_the_newest() {
    for (String key : Arrays.asList("key a", null)) {
      Subscriber stream = listen(new TestStream(), 0, METRICS);
      live(key, Instant.now());
      assertThat(serving(stream).count()).isEqualTo(1);
    }
  }

  @Test
  void what_a_stream_says_of_itself_does_not_count() {
    TestStream response = new TestStream();
    Subscriber stream = listen(response, 0, FEED);
    commit(Instant.now(), "first");
    assertThat(serving(stream).count()).isEqualTo(1);
    stream.bye(Ending.STOPPING, 100);
    assertThat(serving(stream)).isEqualTo(Figures.NONE);
    response.untilType("bye");
  }

  @Test
  void what_was_told_once_is_not_told_again() {
    Delay delay = new Delay(1_000);
    delay.of(1_500);
    delay.of(1_200);
    delay.of(1_900);
    assertThat(delay.written(2_000)).isEqualTo(800);
    assertThat(delay.written(2_000)).isEqualTo(-1);
    delay.of(999);
    assertThat(delay.written(2_000)).as("from before the stream").isEqualTo(-1);
  }
}
