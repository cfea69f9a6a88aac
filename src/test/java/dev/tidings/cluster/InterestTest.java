package dev.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.events.Topic;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterestTest {
  private static final Topic TOPIC = new Topic("metrics/a");
  private static final Topic OTHER = new Topic("metrics/b");

  private final Interest interest = new Interest();

  @Test
  void whoever_begins_again_comes_after_the_end() {
    interest.begin(TOPIC);
    interest.leave(TOPIC, 0);
    assertThat(interest.end(9, 10)).isEmpty();
    Message ended = interest.end(10, 10).orElseThrow();
    // Numbered when it ended, not when it is told.
    Message begun = interest.begin(TOPIC).orElseThrow();
    assertThat(ended).isEqualTo(new Message.Listens(2, false, List.of(), List.of(TOPIC)));
    assertThat(begun).isEqualTo(new Message.Listens(3, false, List.of(TOPIC), List.of()));
    assertThat(interest.end(100, 10)).isEmpty();
  }

  @Test
  void whoever_is_back_in_time_has_never_left() {
    interest.begin(TOPIC);
    interest.leave(TOPIC, 0);
    assertThat(interest.begin(TOPIC)).isEmpty();
    assertThat(interest.end(100, 10)).isEmpty();
    interest.leave(OTHER, 0);
    assertThat(interest.end(100, 10)).isEmpty();
  }

  @Test
  void of_many_that_were_left_the_first_go_at_once() {
    for (int i = 0; i <= 10_000; i++) {
      Topic topic = new Topic("jobs/" + i);
      interest.begin(topic);
      interest.leave(topic, i);
    }
    assertThat(interest.end(0, Long.MAX_VALUE))
        .hasValueSatisfying(told -> assertThat(told.ended()).containsExactly(new Topic("jobs/0")));
    assertThat(interest.end(0, Long.MAX_VALUE)).isEmpty();
    assertThat(interest.topics()).hasSize(10_000);
  }
}
