package dev.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class FramesTest {
  private final Frames sender = new Frames("a");
  private final Frames receiver = new Frames("b");

  private List<String> received(List<String> pieces) {
    List<String> messages = new ArrayList<>();
    for (String piece : pieces) {
      String message = receiver.join(piece);
      if (message != null) {
        messages.add(message);
      }
    }
    return messages;
  }

  @Property(tries = 200)
  void what_is_split_is_joined_again_and_no_piece_is_too_long(
      @ForAll @NotEmpty String text, @ForAll @IntRange(min = 1, max = 3_000) int times) {
    // Half a character cannot be sent, and JSON has none that is not escaped.
    String message = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    message = message.repeat(Math.max(1, Math.min(times, 60_000 / message.length())));
    List<String> pieces = sender.split(message);
    assertThat(pieces)
        .allSatisfy(
            piece -> assertThat(piece.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(8_000));
    assertThat(received(pieces)).containsExactly(message);
  }

  @Test
  void no_two_pieces_are_the_same() {
    assertThat(sender.split("x".repeat(100_000))).doesNotHaveDuplicates().hasSizeGreaterThan(10);
    assertThat(sender.split("again")).doesNotContainAnyElementsOf(sender.split("again"));
  }

  @Test
  void the_pieces_of_several_senders_may_come_between_each_other() {
    List<String> ours = sender.split("o".repeat(10_000));
    List<String> theirs = new Frames("c").split("t".repeat(10_000));
    assertThat(received(List.of(ours.get(0), theirs.get(0), ours.get(1), theirs.get(1))))
        .containsExactly("o".repeat(10_000), "t".repeat(10_000));
  }

  @Test
  void what_was_broken_off_is_not_taken_for_the_beginning_of_something_else() {
    assertThat(received(sender.split("x".repeat(10_000)).subList(0, 1))).isEmpty();
    receiver.forget();
    assertThat(received(sender.split("whole"))).containsExactly("whole");
  }

  @Test
  void what_is_no_piece_is_left_out() {
    assertThat(received(List.of("", "a", "a:1", "a:1:."))).isEmpty();
    assertThat(received(List.of("a:1:.:b:c"))).containsExactly("b:c");
  }

  @Test
  void a_message_without_end_does_not_fill_the_memory() {
    String piece = "a:1:+:" + "x".repeat(1 << 20);
    assertThat(received(List.of(piece, piece, piece, piece))).isEmpty();
    assertThat(received(List.of("a:2:.:end")).get(0).length()).isLessThan(3 << 20);
  }
}
