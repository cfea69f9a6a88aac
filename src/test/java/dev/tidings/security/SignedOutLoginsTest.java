package dev.tidings.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is kept of logins that users signed out of, and what is not. */
class SignedOutLoginsTest {
  private static final int MOST = 1_000;

  private final Instant now = Instant.now();
  private final SignedOutLogins over = new SignedOutLogins(() -> MOST);

  private Instant in(long seconds) {
    return now.plusSeconds(seconds);
  }

  @Test
  void it_is_the_one_login_of_the_one_user() {
    over.add("alice", in(100));
    assertThat(over.contains("alice", in(100))).isTrue();
    assertThat(over.contains("alice", in(100).plusMillis(1))).isFalse();
    assertThat(over.contains("alice", in(100).minusMillis(1))).isFalse();
    assertThat(over.contains("bob", in(100))).isFalse();
    assertThat(over.any("alice")).isTrue();
    assertThat(over.any("bob")).isFalse();
  }

  @Test
  void a_login_that_has_ended_by_itself_is_not_kept() {
    over.add("alice", in(-1));
    assertThat(over.any("alice")).isFalse();
  }

  @Test
  void of_many_logins_of_a_user_none_comes_back_and_the_newest_are_still_told_apart() {
    int many = 10 * SignedOutLogins.EACH;
    for (int i = 1; i <= many; i++) {
      over.add("alice", in(2L * i));
    }
    for (int i = 1; i <= many; i++) {
      assertThat(over.contains("alice", in(2L * i))).isTrue();
    }
    assertThat(over.contains("alice", in(2L * many + 1))).isFalse();
    assertThat(over.contains("alice", in(2L * many - 1))).isFalse();
    // The price: an early one counts as over, too.
    assertThat(over.contains("alice", in(3))).isTrue();
    // One more, out of turn, changes nothing of that.
    over.add("alice", in(4));
    assertThat(over.contains("alice", in(2L * many))).isTrue();
  }

  @Test
  void beyond_the_bound_those_go_whose_login_ends_first() {
    for (int i = 1; i <= 3 * MOST; i++) {
      over.add("user" + i, in(1_000L + i));
      assertThat(over.size()).isLessThanOrEqualTo(MOST);
    }
    assertThat(over.any("user1")).isFalse();
    assertThat(over.contains("user" + 3 * MOST, in(1_000L + 3 * MOST))).isTrue();
    assertThat(over.size()).isGreaterThan(MOST / 2);
  }
}
