package dev.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.events.Draft;
import dev.tidings.events.Event;
import dev.tidings.events.LiveEvent;
import dev.tidings.events.Topic;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final Topic TOPIC = new Topic("metrics/a");
  private static final long ROOM = 1 << 20;

  private final Outbox outbox = new Outbox();

  private static Message live(@Nullable String key, String type, String data) {
    return new Message.Live(
        new LiveEvent(new Event(0, TOPIC, type, data, Instant.EPOCH), key), null);
  }

  private List<String> taken() {
    return outbox.take(ROOM).stream()
        .map(
            message ->
                message instanceof Message.Live live
                    ? live.event().event().data()
                    : message.toString())
        .toList();
  }

  @Test
  void of_a_value_only_the_newest_is_told_in_the_order_of_the_last_change() {
    outbox.add(live("key a", "gauge", "1"), ROOM);
    outbox.add(live("key b", "gauge", "2"), ROOM);
    outbox.add(live("key a", "gauge", "3"), ROOM);
    assertThat(taken()).containsExactly("2", "3");
    assertThat(taken()).isEmpty();
  }

  @Test
  void of_lines_each_is_told() {
    outbox.add(live(null, "line", "1"), ROOM);
    outbox.add(live(null, "line", "1"), ROOM);
    assertThat(taken()).containsExactly("1", "1");
  }

  @Test
  void of_commits_the_last_is_told() {
    outbox.add(new Message.Committed(7), ROOM);
    outbox.add(new Message.Committed(9), ROOM);
    assertThat(taken()).containsExactly(new Message.Committed(9).toString());
  }

  @Test
  void what_was_cleared_is_not_told() {
    outbox.add(live("key a", "gauge", "1"), ROOM);
    outbox.add(live("", Event.CLEAR, "null"), ROOM);
    outbox.add(live("key a", "gauge", "2"), ROOM);
    assertThat(taken()).containsExactly("null", "2");
  }

  @Test
  void the_oldest_go_when_there_is_no_room() {
    String large = "\"" + "x".repeat(1_000) + "\"";
    for (int i = 0; i < 5; i++) {
      assertThat(outbox.add(live(null, "line", large), 6_000)).isTrue();
    }
    assertThat(outbox.add(live(null, "line", "6"), 5_000)).isFalse();
    assertThat(taken()).hasSize(5).last().isEqualTo("6");
    assertThat(outbox.add(live(null, "line", large), 6_000)).isTrue();
  }

  @Test
  void of_what_a_browser_shows_the_newest_is_told_and_of_two_like_questions_one() {
    outbox.add(new Message.Pages("alice", "tab", Set.of("/a")), ROOM);
    outbox.add(new Message.Ask("x"), ROOM);
    outbox.add(new Message.Ask("x"), ROOM);
    outbox.add(new Message.Pages("alice", "tab", Set.of("/b")), ROOM);
    assertThat(taken())
        .containsExactly(
            new Message.Ask("x").toString(),
            new Message.Pages("alice", "tab", Set.of("/b")).toString());
  }

  @Test
  void what_is_taken_at_once_is_never_too_long_for_the_way() {
    // Long names and little data, quotes all over, and last what is largest.
    Topic longest = new Topic("a".repeat(Topic.MAX_LENGTH));
    for (int i = 0; i < 3_000; i++) {
      String key = "key " + "\"".repeat(Draft.MAX_KEY - 5) + i;
      Event event =
          new Event(0, longest, "\"".repeat(Draft.MAX_TYPE), "1", Instant.ofEpochMilli(1L << 42));
      outbox.add(new Message.Live(new LiveEvent(event, key), "12345678"), 1 << 30);
      outbox.add(new Message.Pages("\"", String.valueOf(i), Set.of("/".repeat(200))), 1 << 30);
    }
    outbox.add(live(null, "line", "\"".repeat(Draft.MAX_DATA)), 1 << 30);
    outbox.add(
        new Message.Listens(1L << 60, true, Collections.nCopies(2_000, longest), List.of()),
        1 << 30);
    for (List<Message> batch = outbox.take(256 << 10);
        !batch.isEmpty();
        batch = outbox.take(256 << 10)) {
      assertThat(new Messages("12345678", 1L << 60, batch).text())
          .hasSizeLessThanOrEqualTo(Signal.MOST);
    }
  }

  @Test
  void who_waits_is_woken() throws InterruptedException {
    outbox.wake();
    outbox.await(Long.MAX_VALUE);
    assertThat(outbox.bytes()).isZero();
  }

  @Test
  void what_is_taken_at_once_is_bounded() {
    for (int i = 0; i < 10; i++) {
      outbox.add(live(null, "line", String.valueOf(i)), ROOM);
    }
    assertThat(outbox.take(250)).hasSize(3);
    assertThat(outbox.take(1)).hasSize(1);
    assertThat(taken()).containsExactly("4", "5", "6", "7", "8", "9");
  }
}
