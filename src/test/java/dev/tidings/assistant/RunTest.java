package dev.tidings.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Ending COMPLETE = Ending.complete("stop", 1, 2);

  private long now;
  private final Run run = new Run("id", 10, () -> now);

  private Piece piece() {
    return Objects.requireNonNull(run.piece(MINUTE));
  }

  private void pass(Duration span) {
    now += span.toNanos();
  }

  private String code() {
    Ending ending = piece().ending();
    return ending == null ? "" : String.valueOf(ending.code());
  }

  @Test
  void what_is_not_yet_written_is_the_next_piece() {
    run.begin();
    run.add("one");
    Piece first = piece();
    assertThat(first.text()).isEqualTo("one");
    assertThat(first.begins()).isTrue();
    run.add("two");
    assertThat(run.written(first)).isFalse();
    Piece second = piece();
    assertThat(second.from()).isEqualTo(3);
    assertThat(second.text()).isEqualTo("two");
    assertThat(second.begins()).isFalse();
    run.written(second);
    assertThat(run.piece(MINUTE)).isNull();
  }

  @Test
  void what_failed_to_be_written_comes_again_with_what_has_come_since() {
    run.add("one");
    piece();
    run.add("two");
    assertThat(piece().text()).isEqualTo("onetwo");
    assertThat(piece().from()).isZero();
  }

  @Test
  void what_was_written_without_being_known_is_not_written_again() {
    run.add("onetwo");
    run.catchUp(3, false);
    assertThat(piece().text()).isEqualTo("two");
    assertThat(piece().from()).isEqualTo(3);
  }

  @Test
  void it_ends_once_and_hears_nothing_after() {
    AtomicInteger hungUp = new AtomicInteger();
    run.hangUpBy(hungUp::incrementAndGet);
    run.add("text");
    run.end(COMPLETE);
    run.end(Ending.CANCELLED);
    run.add("more");
    assertThat(piece().ending()).isEqualTo(COMPLETE);
    assertThat(piece().all()).isEqualTo("text");
    assertThat(hungUp).hasValue(1);
    assertThat(run.written(piece())).isTrue();
  }

  @Test
  void whoever_calls_after_the_end_is_hung_up_on_at_once() {
    run.end(Ending.CANCELLED);
    AtomicInteger hungUp = new AtomicInteger();
    run.hangUpBy(hungUp::incrementAndGet);
    assertThat(hungUp).hasValue(1);
  }

  @Test
  void what_is_too_long_is_cut_and_fails() {
    run.add("0123456");
    run.add("789abc");
    assertThat(code()).isEqualTo("too-long");
    assertThat(piece().all()).isEqualTo("0123456789");
  }

  @Test
  void a_complete_answer_without_text_is_none() {
    run.end(COMPLETE);
    assertThat(code()).isEqualTo("empty");
  }

  @Test
  void a_model_that_says_nothing_is_late() {
    pass(SECOND);
    run.watch(SECOND, MINUTE, MINUTE);
    assertThat(run.hasEnded()).isFalse();
    pass(Duration.ofNanos(1));
    run.watch(SECOND, MINUTE, MINUTE);
    assertThat(code()).isEqualTo("timeout");
  }

  @Test
  void a_model_that_stops_in_the_middle_is_late() {
    run.hear();
    pass(SECOND);
    run.hear();
    pass(SECOND);
    run.watch(Duration.ofMillis(1), SECOND, MINUTE);
    assertThat(run.hasEnded()).isFalse();
    pass(Duration.ofNanos(1));
    run.watch(MINUTE, SECOND, MINUTE);
    assertThat(code()).isEqualTo("timeout");
  }

  @Test
  void an_answer_has_so_much_time_in_all() {
    pass(MINUTE);
    run.hear();
    pass(Duration.ofNanos(1));
    run.watch(MINUTE, MINUTE, MINUTE);
    assertThat(code()).isEqualTo("timeout");
  }

  @Test
  void where_there_is_nothing_to_write_a_sign_is_given_now_and_then() {
    assertThat(run.piece(SECOND)).isNull();
    pass(SECOND.plusNanos(1));
    Piece sign = Objects.requireNonNull(run.piece(SECOND));
    assertThat(sign.isSign()).isTrue();
    run.written(sign);
    assertThat(run.piece(SECOND)).isNull();
  }
}
