package dev.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.events.Event;
import dev.tidings.events.LiveEvent;
import dev.tidings.events.LivePublished;
import dev.tidings.events.LiveTopics;
import dev.tidings.events.Published;
import dev.tidings.events.Topic;
import dev.tidings.kafka.KafkaConfig;
import dev.tidings.stream.Elsewhere;
import dev.tidings.stream.ListenersHere;
import dev.tidings.stream.LiveAppended;
import dev.tidings.stream.Streams;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that hear each other over a way in memory, which loses what it is told to. */
class RelayTest {
  private static final Topic GAUGES = new Topic("metrics/a");
  private static final Topic LINES = new Topic("logs/a");

  private final Way way = new Way();
  private final Config config = new Config();
  private final List<Node> nodes = new ArrayList<>();

  /** All nodes are told at once, on the thread of whoever tells. */
  private static final class Way {
    private final List<Signal.Ear> ears = new CopyOnWriteArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean losing;

    synchronized void send(String message) {
      sent.addAndGet(message.length());
      if (!losing) {
        ears.forEach(ear -> ear.heard(message));
      }
    }
  }

  private static final class Config extends ClusterConfig {
    private volatile Duration here = Duration.ofMillis(20);

    @Override
    long waitingBytes() {
      return 1 << 20;
    }

    @Override
    String channel() {
      return "test";
    }

    @Override
    Duration gather() {
      return Duration.ZERO;
    }

    @Override
    Duration here() {
      return here;
    }

    @Override
    Duration absence() {
      return Duration.ofSeconds(2);
    }

    @Override
    Duration linger() {
      return Duration.ZERO;
    }
  }

  /** A node without a hub. */
  private static final class Node extends Elsewhere {
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Set<Topic> heardElsewhere = ConcurrentHashMap.newKeySet();
    private final Map<Topic, List<LiveEvent>> newest = new ConcurrentHashMap<>();
    private final Set<LiveEvent> known = ConcurrentHashMap.newKeySet();
    private final Set<Topic> durable = ConcurrentHashMap.newKeySet();
    private final Relay relay;

    Node(Way way, Config config) {
      Signal signal =
          new Signal() {
            private Signal.@Nullable Ear ear;

            @Override
            public void open(Ear ear) {
              this.ear = ear;
              way.ears.add(ear);
              ear.listening();
            }

            @Override
            public void send(String message) {
              way.send(message);
            }

            @Override
            public boolean carriesEvents() {
              return false;
            }

            @Override
            public void close() {
              way.ears.remove(ear);
            }
          };
      relay =
          new Relay(
              config,
              new LiveTopics() {
                @Override
                public Kind kind(Topic topic) {
                  return durable.contains(topic)
                      ? Kind.DURABLE
                      : topic.equals(GAUGES)
                          ? Kind.CONFLATED
                          : topic.equals(LINES) ? Kind.WINDOWED : Kind.DURABLE;
                }
              },
              this,
              new Streams() {
                @Override
                public boolean heardOn(String user, String browser, Set<String> pages) {
                  return told.add(user + " " + browser + " " + pages);
                }
              },
              new Threads(),
              new Signals(config, new KafkaConfig(), new Threads(), new Roster()) {
                @Override
                Signal find() {
                  return signal;
                }
              });
      relay.start(new Startup());
    }

    @Override
    public void committed(long position) {
      told.add("up to " + position);
    }

    @Override
    public void committed(Published published) {
      told.add("believed");
    }

    @Override
    public void published(List<LiveEvent> events) {
      events.forEach(event -> told.add(event.key() + " " + event.event().data()));
    }

    @Override
    public void heard(Topic topic, boolean any) {
      if (any) {
        heardElsewhere.add(topic);
      } else {
        heardElsewhere.remove(topic);
      }
    }

    @Override
    public void newest(Topic topic, Consumer<LiveEvent> ear) {
      newest.getOrDefault(topic, List.of()).forEach(ear);
    }

    @Override
    public boolean knows(LiveEvent event) {
      return known.contains(event);
    }

    @Override
    public void untold(Topic topic) {
      told.add("untold " + topic);
    }

    @Override
    public void missed() {
      told.add("look");
    }

    @Override
    public void missed(Topic topic) {
      told.add("missed " + topic);
    }

    void publish(Topic topic, @Nullable String key, String data) {
      LiveEvent event = event(topic, key, data);
      relay.live(new LiveAppended(new LivePublished(List.of(event))));
    }

    static LiveEvent event(Topic topic, @Nullable String key, String data) {
      return new LiveEvent(new Event(0, topic, "message", data, Instant.EPOCH), key);
    }

    void listen(Topic topic, boolean any) {
      relay.listeners(new ListenersHere(topic, any));
    }
  }

