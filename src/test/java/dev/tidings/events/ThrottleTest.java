package dev.tidings.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidings.problem.Problem;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThrottleTest {
  private static final int RATE = 10;
  private static final int BURST = 50;

  private long now = 42;
  private int counted;
  private int told;
  private final Throttle throttle = new Throttle(() -> now);

  @SuppressWarnings("UnnecessaryAssignment") // No container injects here.
  ThrottleTest() {
    throttle.refused =
        new RefusedCounter() {
          @Override
          void overRate() {
            counted++;
          }
        };
    throttle.config =
        new EventsConfig() {
          @Override
          public long publishRate() {
            return RATE;
          }

          @Override
          public long publishBurst() {
            return BURST;
          }
        };
  }

  private int refused(String user, int events) {
    Problem problem = catchThrowableOfType(Problem.class, () -> throttle.take(user, events));
    assertThat(problem).isNotNull();
    assertThat(problem.status()).isEqualTo(429);
    assertThat(counted).isEqualTo(++told);
    return problem.retryAfter();
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void a_burst_is_let_through_and_then_the_rate_counts() {
    for (int i = 0; i < BURST; i++) {
      throttle.take("alice", 1);
    }
    assertThat(refused("alice", 1)).isEqualTo(1);
    pass(Duration.ofMillis(100));
    throttle.take("alice", 1);
    refused("alice", 1);
  }

  @Test
  void it_says_when_there_will_be_enough() {
    throttle.take("alice", BURST);
    assertThat(refused("alice", 25)).isEqualTo(3);
    pass(Duration.ofSeconds(3));
    throttle.take("alice", 25);
  }

  @Test
  void what_was_refused_costs_nothing() {
    throttle.take("alice", 40);
    refused("alice", 11);
    throttle.take("alice", 10);
  }

  @Test
  void one_user_does_not_use_up_what_another_has() {
    throttle.take("alice", BURST);
    refused("alice", 1);
    assertThatCode(() -> throttle.take("bob", BURST)).doesNotThrowAnyException();
  }

  @Test
  void an_array_larger_than_the_bucket_goes_through_when_it_is_full_and_leaves_a_debt() {
    throttle.take("alice", BURST + 10);
    assertThat(refused("alice", 1)).isEqualTo(2);
    refused("alice", BURST + 10);
    pass(Duration.ofSeconds(6));
    throttle.take("alice", BURST + 10);
  }

  @Test
  void a_pause_does_not_save_more_than_a_burst() {
    throttle.take("alice", BURST);
    pass(Duration.ofHours(1));
    throttle.take("alice", BURST);
    refused("alice", 1);
  }
}
