package dev.tidings.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.events.Event;
import dev.tidings.events.Topic;
import dev.tidings.events.Tracing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TracedTest {
  private static final Topic NEWS = new Topic("feeds/news");

  /** Writes down what was delivered. */
  private static final class Told implements Tracing {
    private final List<String> deliveries = new ArrayList<>();

    @Override
    public boolean on() {
      return true;
    }

    @Override
    public @Nullable Publishing begin(Topic topic, int events) {
      return null;
    }

    @Override
    public void delivered(Topic topic, long position, Instant at, String trace) {
      deliveries.add(topic + " " + position + " " + trace);
    }
  }

  private final Told told = new Told();
  private final Traced traced = new Traced(told);

  private static Event event(long position, @Nullable String trace) {
    return new Event(position, NEWS, "message", "1", Instant.EPOCH, trace);
  }

  @Test
  void only_the_first_delivery_is_told() {
    traced.expect(List.of(event(1, null), event(2, "two")));
    assertThat(traced.expects(1)).isFalse();
    assertThat(traced.expects(2)).isTrue();
    traced.delivered(2);
    traced.delivered(2);
    traced.delivered(1);
    assertThat(traced.expects(2)).isFalse();
    assertThat(told.deliveries).containsExactly("feeds/news 2 two");
  }

  @Test
  void what_nobody_gets_is_forgotten_the_oldest_first() {
    traced.expect(
        LongStream.rangeClosed(1, Traced.MOST + 2L)
            .mapToObj(position -> event(position, "x"))
            .toList());
    assertThat(traced.expects(2)).isFalse();
    assertThat(traced.expects(3)).isTrue();
    assertThat(traced.expects(Traced.MOST + 2L)).isTrue();
  }

  @Test
  void positions_of_another_life_of_the_log_mean_nothing() {
    traced.expect(List.of(event(1, "x")));
    traced.restart();
    assertThat(traced.expects(1)).isFalse();
  }

  @Test
  void where_nobody_follows_nothing_is_kept() {
    Traced off = new Traced(Tracing.NONE);
    off.expect(List.of(event(1, "x")));
    assertThat(off.expects(1)).isFalse();
  }
}
