package dev.tidings.metrics;

import dev.tidings.events.Draft;
import dev.tidings.events.Json;
import dev.tidings.events.Publisher;
import dev.tidings.events.Topic;
import dev.tidings.metrics.Turnout.Counts;
import dev.tidings.stream.AudienceBegan;
import dev.tidings.stream.AudienceEnded;
import dev.tidings.stream.Streams;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Publishes how many users are online on {@code metrics/audience} while somebody listens there:
 * when that changes, at most once a second, and now and then that it has not. Numbers only; who
 * they are is nobody's business here.
 */
@Singleton
class AudienceSampler implements Pulse.Source {
  static final Topic TOPIC = new Topic("metrics/audience");

  /** Who draws a line can tell that nothing has changed from that nobody has looked. */
  private static final long STILL_NANOS = Duration.ofSeconds(10).toNanos();

  private final Publisher publisher;
  private final Streams streams;
  private final MetricsConfig config;
  private final Pulse pulse;
  private Turnout turnout = new Turnout();
  private @Nullable Counts told;
  private long toldAt;

  @Inject
  AudienceSampler(
      Publisher publisher,
      Streams streams,
      MetricsConfig config,
      ManagedScheduledExecutorService timer) {
    this.publisher = publisher;
    this.streams = streams;
    this.config = config;
    pulse = new Pulse(timer, ServerSampler.SECOND, config::linger, this);
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
    turnout = new Turnout();
    told = null;
  }

  @Override
  public void sample() {
    long now = System.nanoTime();
    Counts counts =
        turnout.count(streams.visits(), now, config.absence().toNanos(), config.pages());
    if (!counts.equals(told) || now - toldAt >= STILL_NANOS) {
      String node = config.node();
      publisher.publish(TOPIC, new Draft(ServerSampler.TYPE, json(node, counts), node));
      told = counts;
      toldAt = now;
    }
  }

  private static Json json(String node, Counts counts) {
    Map<String, Object> sample = new LinkedHashMap<>();
    sample.put("node", node);
    sample.put("users", counts.users());
    sample.put("streams", counts.streams());
    sample.put("pages", counts.pages());
    sample.put("otherPages", counts.otherPages());
    return Json.from(sample);
  }
}
