package dev.tidings.metrics;

import dev.tidings.events.LiveEvent;
import dev.tidings.events.LivePublished;
import dev.tidings.events.Topic;
import dev.tidings.metrics.Ring.Sample;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The recent samples of all gauges, for who comes or comes back: whatever was published live below
 * {@code metrics/}, by anyone. Bounded in time, gauges and bytes. Safe for any thread.
 */
@Singleton
class Recent {
  private static final String METRICS = "metrics/";
  private static final String KEY = "key ";

  private final MetricsConfig config;

  @Inject
  Recent(MetricsConfig config) {
    this.config = config;
  }

  /** A gauge. Events without a key of their own have one for each type. */
  private record Gauge(Topic topic, String key) {}

  /**
   * A sample of a gauge.
   *
   * @param key that it was published with; null if there was none
   */
  record Kept(@Nullable String key, Sample sample) {}

  /** Guarded by this; those that were quiet for longest first. */
  private final Map<Gauge, Ring> rings = new LinkedHashMap<>(16, 0.75f, true);

  /** Of all rings. Guarded by this. */
  private long bytes;

  /** Whether a topic is one of gauges. */
  static boolean isOfGauges(Topic topic) {
    return topic.path().startsWith(METRICS);
  }

  void published(@Observes LivePublished published) {
    for (LiveEvent live : published.events()) {
      Topic topic = live.event().topic();
      if (!isOfGauges(topic)) {
        continue;
      }
      if (live.clears()) {
        forget(topic);
      } else if (live.event().data().length() <= config.sampleBytes()) {
        String key = live.key() == null ? "type " + live.event().type() : live.key();
        keep(
            new Gauge(topic, key),
            new Sample(live.event().at(), live.event().type(), live.event().data()));
      }
    }
  }

  private synchronized void forget(Topic topic) {
    rings
        .entrySet()
        .removeIf(
            ring -> {
              boolean gone = ring.getKey().topic().equals(topic);
              bytes -= gone ? ring.getValue().bytes() : 0;
              return gone;
            });
  }

  private synchronized void keep(Gauge gauge, Sample sample) {
    Ring ring = rings.get(gauge);
    if (ring == null) {
      ring = new Ring();
      rings.put(gauge, ring);
      while (rings.size() > config.series()) {
        Gauge quietest = rings.keySet().iterator().next();
        bytes -= rings.remove(quietest).bytes();
      }
    }
    bytes -= ring.bytes();
    ring.expire(sample.at().minus(config.kept()));
    ring.put(sample);
    bytes += ring.bytes();
    makeRoom(config.bytes());
  }

  /** Whoever has the most gives way. */
  private void makeRoom(long most) {
    while (bytes > most) {
      Ring largest =
          rings.values().stream().max(Comparator.comparingLong(Ring::bytes)).orElseThrow();
      bytes -= largest.bytes();
      largest.evict();
      bytes += largest.bytes();
    }
  }

  /** Topics that there are samples of. */
  synchronized Set<Topic> topics() {
    expire();
    Set<Topic> topics = new TreeSet<>();
    rings.keySet().forEach(gauge -> topics.add(gauge.topic()));
    return topics;
  }

  /** The samples of a topic's gauges from a moment on, the oldest first. */
  List<Kept> of(Topic topic, Instant from) {
    List<Kept> kept = new ArrayList<>();
    synchronized (this) {
      expire();
      rings.forEach(
          (gauge, ring) -> {
            if (gauge.topic().equals(topic)) {
              String key = gauge.key();
              String own = key.startsWith(KEY) ? key.substring(KEY.length()) : null;
              ring.since(from).forEach(sample -> kept.add(new Kept(own, sample)));
            }
          });
    }
    kept.sort(Comparator.comparing(each -> each.sample().at()));
    return kept;
  }

  private void expire() {
    Instant before = Instant.now().minus(config.kept());
    rings
        .values()
        .removeIf(
            ring -> {
              bytes -= ring.bytes();
              ring.expire(before);
              bytes += ring.bytes();
              return ring.isEmpty();
            });
  }

  /** What all samples take in memory, about. */
  synchronized long bytes() {
    return bytes;
  }
}
