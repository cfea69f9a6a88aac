package dev.tidings.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.tidings.metrics.Turnout.Counts;
import dev.tidings.stream.Streams.Visit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TurnoutTest {
  private static final long ABSENCE = 5_000;

  private final Turnout turnout = new Turnout();

  private static Visit visit(String user, @Nullable String client, String... pages) {
    return new Visit(user, client, Set.of(pages));
  }

  private Counts count(long now, Visit... visits) {
    return turnout.count(List.of(visits), now, ABSENCE, 3);
  }

  @Test
  void a_user_counts_once_in_all_and_once_on_each_page() {
    Counts counts =
        count(
            0,
            visit("alice", "alice 1", "/a", "/b"),
            visit("alice", "alice 2", "/a"),
            visit("bob", "bob 1", "/a"));
    assertThat(counts.users()).isEqualTo(2);
    assertThat(counts.streams()).isEqualTo(3);
    assertThat(counts.pages()).containsExactly(entry("/a", 2), entry("/b", 1));
  }

  @Test
  void who_tells_no_page_is_online_all_the_same() {
    Counts counts = count(0, visit("alice", null), visit("alice", null, "/a"), visit("bob", null));
    assertThat(counts.users()).isEqualTo(2);
    assertThat(counts.pages()).containsExactly(entry("/a", 1));
  }

  @Test
  void a_page_that_is_left_is_left_at_once() {
    count(0, visit("alice", "1", "/a", "/b"));
    assertThat(count(1, visit("alice", "1", "/b")).pages()).containsOnlyKeys("/b");
  }

  @Test
  void a_stream_that_is_opened_anew_takes_nobody_away() {
    count(0, visit("alice", "1", "/a"));
    Counts between = count(ABSENCE);
    assertThat(between.users()).isEqualTo(1);
    assertThat(between.streams()).isZero();
    assertThat(between.pages()).containsExactly(entry("/a", 1));
    assertThat(count(ABSENCE + 1).users()).isZero();
  }

  @Test
  void only_so_many_pages_are_named_those_with_the_most_users() {
    Counts counts =
        count(0, visit("a", "1", "/1", "/2", "/3", "/4", "/5"), visit("b", "2", "/5", "/4"));
    assertThat(counts.pages()).containsExactly(entry("/4", 2), entry("/5", 2), entry("/1", 1));
    assertThat(counts.otherPages()).isEqualTo(2);
  }
}
