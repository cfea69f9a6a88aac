package dev.tidings.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 42, Long.MAX_VALUE})
  void an_id_comes_back_from_its_text(long position) {
    EventId id = new EventId("k3x9w2ab", position);
    assertThat(EventId.parse(id.toString())).contains(id);
  }

  @Test
  void every_new_epoch_makes_an_id() {
    EventId id = new EventId(EventLog.newEpoch(), 7);
    assertThat(EventId.parse(id.toString())).contains(id);
  }

  @Test
  void the_longest_id_fits_the_wire() {
    EventId id = new EventId("Z".repeat(32), Long.MAX_VALUE);
    assertThat(EventId.parse(id.toString())).contains(id);
    assertThat(id.toString()).hasSize(52);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "-1",
        "abc",
        "abc-",
        "abc--1",
        "abc-+1",
        "abc-01",
        "abc-00",
        "abc-1.0",
        "abc-1e3",
        "abc-0x1",
        "abc-1 ",
        " abc-1",
        "abc-1\n",
        "abc-1\r\n",
        "abc-1-2",
        "abc_1",
        "a.b-1",
        "ä-1",
        "abc-9223372036854775808",
        "abc-18446744073709551616",
        "abc-99999999999999999999",
        "abc-\u0661",
        "abc-\uFF11",
        "abc-1\u0000",
        "\u0000abc-1",
        "abc\u0000-1",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-1"
      })
  void anything_else_is_no_id(String text) {
    assertThat(EventId.parse(text)).isEmpty();
  }

  @Test
  void four_kilobytes_are_no_id() {
    assertThat(EventId.parse("a".repeat(4096))).isEmpty();
    assertThat(EventId.parse("abc-" + "1".repeat(4096))).isEmpty();
  }

  @Test
  void noise_is_no_id_or_comes_back_as_it_was() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(12); length >= 0; length--) {
        text.append("ab-019\u0000\u0661 +".charAt(random.nextInt(10)));
      }
      EventId.parse(text.toString())
          .ifPresent(id -> assertThat(id.toString()).isEqualTo(text.toString()));
    }
  }
}
