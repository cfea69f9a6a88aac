package dev.tidings.kafka;

import dev.tidings.events.OrderedIntake;
import jakarta.enterprise.inject.Vetoed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer with one configuration, from its beginning to its end. For one thread. */
@Vetoed
final class Session implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Session.class.getName());

  /** Heartbeats come every 3 s. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private static final Duration LEAVE = Duration.ofSeconds(1);

  private final Setup setup;
  private final Consumer<byte[], byte[]> consumer;
  private final DeadLetters deadLetters;
  private final Consumption consumption;
  private final Contact contact;

  /** What a session is made from; another one takes its place when any of it changes. */
  record Setup(
      List<Source> sources,
      String group,
      String deadLetterSuffix,
      Duration retry,
      Map<String, Object> properties) {
    /** How things are configured now. */
    static Setup of(KafkaConfig config, List<Source> sources) {
      Map<String, Object> properties =
          config.properties(
              ConsumerConfig.configNames(),
              Map.of(
                  ConsumerConfig.CLIENT_ID_CONFIG, "tidings-publish",
                  ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                  ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                  ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, "false",
                  // A topic that is made later is found within so long.
                  ConsumerConfig.METADATA_MAX_AGE_CONFIG, "10000",
                  ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 << 20,
                  ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20,
                  ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000"));
      // These are not a matter of taste.
      properties.put(ConsumerConfig.GROUP_ID_CONFIG, config.group());
      properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
      properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
      properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, config.batch());
      return new Setup(
          sources, config.group(), config.deadLetterSuffix(), config.retry(), properties);
    }

    Object servers() {
      return properties.getOrDefault(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "");
    }
  }

  Session(KafkaConfig config, Setup setup, RecordReader reader, OrderedIntake intake, Tally tally) {
    this.setup = setup;
    consumer =
        new KafkaConsumer<>(
            setup.properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    deadLetters = new DeadLetters(config, setup.deadLetterSuffix());
    consumption =
        new Consumption(
            consumer, setup.sources(), reader, intake, deadLetters, tally, setup.retry());
    contact = new Contact(consumer.metrics(), SILENCE);
    LOG.log(
        Level.INFO,
        "What is sent to the Kafka topics {0} at {1} is published.",
        new Object[] {setup.sources().stream().map(Source::name).toList(), setup.servers()});
  }

  boolean hasSetup(Setup other) {
    return setup.equals(other);
  }

  /** Does what comes within a moment; see {@link Consumption#round}. */
  void round() {
    consumption.round();
    switch (contact.look()) {
      case LOST ->
          LOG.log(
              Level.WARNING,
              "No Kafka broker answers at {0}. What is sent to them is published once they do.",
              setup.servers());
      case BACK -> LOG.log(Level.INFO, "Kafka answers again at {0}.", setup.servers());
      case NONE -> {
        // As it was.
      }
    }
  }

  @Override
  public void close() {
    deadLetters.close();
    consumer.close(CloseOptions.timeout(LEAVE));
  }
}
