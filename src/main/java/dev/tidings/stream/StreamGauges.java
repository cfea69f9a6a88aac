package dev.tidings.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** What {@code /metrics} shows of this package, with the words that it comes with. */
final class StreamGauges {
  private final MetricRegistry registry;
  private final List<String> names = new ArrayList<>();

  StreamGauges(MetricRegistry registry) {
    this.registry = registry;
  }

  /** For {@link StreamMetrics}. */
  Counter counter(String name, String description, Tag... tags) {
    return registry.counter(
        Metadata.builder().withName(name).withDescription(description).build(), tags);
  }

  /** Registers the gauges of a node. */
  void begin(
      Hub hub,
      Tail tail,
      Admission admission,
      Departure departure,
      Latency latency,
      StreamConfig config) {
    gauge("tidings_streams_open", "Open streams.", hub, of -> of.census().streams().size());
    gauge(
        "tidings_streams_behind",
        "Open streams that have yet to be served what this node has.",
        hub,
        of -> of.census().streams().stream().filter(Subscriber::behind).count());
    gauge(
        "tidings_streams_waiting",
        "Streams at the door that are over a limit, while it is looked whether others are gone.",
        admission,
        Admission::waiting);
    gauge(
        "tidings_streams_limit",
        "Streams that this node takes: tidings.stream.max-per-node.",
        config,
        of -> of.limits().perNode());
    gauge(
        "tidings_channels_open",
        "Topics that this node keeps recent events of, in memory.",
        hub,
        of -> of.topics().size());
    gauge(
        "tidings_log_position",
        "The position of the newest event that this node can deliver.",
        hub,
        Hub::watermark);
    gauge(
        "tidings_tail_lag_events",
        "Events known to be committed that this node cannot deliver yet.",
        tail,
        Tail::lag);
    gauge(
        "tidings_log_seen_ago_ms",
        "Milliseconds since this node last saw the end of the log.",
        tail,
        of -> of.sinceLastSeen().toMillis());
    gauge(
        "tidings_node_draining",
        "1 while the node stops or is drained, and takes no streams.",
        departure,
        of -> of.ready() ? 0 : 1);
    latency(latency);
  }

  private void latency(Latency latency) {
    String from = " milliseconds from publishing to writing, in the last second.";
    gauge(
        "tidings_latency_p50_ms",
        "Half of all writes within so many" + from,
        latency,
        of -> of.latest().p50());
    gauge(
        "tidings_latency_p99_ms",
        "99 of 100 writes within so many" + from,
        latency,
        of -> of.latest().p99());
    gauge(
        "tidings_latency_max_ms",
        "The slowest write took so many" + from,
        latency,
        of -> of.latest().max());
    gauge(
        "tidings_latency_writes",
        "Writes that the tidings_latency_... of the last second are of.",
        latency,
        of -> of.latest().count());
  }

  private <T> void gauge(String name, String description, T of, ToLongFunction<T> value) {
    names.add(name);
    registry.gauge(
        Metadata.builder().withName(name).withDescription(description).build(),
        of,
        value::applyAsLong);
  }

  /** The registry outlives the application and would keep all of it in memory. */
  void end() {
    names.forEach(registry::remove);
  }
}
