package dev.tidings.kafka;

import dev.tidings.problem.Problem;
import dev.tidings.problem.ProblemMapper;
import jakarta.enterprise.inject.Vetoed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Where records go that cannot be published: as they are, with the reason in a header, to a Kafka
 * topic beside their own. At least once. For one thread.
 */
@Vetoed
class DeadLetters implements AutoCloseable {
  /** The problem, as {@code POST /api/events} would have answered it. */
  static final String PROBLEM = "tidings-problem";

  /** Where the record was: {@code TOPIC-PARTITION-OFFSET}. */
  static final String FROM = "tidings-from";

  private static final int WAIT_MILLIS = 5_000;

  private final KafkaConfig config;
  private final String suffix;
  private final Set<String> made = new HashSet<>();
  private @Nullable Producer<byte[], byte[]> producer;

  DeadLetters(KafkaConfig config, String suffix) {
    this.config = config;
    this.suffix = suffix;
  }

  /**
   * Returns when all of them are stored.
   *
   * @throws NotNow if that cannot be said of all
   */
  void send(Map<ConsumerRecord<byte[], byte[]>, Problem> letters) throws NotNow {
    if (letters.isEmpty()) {
      return;
    }
    Map<ProducerRecord<byte[], byte[]>, Future<RecordMetadata>> sent = new LinkedHashMap<>();
    try {
      letters.keySet().forEach(record -> requireTopic(record.topic() + suffix));
      Producer<byte[], byte[]> out = producer();
      letters.forEach(
          (record, problem) -> {
            ProducerRecord<byte[], byte[]> letter = letter(record, problem);
            sent.put(letter, out.send(letter));
          });
      for (Entry<ProducerRecord<byte[], byte[]>, Future<RecordMetadata>> each : sent.entrySet()) {
        confirm(out, each.getKey(), each.getValue());
      }
    } catch (ExecutionException | KafkaException failure) {
      throw new NotNow("The topic for dead letters cannot be written", failure);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new NotNow("The server stops", stop);
    }
  }

  private static void confirm(
      Producer<byte[], byte[]> out,
      ProducerRecord<byte[], byte[]> letter,
      Future<RecordMetadata> sent)
      throws ExecutionException, InterruptedException {
    try {
      sent.get();
    } catch (ExecutionException failed) {
      if (!(failed.getCause() instanceof RecordTooLargeException)) {
        throw failed;
      }
      // Its headers made it so. What it said can be read where it was.
      out.send(
              new ProducerRecord<>(
                  letter.topic(), null, letter.timestamp(), letter.key(), null, letter.headers()))
          .get();
    }
  }

  private ProducerRecord<byte[], byte[]> letter(
      ConsumerRecord<byte[], byte[]> record, Problem problem) {
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(
            record.topic() + suffix, null, record.key(), record.value(), record.headers());
    letter.headers().remove(PROBLEM).remove(FROM);
    letter.headers().add(PROBLEM, bytes(String.valueOf(ProblemMapper.answer(problem).getEntity())));
    letter.headers().add(FROM, bytes(RecordReader.place(record)));
    return letter;
  }

  private void requireTopic(String topic) {
    if (made.add(topic)) {
      MissingTopic.make(config, topic, Map.of());
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Producer<byte[], byte[]> producer() {
    if (producer == null) {
      Map<String, Object> properties =
          config.properties(
              ProducerConfig.configNames(),
              Map.of(
                  ProducerConfig.CLIENT_ID_CONFIG,
                  "tidings-dead-letters",
                  ProducerConfig.ENABLE_METRICS_PUSH_CONFIG,
                  "false",
                  ProducerConfig.MAX_BLOCK_MS_CONFIG,
                  WAIT_MILLIS,
                  ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                  WAIT_MILLIS,
                  ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                  2 * WAIT_MILLIS,
                  // What a record may be is the topic's to say.
                  ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                  1 << 24));
      properties.put(ProducerConfig.ACKS_CONFIG, "all");
      producer =
          new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }
    return producer;
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close(Duration.ZERO);
      producer = null;
    }
  }
}
