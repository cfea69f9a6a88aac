package dev.tidings.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
  private static final String EXAMPLE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void what_was_read_is_written_again() {
    assertThat(TraceParent.of(TraceParent.read(EXAMPLE))).isEqualTo(EXAMPLE).hasSize(55);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "nonsense", "00-00000000000000000000000000000000-00f067aa0ba902b7-01"})
  void what_is_none_is_no_span(String text) {
    assertThat(Span.fromContext(TraceParent.read(text)).getSpanContext().isValid()).isFalse();
  }
}
