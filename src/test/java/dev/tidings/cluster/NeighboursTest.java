package dev.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.events.Topic;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeighboursTest {
  private static final Topic TOPIC = new Topic("metrics/a");

  private final Neighbours neighbours =
      new Neighbours(
          new Neighbours.News() {
            @Override
            public void begun(String run, Topic topic) {}

            @Override
            public void heard(Topic topic, boolean any) {}
          });

  private static Message.Listens change(long number, boolean anew) {
    return new Message.Listens(number, anew, List.of(TOPIC), List.of());
  }

  @Test
  void a_hole_in_the_numbers_is_noticed_once() {
    assertThat(neighbours.heard("a", 1, 0)).isTrue();
    assertThat(neighbours.heard("a", 2, 0)).isTrue();
    assertThat(neighbours.heard("b", 1, 0)).isTrue();
    assertThat(neighbours.heard("a", 4, 0)).isFalse();
    assertThat(neighbours.heard("a", 4, 0)).isTrue();
    assertThat(neighbours.heard("a", 5, 0)).isTrue();
  }

  @Test
  void of_a_node_that_was_there_before_something_is_missing() {
    assertThat(neighbours.heard("a", 100, 0)).isFalse();
    neighbours.forget(100, 10);
    assertThat(neighbours.heard("a", 101, 100)).isFalse();
  }

  @Test
  void what_is_missing_is_asked_for_once_and_again_when_the_node_says_that_it_is_there() {
    neighbours.heard("a", 1, 0);
    assertThat(neighbours.listens("a", change(0, true))).isTrue();
    assertThat(neighbours.listens("a", change(2, false))).isFalse();
    assertThat(neighbours.listens("a", change(3, false))).isTrue();
    assertThat(neighbours.knows("a", 3)).isFalse();
    assertThat(neighbours.listens("a", change(4, true))).isTrue();
    assertThat(neighbours.knows("a", 4)).isTrue();
    assertThat(neighbours.listens("a", change(6, false))).isFalse();
  }
}
