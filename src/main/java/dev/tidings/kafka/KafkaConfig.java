package dev.tidings.kafka;

import dev.tidings.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where the brokers are and what is published through them, read live. Defaults and reasons stand
 * in {@code META-INF/microprofile-config.properties}. Names nothing of Kafka's client, which may
 * not be there.
 */
@ApplicationScoped
public class KafkaConfig {
  private static final String PROPERTY = "tidings.kafka.property.";

  @Inject Settings settings;

  /** Addresses of brokers, as {@code bootstrap.servers} takes them; empty where there is none. */
  public String servers() {
    return settings.text("tidings.kafka.bootstrap-servers").strip();
  }

  /**
   * The properties of a client: those of the configuration over the hub's own.
   *
   * @param known names of all the properties there are for this kind of client
   * @param own what the hub has it unless the configuration says otherwise
   */
  public Map<String, Object> properties(Set<String> known, Map<String, Object> own) {
    Map<String, Object> properties = new TreeMap<>(own);
    for (String name : known) {
      String value = settings.text(PROPERTY + name);
      if (!value.isEmpty()) {
        properties.put(name, value);
      }
    }
    properties.put("bootstrap.servers", servers());
    return properties;
  }

  /** The rules of {@link Source}, as text. */
  String publish() {
    return settings.text("tidings.kafka.publish");
  }

  /** The consumer group of all nodes together. */
  String group() {
    return settings.text("tidings.kafka.group").strip();
  }

  /** What the name of a topic is followed by in the name of the one for its dead letters. */
  String deadLetterSuffix() {
    return settings.text("tidings.kafka.dead-letter-suffix").strip();
  }

  /** How many records are taken into the log at once, at most. */
  int batch() {
    return (int) settings.number("tidings.kafka.batch", 1, 10_000);
  }

  /** How long to wait after a failure before it is tried again. */
  Duration retry() {
    return settings.duration("tidings.kafka.retry", Duration.ofMillis(100), Duration.ofMinutes(1));
  }

  /** The topic that carries what nodes tell each other. */
  public String signalTopic() {
    return settings.text("tidings.kafka.signal-topic").strip();
  }
}
