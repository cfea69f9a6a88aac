package dev.tidings.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.SseParser;
import dev.tidings.SseParser.Message;
import dev.tidings.events.Event;
import dev.tidings.events.Topic;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HubTest {
  private static final Topic A = new Topic("feeds/a");
  private static final Topic B = new Topic("feeds/b");

  private final FixedConfig config = new FixedConfig();
  private final Hub hub = SinkTest.hub(config);
  private final ByteArrayOutputStream response = new ByteArrayOutputStream();

  private static Event event(long position, Topic topic) {
    return new Event(position, topic, "message", "1", Instant.EPOCH);
  }

  private List<String> received() {
    return SseParser.parse(response.toString(UTF_8)).stream().map(Message::id).toList();
  }

  @Test
  void a_reader_goes_no_further_than_the_watermark() {
    Subscriber reader = SinkTest.subscriber(hub, response, () -> {}, A.path(), B.path());
    hub.join(reader);
    reader.serve(new Batch());
    // In the middle of a batch: 9 stands in its channel, and 8 in the other one does not yet.
    hub.channel(A).append("first", event(9, A));
    reader.serve(new Batch());
    assertThat(received()).isEmpty();
    hub.channel(B).append("first", event(8, B));
    hub.advance(9);
    reader.serve(new Batch());
    assertThat(received()).containsExactly("first-8", "first-9");
  }

  @Test
  void a_reader_left_behind_does_not_keep_what_was_evicted_in_memory() {
    config.channelBytes = 500;
    Link held = hub.channel(A).at(7);
    for (int position = 8; position < 50; position++) {
      hub.append(List.of(event(position, A)));
    }
    assertThat(held.next).isSameAs(Link.CUT);
    assertThat(hub.channel(A).bytes()).isBetween(1L, 500L);
    assertThat(hub.channel(A).at(7)).isNull();
  }

  @Test
  void events_of_topics_that_nobody_listens_to_are_not_kept() {
    hub.append(List.of(event(8, B), event(9, B)));
    assertThat(hub.watermark()).isEqualTo(9);
    assertThat(hub.channel(B).at(8)).isNull();
    assertThat(hub.channel(B).bytes()).isZero();
  }
}
