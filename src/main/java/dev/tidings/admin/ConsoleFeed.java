package dev.tidings.admin;

import dev.tidings.cluster.Roster;
import dev.tidings.config.NodeName;
import dev.tidings.events.Draft;
import dev.tidings.events.Json;
import dev.tidings.events.Publisher;
import dev.tidings.events.Topic;
import dev.tidings.metrics.Pulse;
import dev.tidings.stream.AudienceBegan;
import dev.tidings.stream.AudienceEnded;
import dev.tidings.stream.Overview;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Publishes this node's rows of each of the console's tables, once a second while somebody listens
 * there. Nobody listens, nothing is looked at. A row of the table of nodes is an event; of the
 * others, the busiest rows that fit into one are.
 */
@Singleton
class ConsoleFeed {
  static final Topic STREAMS = new Topic("admin/streams");
  static final Topic TOPICS = new Topic("admin/topics");
  static final Topic NODES = new Topic("admin/nodes");
  static final String TYPE = "rows";

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int MOST = 200;

  /** Of rows; with what stands around them, less than an event may have. */
  private static final int BYTES = Draft.MAX_DATA - 2_000;

  private final Publisher publisher;
  private final StreamTable streams;
  private final TopicTable topics;
  private final NodeTable nodes;
  private final Roster roster;
  private final NodeName name;
  private final Map<Topic, Pulse> pulses;

  @Inject
  ConsoleFeed(
      Publisher publisher,
      StreamTable streams,
      TopicTable topics,
      NodeTable nodes,
      Roster roster,
      NodeName name,
      ConsoleConfig config,
      ManagedScheduledExecutorService timer) {
    this.publisher = publisher;
    this.streams = streams;
    this.topics = topics;
    this.nodes = nodes;
    this.roster = roster;
    this.name = name;
    pulses =
        Map.of(
            STREAMS, new Pulse(timer, SECOND, config::linger, new Table(STREAMS, this::streams)),
            TOPICS, new Pulse(timer, SECOND, config::linger, new Table(TOPICS, this::topics)),
            NODES, new Pulse(timer, SECOND, config::linger, new Table(NODES, this::node)));
  }

  /** Says something each second. */
  private final class Table implements Pulse.Source {
    private final Topic topic;
    private final Supplier<String> data;

    Table(Topic topic, Supplier<String> data) {
      this.topic = topic;
      this.data = data;
    }

    @Override
    public void begin() {}

    @Override
    public void sample() {
      publisher.publish(topic, new Draft(TYPE, new Json(data.get()), name.text()));
    }
  }

  void came(@Observes AudienceBegan began) {
    Pulse pulse = pulses.get(began.topic());
    if (pulse != null) {
      pulse.began();
    }
  }

  void left(@Observes AudienceEnded ended) {
    Pulse pulse = pulses.get(ended.topic());
    if (pulse != null) {
      pulse.ended();
    }
  }

  void stop(@Observes Shutdown stopping) {
    pulses.values().forEach(Pulse::stop);
  }

  private String streams() {
    Overview.Found found = streams.busiest(MOST);
    String node = name.text();
    String run = roster.run();
    return table(
        found.streams().stream().map(stream -> Rows.of(stream, node, run)).toList(), found.total());
  }

  private String topics() {
    TopicTable.Busiest busiest = topics.busiest(MOST);
    return table(busiest.rows(), busiest.total());
  }

  private String node() {
    return nodes.own().toString();
  }

  private String table(List<JsonObject> rows, int total) {
    String head =
        Rows.object()
            .add("node", name.text())
            .add("at", Rows.time(Instant.now()))
            .build()
            .toString();
    return head.substring(0, head.length() - 1)
        + ",\"rows\":"
        + Rows.fitting(rows, BYTES)
        + ",\"total\":"
        + total
        + "}";
  }
}
