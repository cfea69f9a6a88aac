package dev.tidings.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.SseParser;
import dev.tidings.SseParser.Message;
import dev.tidings.events.Bodies;
import dev.tidings.events.Bodies.Written;
import dev.tidings.events.Draft;
import dev.tidings.events.Event;
import dev.tidings.events.Topic;
import dev.tidings.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;

/** Whatever the doors let in arrives as what it was, and as nothing besides. */
class WirePropertyTest {
  private static final String EPOCH = "k3x9w2ab";
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.600Z");

  /** What somebody tries to publish. */
  record Attempt(String topic, String type, Written data, String key) {
    /** The event it becomes; empty if it is refused as it should be. */
    Optional<Event> admitted(long position) {
      try {
        Draft draft = Bodies.read(Bodies.body(type, data, key)).get(0);
        return Optional.of(
            new Event(position, new Topic(topic), draft.type(), draft.data().text(), AT));
      } catch (Problem refused) {
        assertThat(refused.status()).isIn(400, 413);
        assertThat(refused.members().get("field")).isIn("topic", "type", "data", "key", "body");
        return Optional.empty();
      }
    }

    /** What its listeners are to get. */
    Message message(String id) {
      return new Message(
          id,
          type,
          "{\"topic\":\"%s\",\"at\":\"2026-01-02T03:04:05.600Z\",\"data\":%s}"
              .formatted(topic, data.compact()));
    }
  }

  @Provide
  Arbitrary<Attempt> attempts() {
    return Combinators.combine(
            Bodies.topics(),
            Bodies.types(),
            Bodies.json(),
            Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.strings().alpha().ofMaxLength(200)),
                Tuple.of(1, Bodies.strings())))
        .as(Attempt::new);
  }

  @Property(tries = 5_000)
  void what_is_let_in_arrives_as_exactly_that_event(
      @ForAll("attempts") Attempt attempt, @ForAll @LongRange(min = 1) long position) {
    Optional<Event> event = attempt.admitted(position);
    Statistics.collect(event.isPresent());
    Statistics.coverage(all -> all.check(true).percentage(share -> share > 10 && share < 90));
    event.ifPresent(
        admitted -> {
          String id = EPOCH + "-" + position;
          assertThat(parsed(Wire.event(EPOCH, admitted))).containsExactly(attempt.message(id));
          assertThat(parsed(Wire.live(admitted))).containsExactly(attempt.message(""));
        });
  }

  @Property(tries = 1_000)
  void a_batch_arrives_as_its_events_in_their_order(
      @ForAll @Size(max = 12) List<@From("attempts") Attempt> attempts) throws IOException {
    Batch batch = new Batch();
    batch.add(Wire.own("tick", "{}", null));
    batch.reset();
    List<Message> expected = new ArrayList<>();
    String lastId = "";
    for (Attempt attempt : attempts) {
      Optional<Event> event = attempt.admitted(expected.size() + 1L);
      if (event.isPresent()) {
        // An event of a live topic leaves the id as it was.
        boolean live = expected.size() % 3 == 2;
        lastId = live ? lastId : EPOCH + "-" + event.get().position();
        batch.add(live ? Wire.live(event.get()) : Wire.event(EPOCH, event.get()));
        expected.add(attempt.message(lastId));
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    batch.writeTo(out);
    assertThat(parsed(out.toByteArray())).isEqualTo(expected);
  }

  @Provide
  Arbitrary<String> strings() {
    return Bodies.strings();
  }

  @Property(tries = 5_000)
  void an_event_built_by_the_platform_is_that_event_or_refused(
      @ForAll("strings") String name,
      @ForAll("strings") String data,
      @ForAll("strings") String id,
      @ForAll("strings") String comment) {
    byte[] block;
    try {
      block = Wire.event(new Outbound(name, data, id, comment, 1_500));
    } catch (IllegalArgumentException refused) {
      assertThat(name + id + data + comment).containsAnyOf("\r", "\n", "\0");
      return;
    }
    String lines = wellFormed(data).replace("\r\n", "\n").replace('\r', '\n');
    assertThat(parsed(block))
        .containsExactly(
            new Message(wellFormed(id), name.isEmpty() ? "message" : wellFormed(name), lines));
  }

  /** UTF-8 cannot hold half a surrogate pair. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(UTF_8), UTF_8);
  }

  private static List<Message> parsed(byte[] stream) {
    return SseParser.parse(new String(stream, UTF_8));
  }
}
