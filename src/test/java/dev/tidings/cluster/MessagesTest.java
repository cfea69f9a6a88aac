package dev.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.events.Event;
import dev.tidings.events.Published;
import dev.tidings.events.Topic;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
  @ParameterizedTest
  @NullSource
  @ValueSource(strings = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
  void an_event_arrives_with_its_trace_if_it_has_one(@Nullable String trace) {
    Event event =
        new Event(
            7, new Topic("feeds/news"), "message", "{\"a\":1}", Instant.ofEpochMilli(42), trace);
    Message told = new Message.Published(new Published("epoch", List.of(event)));
    assertThat(Messages.of(new Messages("x", 1, List.of(told)).text()).all()).containsExactly(told);
  }
}
