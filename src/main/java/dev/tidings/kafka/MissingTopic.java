package dev.tidings.kafka;

import jakarta.enterprise.inject.Vetoed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;

/** A topic of the hub's own that may not be there yet. */
@Vetoed
public final class MissingTopic {
  private static final Logger LOG = Logger.getLogger(MissingTopic.class.getName());
  private static final int LIMIT_MILLIS = 5_000;

  private MissingTopic() {}

  /**
   * Makes a topic of one partition unless it is there. Where that fails, whoever uses it will say
   * so; not everybody may make topics. Takes up to 5 s.
   *
   * @param settings such as {@code retention.ms}
   */
  public static void make(KafkaConfig config, String name, Map<String, String> settings) {
    Map<String, Object> properties =
        config.properties(
            AdminClientConfig.configNames(),
            Map.of(
                AdminClientConfig.CLIENT_ID_CONFIG,
                "tidings-topics",
                AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG,
                "false",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                LIMIT_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                LIMIT_MILLIS));
    // As many copies as the brokers make of any.
    NewTopic topic = new NewTopic(name, Optional.of(1), Optional.empty()).configs(settings);
    try (Admin admin = Admin.create(properties)) {
      admin.createTopics(List.of(topic)).all().get();
    } catch (ExecutionException | KafkaException failure) {
      LOG.log(Level.FINE, "The Kafka topic " + name + " was not made.", failure);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
