package dev.tidings.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Looks after the writers by hand, so that what one look does can be counted. */
class WritersTest {
  private static final int STALLED = 40;

  private final ThreadFactory daemons =
      task -> {
        Thread thread = new Thread(task, "test-writer");
        thread.setDaemon(true);
        return thread;
      };
  private final TestNode node = new TestNode();
  private final Writers writers = new Writers(daemons, node.config);

  @AfterEach
  void stop() {
    writers.stop();
    node.close();
  }

  @Test
  void half_of_all_clients_stalling_delays_the_others_by_a_few_looks() {
    List<TestStream> stalled = new ArrayList<>();
    for (int i = 0; i < STALLED; i++) {
      TestStream stream = new TestStream();
      stream.stall(true);
      stalled.add(stream);
      greet(stream);
    }
    TestStream last = new TestStream();
    greet(last);

    writers.start();
    int looks = 0;
    while (!last.greeted()) {
      awaitStall();
      writers.relieve();
      looks++;
    }

    // 2, 4, 8, 16, 32 and the rest; one for each stalled client in pairs would be 20.
    assertThat(looks).isLessThanOrEqualTo(6);
    stalled.forEach(stream -> stream.stall(false));
    stalled.forEach(stream -> stream.untilType("hello"));
  }

  @Test
  void when_nobody_stalls_any_more_few_writers_are_left() {
    half_of_all_clients_stalling_delays_the_others_by_a_few_looks();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              writers.relieve();
              assertThat(writers.threads()).hasSize(node.config.writers());
            });
  }

  @Test
  void writers_that_are_all_held_up_while_others_wait_do_not_get_on() {
    Duration stuck = Duration.ofMillis(200);
    List<TestStream> stalled = new ArrayList<>();
    for (int i = 0; i < STALLED; i++) {
      TestStream stream = new TestStream();
      stream.stall(true);
      stalled.add(stream);
      greet(stream);
    }
    writers.start();
    Awaitility.await().until(() -> !writers.progresses(stuck));
    assertThat(writers.waiting()).isPositive();
    assertThat(writers.progresses(Duration.ofHours(1))).isTrue();
    stalled.forEach(stream -> stream.stall(false));
    Awaitility.await().until(() -> writers.progresses(stuck));
    stalled.forEach(stream -> stream.untilType("hello"));
    Awaitility.await().until(() -> writers.waiting() == 0);
    assertThat(writers.progresses(Duration.ZERO)).as("nobody waits").isTrue();
  }

  private void greet(TestStream stream) {
    Subscriber subscriber = node.outside(writers, stream, "feeds/a");
    subscriber.sink().send("hello", "{}");
  }

  /** Until every writer that is there waits, and has for longer than a moment. */
  private void awaitStall() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .until(
            () ->
                writers.threads().stream()
                    .allMatch(
                        thread ->
                            thread.getState() == Thread.State.WAITING
                                || thread.getState() == Thread.State.TIMED_WAITING));
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
  }
}