  private Node node() {
    Node node = new Node(way, config);
    nodes.add(node);
    return node;
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (Node node : nodes) {
      node.relay.stop(new Shutdown());
    }
  }

  private static void eventually(org.awaitility.core.ThrowingRunnable holds) {
    await().atMost(Duration.ofSeconds(20)).untilAsserted(holds);
  }

  @Test
  void a_commit_is_told_by_its_last_position() {
    Node one = node();
    Node two = node();
    one.relay.committed(
        new Published(
            "e",
            List.of(
                new Event(7, GAUGES, "message", "1", Instant.EPOCH),
                new Event(8, GAUGES, "message", "2", Instant.EPOCH))));
    eventually(() -> assertThat(two.told).contains("up to 8"));
    assertThat(one.told).doesNotContain("up to 8");
  }

  @Test
  void live_events_go_where_somebody_listens_and_nowhere_else() {
    Node one = node();
    Node two = node();
    Node three = node();
    one.publish(LINES, null, "\"nobody\"");
    two.listen(LINES, true);
    eventually(() -> assertThat(one.heardElsewhere).containsExactly(LINES));
    assertThat(two.heardElsewhere).isEmpty();
    one.publish(LINES, null, "\"1\"");
    one.publish(LINES, null, "\"1\"");
    one.publish(LINES, null, "\"2\"");
    eventually(
        () -> assertThat(two.told).containsSubsequence("null \"1\"", "null \"1\"", "null \"2\""));
    assertThat(two.told).doesNotContain("null \"nobody\"");
    assertThat(three.told).doesNotContain("null \"1\"");
    two.listen(LINES, false);
    eventually(() -> assertThat(one.heardElsewhere).isEmpty());
    assertThat(two.told).contains("untold " + LINES);
    long before = way.sent.get();
    one.publish(LINES, null, "\"" + "x".repeat(1_000_000) + "\"");
    one.relay.committed(
        new Published("e", List.of(new Event(9, GAUGES, "message", "1", Instant.EPOCH))));
    eventually(() -> assertThat(two.told).contains("up to 9"));
    assertThat(way.sent.get() - before).isLessThan(500_000);
  }

  @Test
  void listeners_to_topics_of_the_log_are_nobodys_business() {
    Node one = node();
    Node two = node();
    two.listen(new Topic("feeds/a"), true);
    two.listen(LINES, true);
    eventually(() -> assertThat(one.heardElsewhere).containsExactly(LINES));
  }

  @Test
  void whoever_begins_to_listen_is_told_the_newest_alone() {
    Node one = node();
    Node two = node();
    Node three = node();
    three.listen(GAUGES, true);
    eventually(() -> assertThat(one.heardElsewhere).contains(GAUGES));
    one.newest.put(GAUGES, List.of(Node.event(GAUGES, "key a", "\"newest\"")));
    two.listen(GAUGES, true);
    eventually(() -> assertThat(two.told).contains("key a \"newest\""));
    assertThat(three.told).doesNotContain("key a \"newest\"");
  }

  @Test
  void what_was_lost_of_who_listens_is_asked_for() {
    Node one = node();
    Node two = node();
    two.listen(GAUGES, true);
    eventually(() -> assertThat(one.heardElsewhere).containsExactly(GAUGES));
    way.losing = true;
    two.listen(LINES, true);
    two.listen(GAUGES, false);
    await().pollDelay(Duration.ofMillis(200)).until(() -> true);
    assertThat(one.heardElsewhere).containsExactly(GAUGES);
    way.losing = false;
    eventually(() -> assertThat(one.heardElsewhere).containsExactly(LINES));
  }

  @Test
  void a_node_that_is_silent_listens_to_nothing() throws InterruptedException {
    Node one = node();
    Node two = node();
    two.listen(LINES, true);
    eventually(() -> assertThat(one.heardElsewhere).containsExactly(LINES));
    two.relay.stop(new Shutdown());
    eventually(() -> assertThat(one.heardElsewhere).isEmpty());
  }

  @Test
  void listening_anew_tells_of_what_may_have_been_missed() {
    Node one = node();
    Node two = node();
    one.listen(LINES, true);
    eventually(() -> assertThat(two.heardElsewhere).containsExactly(LINES));
    one.relay.listening();
    assertThat(one.told).endsWith("look", "missed " + LINES);
  }

  @Test
  void whoever_begins_to_listen_is_told_the_newest_at_once() {
    config.here = Duration.ofMinutes(1);
    Node one = node();
    Node two = node();
    one.newest.put(GAUGES, List.of(Node.event(GAUGES, "key a", "\"newest\"")));
    two.listen(GAUGES, true);
    eventually(() -> assertThat(two.told).contains("key a \"newest\""));
  }

