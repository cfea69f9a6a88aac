package dev.tidings.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=0-9, 0, 10",
    "bytes=3-5, 3, 3",
    "bytes=3-, 3, 7",
    "bytes=3-99, 3, 7",
    "bytes=-4, 6, 4",
    "bytes=-99, 0, 10",
    "bytes=9-9, 9, 1",
    "bytes=10-, 10, 0",
    "bytes=12-15, 10, 0",
    "bytes=-0, 10, 0",
    "bytes=0-999999999999999999, 0, 10"
  })
  void a_stretch_of_ten_bytes(String header, long from, long length) {
    assertThat(ByteRange.asked(header, 10)).contains(new ByteRange(from, length));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "bytes=",
        "bytes=-",
        "bytes=5-3",
        "bytes=0-1,4-5",
        "items=0-1",
        "bytes=a-b",
        "bytes=1-1x",
        "bytes=99999999999999999999-"
      })
  void what_is_not_understood_is_all(@Nullable String header) {
    assertThat(ByteRange.asked(header, 10)).isEqualTo(Optional.empty());
  }

  @Test
  void it_says_what_it_is() {
    assertThat(new ByteRange(3, 4).of(10)).isEqualTo("bytes 3-6/10");
    assertThat(new ByteRange(10, 0).of(10)).isEqualTo("bytes */10");
  }
}
