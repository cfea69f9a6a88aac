package dev.tidings.cluster;

import dev.tidings.kafka.Contact;
import dev.tidings.kafka.KafkaConfig;
import dev.tidings.kafka.MissingTopic;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.inject.Vetoed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * One partition of a Kafka topic, which every node writes to and reads all of, from now on. No
 * consumer group: each node would need one of its own, and Kafka would keep those of nodes that are
 * gone.
 */
@Vetoed
final class KafkaSignal implements Signal {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration ATTEMPT = Duration.ofSeconds(5);
  private static final Duration LEAVE = Duration.ofSeconds(1);
  private static final long PAUSE_MILLIS = 1_000;

  /** Something comes in twice a second. */
  private static final Duration SILENCE = Duration.ofSeconds(3);

  /** After as long nobody wants to know. */
  private static final int SEND_MILLIS = 3_000;

  private static final Map<String, String> TOPIC =
      Map.of(
          TopicConfig.RETENTION_MS_CONFIG, "600000",
          TopicConfig.SEGMENT_MS_CONFIG, "600000",
          // A message of the longest kind, in a script that takes three bytes a character.
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(4 << 20));

  private final KafkaConfig config;
  private final TopicPartition partition;
  private final ManagedThreadFactory threads;
  private final Outage listening = new Outage("hear what other nodes tell");
  private final Outage sending = new Outage("tell other nodes what happens here");
  private final CountDownLatch closed = new CountDownLatch(1);

  // Guarded by this.
  private boolean looked;

  private @Nullable Thread listener;
  private volatile @Nullable Consumer<String, String> consumer;
  private @Nullable Producer<String, String> producer;

  KafkaSignal(KafkaConfig config, ManagedThreadFactory threads) {
    this.config = config;
    this.partition = new TopicPartition(config.signalTopic(), 0);
    this.threads = threads;
  }

  @Override
  public boolean carriesEvents() {
    return true;
  }

  @Override
  public void open(Ear ear) {
    Thread thread = threads.newThread(() -> listen(ear));
    listener = thread;
    thread.start();
  }

  private void listen(Ear ear) {
    while (!isClosed()) {
      makeTopic();
      try {
        Consumer<String, String> fresh = consumer();
        consumer = fresh;
        try {
          hear(fresh, ear);
        } finally {
          consumer = null;
          fresh.close(CloseOptions.timeout(LEAVE));
        }
      } catch (RuntimeException failure) {
        lookAgain();
        if (!isClosed()) {
          listening.failed(failure);
          pause();
        }
      }
    }
  }

  /** Before anybody else uses it: brokers that make topics by themselves make others. */
  private synchronized void makeTopic() {
    if (!looked) {
      looked = true;
      MissingTopic.make(config, partition.topic(), TOPIC);
    }
  }

  private synchronized void lookAgain() {
    looked = false;
  }

  private void hear(Consumer<String, String> from, Ear ear) {
    from.assign(List.of(partition));
    from.seekToEnd(List.of(partition));
    // Where the end is, is asked now: what is sent from here on is heard.
    from.position(partition, ATTEMPT);
    listening.worked();
    ear.listening();
    Contact contact = new Contact(from.metrics(), SILENCE);
    while (!isClosed()) {
      for (ConsumerRecord<String, String> record : from.poll(POLL)) {
        if (record.value() != null) {
          ear.heard(record.value());
        }
      }
      switch (contact.look()) {
        case LOST ->
            listening.failed(
                new TimeoutException("no Kafka broker answers at " + config.servers()));
        case BACK -> {
          // What others could not send meanwhile is lost.
          listening.worked();
          ear.listening();
        }
        case NONE -> {
          // As it was.
        }
      }
    }
  }

  private Consumer<String, String> consumer() {
    Map<String, Object> properties =
        config.properties(
            ConsumerConfig.configNames(),
            Map.of(
                ConsumerConfig.CLIENT_ID_CONFIG, "tidings-signal",
                ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, "false",
                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000"));
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    properties.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    // Whoever has lost their place begins anew, and says so.
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    return new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
  }

  @Override
  public void send(String message) {
    try {
      ProducerRecord<String, String> record =
          new ProducerRecord<>(partition.topic(), partition.partition(), null, message);
      // Nobody waits for it: what becomes of it is said in the log.
      Future<RecordMetadata> unused = producer().send(record, (sent, failure) -> told(failure));
    } catch (KafkaException failure) {
      told(failure);
    }
  }

  private void told(@Nullable Exception failure) {
    if (failure == null) {
      sending.worked();
    } else if (!isClosed()) {
      sending.failed(failure);
    }
  }

  private Producer<String, String> producer() {
    Producer<String, String> known = producer;
    if (known == null) {
      makeTopic();
      Map<String, Object> properties =
          config.properties(
              ProducerConfig.configNames(),
              Map.of(
                  ProducerConfig.CLIENT_ID_CONFIG, "tidings-signal",
                  ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, "false",
                  ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4",
                  ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000",
                  // Who calls has gathered already.
                  ProducerConfig.LINGER_MS_CONFIG, 0,
                  ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 1 << 24));
      properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, SEND_MILLIS);
      properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, SEND_MILLIS);
      properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * SEND_MILLIS);
      // Once, and in order.
      properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
      properties.put(ProducerConfig.ACKS_CONFIG, "all");
      known = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
      producer = known;
    }
    return known;
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void pause() {
    try {
      closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stop) {
      closed.countDown();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    Consumer<String, String> hearing = consumer;
    if (hearing != null) {
      hearing.wakeup();
    }
    Producer<String, String> telling = producer;
    if (telling != null) {
      telling.close(LEAVE);
    }
    Thread thread = listener;
    if (thread != null) {
      try {
        thread.join(2 * LEAVE.toMillis());
      } catch (InterruptedException hurry) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