  @Test
  void what_was_newest_on_a_node_is_not_taken_where_newer_is_known() {
    Node one = node();
    Node two = node();
    LiveEvent old = Node.event(GAUGES, "key a", "\"old\"");
    two.known.add(old);
    one.newest.put(GAUGES, List.of(old, Node.event(GAUGES, "key b", "\"new\"")));
    two.listen(GAUGES, true);
    eventually(() -> assertThat(two.told).contains("key b \"new\""));
    assertThat(two.told).doesNotContain("key a \"old\"");
    one.publish(GAUGES, "key a", "\"old\"");
    eventually(() -> assertThat(two.told).contains("key a \"old\""));
  }

  @Test
  void what_is_cleared_is_cleared_everywhere() {
    Node one = node();
    Node two = node();
    LiveEvent clear = new LiveEvent(new Event(0, GAUGES, "clear", "null", Instant.EPOCH), "");
    one.relay.live(new LiveAppended(new LivePublished(List.of(clear))));
    eventually(() -> assertThat(two.told).contains(" null"));
  }

  @Test
  void live_events_that_are_lost_on_the_way_are_noticed() {
    Node one = node();
    Node two = node();
    two.listen(LINES, true);
    two.listen(GAUGES, true);
    eventually(() -> assertThat(one.heardElsewhere).containsExactlyInAnyOrder(LINES, GAUGES));
    two.told.clear();
    way.losing = true;
    one.publish(LINES, null, "\"lost\"");
    one.publish(GAUGES, "key a", "\"lost\"");
    long before = way.sent.get();
    eventually(() -> assertThat(way.sent.get()).isGreaterThan(before + 500));
    one.newest.put(GAUGES, List.of(Node.event(GAUGES, "key a", "\"again\"")));
    way.losing = false;
    eventually(() -> assertThat(two.told).contains("missed " + LINES, "key a \"again\""));
  }

  @Test
  void live_events_that_there_is_no_room_for_are_noticed() {
    Node one = node();
    Node two = node();
    two.listen(LINES, true);
    eventually(() -> assertThat(one.heardElsewhere).containsExactly(LINES));
    two.told.clear();
    synchronized (way) {
      for (int i = 0; i < 40; i++) {
        one.publish(LINES, null, "\"" + "x".repeat(60_000) + "\"");
      }
    }
    eventually(() -> assertThat(two.told).contains("missed " + LINES));
  }

  @Test
  void what_was_published_before_the_end_is_told() throws InterruptedException {
    config.here = Duration.ofMinutes(1);
    Node one = node();
    Node two = node();
    two.listen(LINES, true);
    eventually(() -> assertThat(one.heardElsewhere).containsExactly(LINES));
    one.publish(LINES, null, "\"last\"");
    one.relay.stop(new Shutdown());
    assertThat(two.told).contains("null \"last\"");
  }

  @Test
  void a_topic_that_has_become_one_of_the_log_is_let_go() {
    Node one = node();
    Node two = node();
    two.listen(LINES, true);
    eventually(() -> assertThat(one.heardElsewhere).containsExactly(LINES));
    two.durable.add(LINES);
    two.listen(LINES, false);
    eventually(() -> assertThat(one.heardElsewhere).isEmpty());
  }

  @Test
  void events_of_the_log_are_not_believed_on_a_way_that_does_not_carry_them() {
    Node one = node();
    Event event = new Event(1, new Topic("tidings/revocations"), "all", "1", Instant.EPOCH);
    way.send(
        new Messages("x", 1, List.of(new Message.Published(new Published("e", List.of(event)))))
            .text());
    way.send(new Messages("x", 2, List.of(new Message.Committed(1))).text());
    assertThat(one.told).contains("up to 1").doesNotContain("believed");
  }

  @Test
  void pages_are_told_to_the_others_if_there_are_any() {
    Node one = node();
    assertThat(one.relay.tellPages("alice", "tab", Set.of("/a"))).isFalse();
    Node two = node();
    eventually(() -> assertThat(one.relay.tellPages("alice", "tab", Set.of("/a"))).isTrue());
    eventually(() -> assertThat(two.told).contains("alice tab [/a]"));
  }

  @Test
  void what_cannot_be_read_harms_nobody() {
    Node one = node();
    Node two = node();
    way.send("{\"from\":\"x\",\"all\":[{\"is\":\"of another version\"},{\"is\":\"here\"}]}");
    way.send("nonsense");
    one.relay.committed(
        new Published("e", List.of(new Event(1, GAUGES, "message", "1", Instant.EPOCH))));
    eventually(() -> assertThat(two.told).contains("up to 1"));
  }
}
