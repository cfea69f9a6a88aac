package dev.tidings.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PulseTest {
  private static final Duration PERIOD = Duration.ofMillis(20);

  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger samples = new AtomicInteger();
  private final Semaphore held = new Semaphore(1);
  private volatile boolean failing;
  private volatile Duration linger = Duration.ZERO;

  private final Pulse pulse =
      new Pulse(
          timer,
          PERIOD,
          () -> linger,
          new Pulse.Source() {
            @Override
            public void begin() {
              begun.incrementAndGet();
            }

            @Override
            public void sample() {
              samples.incrementAndGet();
              held.acquireUninterruptibly();
              held.release();
              if (failing) {
                throw new IllegalStateException("No sample this time.");
              }
            }
          });

  @AfterEach
  void stop() {
    held.release(1_000);
    timer.shutdownNow();
  }

  private void awaitMoreThan(int count) {
    await().until(() -> samples.get() > count);
  }

  @Test
  void nothing_is_sampled_while_nobody_listens() throws InterruptedException {
    Thread.sleep(PERIOD.toMillis() * 5);
    assertThat(samples).hasValue(0);
    assertThat(pulse.beating()).isFalse();
  }

  @Test
  void it_samples_while_somebody_listens_and_stops_afterwards() throws InterruptedException {
    pulse.began();
    awaitMoreThan(2);
    pulse.ended();
    await().until(() -> !pulse.beating());
    int after = samples.get();
    Thread.sleep(PERIOD.toMillis() * 5);
    assertThat(samples).hasValue(after);
  }

  @Test
  void it_goes_on_for_a_while_so_that_who_comes_back_finds_no_gap() {
    linger = Duration.ofHours(1);
    pulse.began();
    awaitMoreThan(0);
    pulse.ended();
    awaitMoreThan(samples.get() + 3);
    pulse.began();
    linger = Duration.ZERO;
    awaitMoreThan(samples.get() + 3);
    assertThat(begun).hasValue(1);
  }

  @Test
  void whoever_comes_after_it_has_stopped_begins_it_anew() {
    pulse.began();
    pulse.ended();
    await().until(() -> !pulse.beating());
    pulse.began();
    awaitMoreThan(samples.get() + 1);
    assertThat(begun).hasValue(2);
  }

  @Test
  void what_was_due_while_a_sample_took_long_is_dropped() throws InterruptedException {
    held.acquireUninterruptibly();
    pulse.began();
    awaitMoreThan(0);
    Thread.sleep(PERIOD.toMillis() * 20);
    assertThat(samples).hasValue(1);
    long before = System.nanoTime();
    held.release();
    awaitMoreThan(4);
    // Made up for, they would come at once.
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(PERIOD.multipliedBy(2));
  }

  @Test
  void a_sample_that_fails_is_not_the_last() {
    failing = true;
    pulse.began();
    awaitMoreThan(3);
    assertThat(pulse.beating()).isTrue();
  }

  @Test
  void once_stopped_it_does_not_begin_again() throws InterruptedException {
    pulse.began();
    awaitMoreThan(0);
    pulse.stop();
    pulse.began();
    assertThat(pulse.beating()).isFalse();
    Thread.sleep(PERIOD.toMillis() * 3);
    int after = samples.get();
    Thread.sleep(PERIOD.toMillis() * 5);
    assertThat(samples).hasValue(after);
  }
}
