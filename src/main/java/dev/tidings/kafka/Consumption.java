package dev.tidings.kafka;

import dev.tidings.events.Incoming;
import dev.tidings.events.OrderedIntake;
import dev.tidings.problem.Problem;
import jakarta.enterprise.inject.Vetoed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Takes records into the log in their order: first the log commits, then dead letters are stored,
 * then the offset is. Whatever is repeated in between is known by then. What cannot be done now
 * holds up what comes after it, and is fetched again from Kafka when it is time to. For one thread.
 */
@Vetoed
final class Consumption {
  private static final Logger LOG = Logger.getLogger(Consumption.class.getName());
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration COMMIT = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> consumer;
  private final Map<String, Source> sources;
  private final RecordReader reader;
  private final OrderedIntake intake;
  private final DeadLetters deadLetters;
  private final Tally tally;
  private final Duration retry;

  /** What is done and may not be committed. */
  private final Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();

  private long heldUntil = System.nanoTime();
  private boolean held;

  Consumption(
      Consumer<byte[], byte[]> consumer,
      List<Source> sources,
      RecordReader reader,
      OrderedIntake intake,
      DeadLetters deadLetters,
      Tally tally,
      Duration retry) {
    this.consumer = consumer;
    this.sources = sources.stream().collect(Collectors.toMap(Source::name, Function.identity()));
    this.reader = reader;
    this.intake = intake;
    this.deadLetters = deadLetters;
    this.tally = tally;
    this.retry = retry;
    consumer.subscribe(this.sources.keySet());
  }

  /**
   * Does what comes within a moment.
   *
   * @throws KafkaException if the consumer is of no use any more
   */
  void round() {
    if (held && System.nanoTime() - heldUntil < 0) {
      // Only so that the group knows that this node is alive.
      consumer.pause(consumer.assignment());
      rewind(consumer.poll(POLL));
      return;
    }
    consumer.resume(consumer.paused());
    ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
    try {
      take(records);
      held = false;
    } catch (NotNow | OrderedIntake.Unconfirmed reason) {
      rewind(records);
      held = true;
      heldUntil = System.nanoTime() + retry.toNanos();
      tally.heldUp(reason);
    }
    commit();
  }

  private void take(ConsumerRecords<byte[], byte[]> records)
      throws NotNow, OrderedIntake.Unconfirmed {
    if (records.isEmpty()) {
      return;
    }
    Map<ConsumerRecord<byte[], byte[]>, Problem> refused = new LinkedHashMap<>();
    List<ConsumerRecord<byte[], byte[]>> readable = new ArrayList<>();
    List<Incoming> incoming = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        incoming.add(reader.read(source(record), record));
        readable.add(record);
      } catch (Problem problem) {
        refused.put(record, problem);
      }
    }
    List<Optional<Problem>> outcomes = intake.take(incoming);
    for (int i = 0; i < outcomes.size(); i++) {
      ConsumerRecord<byte[], byte[]> record = readable.get(i);
      outcomes.get(i).ifPresent(problem -> refused.put(record, problem));
    }
    deadLetters.send(refused);
    for (Map.Entry<ConsumerRecord<byte[], byte[]>, Problem> letter : refused.entrySet()) {
      // Only now: until here it may come again.
      reader.refused(source(letter.getKey()), letter.getKey(), letter.getValue());
    }
    records.partitions().forEach(partition -> done.put(partition, next(records, partition)));
    tally.taken(records.count() - refused.size(), refused.size());
  }

  private Source source(ConsumerRecord<byte[], byte[]> record) throws NotNow {
    Source source = sources.get(record.topic());
    if (source == null) {
      throw new NotNow("A record came from " + record.topic() + ", which was not asked for");
    }
    return source;
  }

  private static OffsetAndMetadata next(
      ConsumerRecords<byte[], byte[]> records, TopicPartition partition) {
    List<ConsumerRecord<byte[], byte[]>> of = records.records(partition);
    return new OffsetAndMetadata(of.get(of.size() - 1).offset() + 1);
  }

  /** What was fetched is fetched again. */
  private void rewind(ConsumerRecords<byte[], byte[]> records) {
    for (TopicPartition partition : records.partitions()) {
      if (consumer.assignment().contains(partition)) {
        consumer.seek(partition, records.records(partition).get(0).offset());
      }
    }
  }

  private void commit() {
    // Another node that has a partition by now may be further.
    done.keySet().retainAll(consumer.assignment());
    if (done.isEmpty()) {
      return;
    }
    try {
      consumer.commitSync(done, COMMIT);
      done.clear();
    } catch (KafkaException later) {
      // At the next round; and whoever else has the partition by then finds what is known.
      LOG.log(Level.FINE, "An offset is committed later.", later);
    }
  }
}
