package dev.tidings.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.events.Event;
import dev.tidings.events.LiveEvent;
import dev.tidings.events.LivePublished;
import dev.tidings.events.Topic;
import dev.tidings.metrics.Recent.Kept;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecentTest {
  private static final String TOPIC = "metrics/a";

  private final FixedMetricsConfig config = new FixedMetricsConfig();
  private final Recent recent = new Recent(config);
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  private void publish(String topic, @Nullable String key, String type, String data, Instant at) {
    Event event = new Event(0, new Topic(topic), type, data, at);
    recent.published(new LivePublished(List.of(new LiveEvent(event, key))));
  }

  private void gauge(String topic, String key, Object data, long secondsAgo) {
    publish(topic, "key " + key, "gauge", data.toString(), now.minusSeconds(secondsAgo));
  }

  private List<Kept> kept(String topic) {
    return recent.of(new Topic(topic), Instant.EPOCH);
  }

  private List<String> data(String topic) {
    return kept(topic).stream().map(kept -> kept.sample().data()).toList();
  }

  @Test
  void samples_are_told_in_order_with_the_key_they_were_published_with() {
    gauge(TOPIC, "cpu", 1, 3);
    publish(TOPIC, "type total", "total", "2", now.minusSeconds(2));
    gauge(TOPIC, "cpu", 3, 1);
    assertThat(data(TOPIC)).containsExactly("1", "2", "3");
    assertThat(kept(TOPIC)).extracting(Kept::key).containsExactly("cpu", null, "cpu");
    assertThat(kept("metrics/b")).isEmpty();
  }

  @Test
  void of_each_second_and_gauge_the_last_is_kept() {
    IntStream.range(0, 1_000).forEach(i -> gauge(TOPIC, "fast", i, 1));
    gauge(TOPIC, "slow", "7", 1);
    assertThat(data(TOPIC)).containsExactlyInAnyOrder("999", "7");
  }

  @Test
  void only_what_is_from_a_moment_on_is_told() {
    IntStream.rangeClosed(0, 9).forEach(i -> gauge(TOPIC, "a", i, 9 - i));
    List<Kept> since = recent.of(new Topic(TOPIC), now.minusSeconds(2));
    assertThat(since).extracting(kept -> kept.sample().data()).containsExactly("7", "8", "9");
  }

  @Test
  void what_is_older_than_it_is_kept_is_gone_when_another_comes_and_when_it_is_asked_for() {
    gauge(TOPIC, "a", 1, 3_600);
    gauge("metrics/b", "b", 1, 3_600);
    gauge(TOPIC, "a", 2, 0);
    assertThat(data(TOPIC)).containsExactly("2");
    assertThat(recent.topics()).containsExactly(new Topic(TOPIC));
    config.kept = Duration.ZERO;
    assertThat(recent.topics()).isEmpty();
    assertThat(recent.bytes()).isZero();
  }

  @Test
  void what_is_older_takes_no_room_even_if_nobody_ever_asks() {
    IntStream.range(0, 1_000).forEach(i -> gauge(TOPIC, "a", 7, 10_000 - i));
    long before = recent.bytes();
    IntStream.range(1_000, 10_000).forEach(i -> gauge(TOPIC, "a", 7, 10_000 - i));
    assertThat(recent.bytes()).isEqualTo(before);
  }

  @Test
  void beyond_so_many_gauges_the_one_that_was_quiet_for_longest_is_forgotten() {
    config.series = 2;
    gauge(TOPIC, "a", "1", 3);
    gauge(TOPIC, "b", "2", 2);
    gauge(TOPIC, "a", "3", 1);
    gauge(TOPIC, "c", "4", 0);
    assertThat(data(TOPIC)).containsExactly("1", "3", "4");
  }

  @Test
  void beyond_so_many_bytes_whoever_has_the_most_gives_way() {
    config.bytes = 5_000;
    gauge("metrics/small", "a", "1", 100);
    IntStream.range(0, 100).forEach(i -> gauge("metrics/large", "a", i + "0".repeat(500), 99 - i));
    assertThat(recent.bytes()).isBetween(3_000L, 5_000L);
    assertThat(data("metrics/small")).containsExactly("1");
    assertThat(data("metrics/large").get(0)).startsWith("9");
    assertThat(data("metrics/large")).hasSizeBetween(5, 9);
  }

  @Test
  void the_bytes_that_are_told_are_those_that_are_kept() {
    config.series = 3;
    for (int i = 0; i < 500; i++) {
      gauge("metrics/" + i % 5, "a", "1".repeat(1 + i % 40), 500 - i);
    }
    long before = recent.bytes();
    assertThat(before).isPositive();
    for (int i = 0; i < 5; i++) {
      publish("metrics/" + i, "", Event.CLEAR, "null", now);
    }
    assertThat(recent.bytes()).isZero();
  }

  @Test
  void what_is_too_large_is_not_kept() {
    gauge(TOPIC, "a", "1".repeat(1_000), 1);
    gauge(TOPIC, "a", "2".repeat(1_001), 0);
    assertThat(data(TOPIC)).containsExactly("1".repeat(1_000));
  }

  @Test
  void other_topics_than_those_of_gauges_are_not_kept() {
    publish("logs/a", null, "line", "1", now);
    assertThat(recent.topics()).isEmpty();
  }

  @Test
  void clearing_a_topic_forgets_its_gauges_and_no_other() {
    gauge(TOPIC, "a", 1, 1);
    gauge("metrics/b", "a", 2, 1);
    publish(TOPIC, "", Event.CLEAR, "null", now);
    assertThat(data(TOPIC)).isEmpty();
    assertThat(data("metrics/b")).containsExactly("2");
  }

  @Test
  void events_that_all_count_are_kept_by_their_type() {
    publish(TOPIC, null, "a", "1", now);
    publish(TOPIC, null, "b", "2", now);
    assertThat(data(TOPIC)).containsExactlyInAnyOrder("1", "2");
  }
}
