package dev.tidings.metrics;

import dev.tidings.events.Draft;
import dev.tidings.events.Json;
import dev.tidings.events.Publisher;
import dev.tidings.events.Topic;
import dev.tidings.stream.AudienceBegan;
import dev.tidings.stream.AudienceEnded;
import dev.tidings.stream.Streams;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.metrics.MetricRegistry;

/**
 * Publishes how this server is doing on {@code metrics/server}, once a second while somebody
 * listens there. Nobody listens, nothing is measured.
 */
@Singleton
class ServerSampler implements Pulse.Source {
  static final Topic TOPIC = new Topic("metrics/server");
  static final String TYPE = "sample";
  static final Duration SECOND = Duration.ofSeconds(1);

  private final Publisher publisher;
  private final Streams streams;
  private final MetricsConfig config;
  private final ServerSample sample;
  private final Pulse pulse;

  @Inject
  ServerSampler(
      Publisher publisher,
      Streams streams,
      MetricsConfig config,
      MetricRegistry registry,
      ManagedScheduledExecutorService timer) {
    this.publisher = publisher;
    this.streams = streams;
    this.config = config;
    sample = new ServerSample(new Machine(), registry);
    pulse = new Pulse(timer, SECOND, config::linger, this);
  }

  void came(@Observes AudienceBegan began) {
    if (began.topic().equals(TOPIC)) {
      pulse.began();
    }
  }

  void left(@Observes AudienceEnded ended) {
    if (ended.topic().equals(TOPIC)) {
      pulse.ended();
    }
  }

  void stop(@Observes Shutdown stopping) {
    pulse.stop();
  }

  @Override
  public void begin() {
    streams.count();
    sample.begin(System.nanoTime());
  }

  @Override
  public void sample() {
    streams.count();
    String node = config.node();
    Json data = Json.from(sample.take(node, System.nanoTime()));
    publisher.publish(TOPIC, new Draft(TYPE, data, node));
  }
}
