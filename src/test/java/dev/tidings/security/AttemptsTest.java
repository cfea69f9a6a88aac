package dev.tidings.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.security.Attempts.Bounds;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptsTest {
  private static final String HERE = "192.0.2.1";
  private static final String THERE = "192.0.2.2";
  private static final Duration WINDOW = Duration.ofMinutes(5);

  private long now = Long.MAX_VALUE - 1_000;
  private final Attempts attempts = new Attempts(() -> now);
  private final Bounds bounds = new Bounds(3, 5, 7, WINDOW);

  private Duration begin(String name, String address) {
    return attempts.begin(name, address, bounds);
  }

  private void fail(int times, String name, String address) {
    for (int i = 0; i < times; i++) {
      assertThat(begin(name, address)).as("%s %s %d", name, address, i).isZero();
    }
  }

  private void assertRefused(String name, String address) {
    assertThat(begin(name, address)).isPositive();
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void whoever_fails_too_often_waits_until_the_window_is_over() {
    fail(1, "alice", HERE);
    pass(Duration.ofMinutes(1));
    fail(2, "alice", HERE);
    assertThat(begin("alice", HERE)).isEqualTo(Duration.ofMinutes(4));
    pass(Duration.ofMinutes(4).minusNanos(1));
    assertThat(begin("alice", HERE)).isEqualTo(Duration.ofNanos(1));
    pass(Duration.ofNanos(1));
    fail(3, "alice", HERE);
    assertThat(begin("alice", HERE)).isEqualTo(WINDOW);
  }

  @Test
  void what_was_refused_does_not_count() {
    fail(3, "alice", HERE);
    for (int i = 0; i < 10; i++) {
      assertRefused("alice", HERE);
    }
    fail(2, "bob", HERE);
  }

  @Test
  void the_first_refusal_in_each_window_is_news_and_no_other() {
    fail(3, "alice", HERE);
    assertThat(attempts.isNews("alice", HERE, bounds)).isTrue();
    assertThat(attempts.isNews("alice", HERE, bounds)).isFalse();
    // Now the address is used up, too, whatever the name.
    fail(2, "bob", HERE);
    assertThat(attempts.isNews("carol", HERE, bounds)).isTrue();
    assertThat(attempts.isNews("dave", HERE, bounds)).isFalse();
    pass(WINDOW);
    fail(3, "alice", HERE);
    assertThat(attempts.isNews("alice", HERE, bounds)).isTrue();
  }

  @Test
  void the_user_is_let_in_from_elsewhere() {
    fail(3, "alice", HERE);
    assertRefused("alice", HERE);
    fail(1, "alice", THERE);
  }

  @Test
  void an_address_that_tries_many_names_waits() {
    for (int i = 0; i < 5; i++) {
      fail(1, "user" + i, HERE);
    }
    assertRefused("user5", HERE);
    fail(1, "user5", THERE);
  }

  @Test
  void a_name_that_is_tried_from_many_addresses_waits() {
    for (int i = 0; i < 7; i++) {
      fail(1, "alice", "192.0.2." + i);
    }
    assertRefused("alice", "192.0.2.200");
    fail(1, "bob", "192.0.2.200");
  }

  @Test
  void success_forgives_the_users_own_mistakes() {
    for (int i = 0; i < 20; i++) {
      fail(2, "alice", THERE);
      fail(1, "alice", THERE);
      attempts.succeeded("alice", THERE);
      pass(WINDOW.dividedBy(2));
    }
  }

  @Test
  void success_is_no_try_but_does_not_buy_guesses_for_other_names() {
    for (int i = 0; i < 5; i++) {
      fail(1, "user" + i, HERE);
      if (i < 4) {
        fail(1, "mallory", HERE);
        attempts.succeeded("mallory", HERE);
      }
    }
    assertRefused("mallory", HERE);
  }

  @Test
  void tries_at_the_same_time_are_no_more_than_one_after_the_other() {
    // None of these has an answer yet.
    fail(3, "alice", HERE);
    assertRefused("alice", HERE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ALICE", " alice ", "Alice", "\uFF41lice"})
  void a_name_that_is_written_otherwise_is_the_same(String name) {
    fail(3, "alice", HERE);
    assertRefused(name, HERE);
  }

  @Test
  void the_length_of_a_name_is_bounded() {
    fail(3, "x".repeat(1_000), HERE);
    assertRefused("x".repeat(2_000), HERE);
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8::1,   2001:db8::ffff:2,  false",
    "2001:db8::1,   2001:db8:0:1::1,   true",
    "0:0:0:0:0:0:0:1, ::1,             false",
    "fe80::1%0,     fe80::2,           false"
  })
  void a_network_of_ipv6_is_one_address(String one, String other, boolean free) {
    fail(3, "alice", one);
    assertThat(begin("alice", other).isZero()).isEqualTo(free);
  }

  @Test
  void memory_is_bounded_and_what_is_oldest_goes() {
    fail(3, "alice", HERE);
    for (int i = 0; i < 50_000; i++) {
      pass(Duration.ofNanos(1));
      fail(1, "user" + i, "address" + i);
    }
    fail(1, "alice", HERE);
    assertThat(attempts.size()).isEqualTo(100_000);
    pass(WINDOW);
    fail(1, "alice", HERE);
    assertThat(attempts.size()).isEqualTo(3);
  }
}
