package dev.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InquiriesTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 59_999, 60_000, 60_001, 200_000})
  void an_answer_of_any_length_is_whole_again_and_its_parts_say_where_they_belong(int length) {
    String text = "a".repeat(length);
    List<Message.Answer> parts = Inquiries.parts("id", "to", text);
    assertThat(whole(parts)).isEqualTo(text);
    assertThat(parts).filteredOn(Message.Answer::last).containsExactly(parts.get(parts.size() - 1));
    long from = 0;
    for (Message.Answer part : parts) {
      assertThat(part.from()).isEqualTo(from);
      assertThat(Outbox.size(part)).isLessThan(70_000);
      from += part.text().length();
    }
  }

  @Test
  void no_part_ends_within_a_character() {
    String text = "a" + "\uD83D\uDE00".repeat(50_000);
    List<Message.Answer> parts = Inquiries.parts("id", "to", text);
    assertThat(parts).allMatch(part -> !Character.isLowSurrogate(part.text().charAt(0)));
    assertThat(whole(parts)).isEqualTo(text);
  }

  @Test
  void questions_and_answers_are_read_as_they_were_written() {
    Messages told =
        new Messages(
            "run",
            7,
            List.of(
                new Message.Question("q", "streams", "{\"limit\":1}"),
                new Message.Answer("q", "other", 60_000, "\u00E4\uD83D\uDE00\"", true),
                new Message.Answer("q", "other", 0, "", false)));
    assertThat(Messages.of(told.text())).isEqualTo(told);
  }

  private static String whole(List<Message.Answer> parts) {
    return parts.stream().map(Message.Answer::text).collect(Collectors.joining());
  }
}
