package dev.tidings.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReceivedTest {
  private final Ledger ledger = new Ledger(2, 3);
  private final Received received = new Received(ledger, 1);

  @Test
  void everything_in_each_publishers_order_is_as_it_should_be() {
    publish(0, 3);
    publish(2, 2);
    take(0, 0);
    take(2, 0);
    take(0, 1);
    take(0, 2);
    take(2, 1);
    assertVerdict(0, 0, 0);
  }

  @Test
  void what_is_passed_over_is_lost_unless_it_comes_late() {
    publish(0, 5);
    take(0, 0);
    take(0, 3);
    assertVerdict(3, 0, 0);
    take(0, 1);
    assertVerdict(2, 0, 1);
    take(0, 1);
    assertVerdict(2, 1, 1);
  }

  @Test
  void what_comes_twice_is_doubled() {
    publish(1, 2);
    take(1, 0);
    take(1, 1);
    take(1, 1);
    assertVerdict(0, 1, 0);
  }

  @Test
  void nobody_can_say_that_what_was_not_confirmed_is_lost() {
    publish(0, 2);
    ledger.uncertain(1, 0, 1, 1);
    take(0, 0);
    assertVerdict(0, 0, 0);
    publish(0, 1);
    take(0, 2);
    assertVerdict(0, 0, 0);
  }

  @Test
  void other_topics_do_not_count() {
    int first = ledger.next(0, 0, 4);
    assertThat(first).isZero();
    assertVerdict(0, 0, 0);
  }

  private void publish(int publisher, int events) {
    int first = ledger.next(1, publisher, events);
    assertThat(first).isNotNegative();
  }

  private void take(int publisher, int number) {
    received.take(ledger.seq(publisher, number));
  }

  private void assertVerdict(long lost, int doubled, int disordered) {
    assertThat(received.lost()).as("lost").isEqualTo(lost);
    assertThat(received.doubled()).as("doubled").isEqualTo(doubled);
    assertThat(received.disordered()).as("disordered").isEqualTo(disordered);
  }
}
