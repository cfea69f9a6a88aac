package dev.tidings.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogFileTest {
  private static final Path SERVER = Path.of("/logs/messages.log");

  @Test
  void a_file_is_a_name_and_a_path() {
    assertThat(LogFile.parse(" server ,access /var/log/my app/a.log,, ", () -> SERVER))
        .containsExactly(
            new LogFile("server", SERVER), new LogFile("access", Path.of("/var/log/my app/a.log")));
    assertThat(new LogFile("access", SERVER).topic().path()).isEqualTo("logs/access");
    assertThat(LogFile.parse("", () -> SERVER)).isEmpty();
  }

  @Test
  void the_server_may_be_told_where_its_log_is() {
    assertThat(LogFile.parse("server /other.log", () -> SERVER).get(0).path())
        .isEqualTo(Path.of("/other.log"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "access",
        "access a.log",
        "access ../a.log",
        "access /var/../etc/passwd",
        "access /var/log/..",
        "a/b /x.log",
        ".. /x.log",
        "<b> /x.log",
        "server, server",
        "a /x.log, a /y.log",
        "a \u0000"
      })
  void anything_else_is_refused(String text) {
    assertThatThrownBy(() -> LogFile.parse(text, () -> SERVER))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void there_are_twenty_at_most() {
    String many =
        IntStream.range(0, 21).mapToObj(i -> "f" + i + " /f").collect(Collectors.joining(","));
    assertThatThrownBy(() -> LogFile.parse(many, () -> SERVER)).hasMessageContaining("20");
  }
}
