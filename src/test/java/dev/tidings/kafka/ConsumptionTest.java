package dev.tidings.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.events.Draft;
import dev.tidings.events.Incoming;
import dev.tidings.events.OrderedIntake;
import dev.tidings.events.Topic;
import dev.tidings.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.metrics.Counter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsumptionTest {
  private static final TopicPartition FIRST = new TopicPartition("orders", 0);
  private static final TopicPartition SECOND = new TopicPartition("orders", 1);

  /** What happened, in order. */
  private final List<String> done = new ArrayList<>();

  private final List<String> audited = new ArrayList<>();
  private boolean databaseAway;
  private boolean deadLettersAway;

  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>("earliest") {
        @Override
        public synchronized void commitSync(
            Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
          offsets.forEach(
              (partition, next) -> done.add("commit " + partition + " " + next.offset()));
          super.commitSync(offsets, timeout);
        }
      };

  private final RecordReader reader =
      new RecordReader(null, null) {
        @Override
        Incoming read(Source source, ConsumerRecord<byte[], byte[]> record) {
          String text = new String(record.value(), UTF_8);
          if (text.startsWith("bad")) {
            throw Problem.badField("value", text);
          }
          return new Incoming(
              "kafka", text, new Topic("feeds/news"), List.of(Draft.of("message", text)));
        }

        @Override
        void refused(Source source, ConsumerRecord<byte[], byte[]> record, Problem problem) {
          audited.add(new String(record.value(), UTF_8));
        }
      };

  private final OrderedIntake intake =
      new OrderedIntake() {
        @Override
        public List<Optional<Problem>> take(List<Incoming> requests) throws Unconfirmed {
          if (databaseAway) {
            throw new Unconfirmed(new IllegalStateException("away"));
          }
          requests.forEach(request -> done.add(request.key()));
          return requests.stream()
              .map(
                  request ->
                      request.key().startsWith("reused")
                          ? Optional.of(Problem.forbidden("reused"))
                          : Optional.<Problem>empty())
              .toList();
        }
      };

  private final DeadLetters deadLetters =
      new DeadLetters(new KafkaConfig(), "-dead") {
        @Override
        void send(Map<ConsumerRecord<byte[], byte[]>, Problem> letters) throws NotNow {
          if (deadLettersAway && !letters.isEmpty()) {
            throw new NotNow("away");
          }
          letters.keySet().forEach(letter -> done.add("dead " + new String(letter.value(), UTF_8)));
        }
      };

  private final Count published = new Count();
  private final Count refused = new Count();

  private static final class Count implements Counter {
    private long count;

    @Override
    public void inc() {
      count++;
    }

    @Override
    public void inc(long more) {
      count += more;
    }

    @Override
    public long getCount() {
      return count;
    }
  }

  private final Consumption consumption =
      new Consumption(
          consumer,
          Source.parse("orders"),
          reader,
          intake,
          deadLetters,
          new Tally(published, refused),
          Duration.ZERO);

  @BeforeEach
  void assign() {
    consumer.rebalance(List.of(FIRST, SECOND));
    consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
  }

  private void add(TopicPartition partition, long offset, String text) {
    consumer.addRecord(
        new ConsumerRecord<>(
            partition.topic(), partition.partition(), offset, null, text.getBytes(UTF_8)));
  }

  private void addAll() {
    add(FIRST, 0, "a");
    add(FIRST, 1, "bad");
    add(FIRST, 2, "reused");
    add(SECOND, 0, "b");
  }

  private void assertAllDone() {
    assertThat(done.subList(0, 3)).containsExactlyInAnyOrder("a", "reused", "b");
    assertThat(done.indexOf("a")).isLessThan(done.indexOf("reused"));
    assertThat(done.subList(3, 5)).containsExactly("dead bad", "dead reused");
    assertThat(done.subList(5, 7))
        .containsExactlyInAnyOrder("commit orders-0 3", "commit orders-1 1");
    assertThat(done).hasSize(7);
  }

  @Test
  void the_log_comes_first_then_dead_letters_and_the_offset_last() {
    addAll();
    consumption.round();
    assertAllDone();
    assertThat(published.getCount()).isEqualTo(2);
    assertThat(refused.getCount()).isEqualTo(2);
  }

  @Test
  void what_the_database_does_not_confirm_is_fetched_again() {
    databaseAway = true;
    addAll();
    consumption.round();
    assertThat(done).isEmpty();
    assertThat(consumer.position(FIRST)).isZero();
    assertThat(consumer.position(SECOND)).isZero();

    databaseAway = false;
    addAll();
    consumption.round();
    assertAllDone();
  }

  @Test
  void no_offset_passes_a_dead_letter_that_is_not_stored() {
    deadLettersAway = true;
    add(FIRST, 0, "a");
    add(FIRST, 1, "bad");
    consumption.round();
    assertThat(done).containsExactly("a");
    assertThat(consumer.position(FIRST)).isZero();

    assertThat(audited).isEmpty();

    deadLettersAway = false;
    add(FIRST, 0, "a");
    add(FIRST, 1, "bad");
    consumption.round();
    assertThat(done).containsExactly("a", "a", "dead bad", "commit orders-0 2");
    assertThat(audited).containsExactly("bad");
  }

  @Test
  void while_it_waits_nothing_is_taken_that_comes_with_a_new_partition() {
    Consumption patient =
        new Consumption(
            consumer,
            Source.parse("orders"),
            reader,
            intake,
            deadLetters,
            new Tally(published, refused),
            Duration.ofMinutes(1));
    consumer.rebalance(List.of(FIRST));
    databaseAway = true;
    add(FIRST, 0, "a");
    patient.round();

    databaseAway = false;
    consumer.schedulePollTask(
        () -> {
          consumer.rebalance(List.of(FIRST, SECOND));
          add(SECOND, 0, "b");
        });
    patient.round();
    assertThat(done).isEmpty();
    assertThat(consumer.position(SECOND)).isZero();
    assertThat(consumer.paused()).isEqualTo(Set.of(FIRST));
  }
}
