package dev.tidings.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.events.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final Topic TOPIC = new Topic("metrics/a");

  private final Turns turns = new Turns();

  /** What stands in the channel, and what was told of it. */
  @Test
  void what_is_told_is_told_in_the_order_in_which_it_stands() throws InterruptedException {
    ConcurrentLinkedQueue<Integer> stands = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<Integer> told = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int first = i * 1_000;
      threads.add(
          new Thread(
              () ->
                  IntStream.range(first, first + 1_000)
                      .forEach(
                          value ->
                              turns.take(
                                  TOPIC,
                                  () -> {
                                    stands.add(value);
                                    Thread.onSpinWait();
                                    told.add(value);
                                  }))));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(told).hasSize(8_000).containsExactlyElementsOf(stands);
  }
}
