package dev.tidings.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.SseParser.Message;
import dev.tidings.events.Event;
import dev.tidings.events.Published;
import dev.tidings.events.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A node in bad weather: announcements come late, in any order or never, topics are cleared and
 * expire, memory is tiny, clients stall, break off in the middle of an event and come back.
 */
class HubStormTest {
  private static final int STEPS = 6_000;
  private static final List<String> TOPICS = List.of("feeds/a", "feeds/b", "feeds/c", "users/x/d");
  private static final Pattern TOPIC = Pattern.compile("^\\{\"topic\":\"([^\"]+)\"");
  private static final Pattern NAME = Pattern.compile("\"([a-z/]+)\"");
  private static final Pattern OLDEST = Pattern.compile("\"oldest\":\"first-([0-9]+)\"");

  private final TestNode node = new TestNode();
  private final Map<String, TreeMap<Long, Event>> committed = new HashMap<>();
  private final List<Published> withheld = new ArrayList<>();
  private final List<Storm> clients = new ArrayList<>();
  private Random random = new Random();
  private long head;

  @AfterEach
  void stop() {
    clients.forEach(Storm::leave);
    node.close();
  }

  /** The client's end, that can break off after any byte. */
  private static final class Fickle extends TestStream {
    private int left = Integer.MAX_VALUE;
    private boolean broken;

    @Override
    public synchronized void write(byte[] bytes, int from, int length) throws IOException {
      if (length <= left) {
        left -= left == Integer.MAX_VALUE ? 0 : length;
        super.write(bytes, from, length);
        return;
      }
      int part = left;
      super.write(bytes, from, part);
      if (left == Integer.MAX_VALUE) {
        // While this write was stalled, it was decided that the connection holds.
        super.write(bytes, from + part, length - part);
        return;
      }
      breakOff();
      throw new IOException("Connection reset by peer");
    }

    synchronized void breakAfter(int bytes) {
      left = bytes;
    }

    synchronized void breakOff() {
      broken = true;
      hangUp();
      stall(false);
    }

    /** Whether it is to come back; if not, it holds from now on. */
    synchronized boolean broken() {
      left = Integer.MAX_VALUE;
      return broken;
    }
  }

  /** A client through all its streams. */
  private final class Storm {
    final String[] topics;
    final long start = node.hub.watermark();
    final List<Message> before = new ArrayList<>();
    long cursor = start;
    Fickle stream;

    Storm(String... topics) {
      this.topics = topics;
      this.stream = join();
    }

    private Fickle join() {
      return node.join(new Fickle(), cursor, false, null, topics);
    }

    void leave() {
      stream.breakOff();
    }

    void comeBack() {
      leave();
      List<Message> some = stream.when(all -> true);
      before.addAll(some);
      if (!some.isEmpty()) {
        // What a browser remembers: the id of the last event that it got whole.
        cursor = position(some.get(some.size() - 1));
      }
      stream = join();
    }

    /** All it ever got, once it has got the last event of each of its topics. */
    List<Message> received(Map<String, Long> last) {
      List<Message> all = new ArrayList<>(before);
      all.addAll(
          stream.when(
              some ->
                  List.of(topics).stream()
                      .allMatch(
                          topic ->
                              some.stream()
                                  .anyMatch(message -> position(message) >= last.get(topic)))));
      return all;
    }
  }

  private static long position(Message message) {
    return Long.parseLong(message.id().substring(message.id().indexOf('-') + 1));
  }

  private static String topic(Message message) {
    Matcher name = TOPIC.matcher(message.data());
    assertThat(name.find()).as(message.data()).isTrue();
    return name.group(1);
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private Published happened(Published published) {
    for (Event event : published.events()) {
      committed.get(event.topic().path()).put(event.position(), event);
      head = event.position();
    }
    return published;
  }

  private Published commit(String topic) {
    int count = 1 + random.nextInt(4);
    String[] texts =
        IntStream.range(0, count).mapToObj(i -> "t" + random.nextInt(1_000)).toArray(String[]::new);
    return happened(node.log.commit(topic, texts));
  }

  /** In time, late or never. */
  private void announce(Published published) {
    int fate = random.nextInt(10);
    if (fate < 6) {
      node.tail.announce(published);
    } else if (fate < 9) {
      withheld.add(published);
    }
  }

  private void step() {
    int kind = random.nextInt(100);
    if (kind < 55) {
      announce(commit(any(TOPICS)));
    } else if (kind < 67) {
      if (!withheld.isEmpty()) {
        node.tail.announce(withheld.remove(random.nextInt(withheld.size())));
      }
    } else if (kind < 69) {
      announce(happened(node.log.clear(any(TOPICS))));
    } else if (kind < 72) {
      // Old enough for the tail to have seen it, as what expires is.
      node.log.expire(any(TOPICS), Math.max(0, node.hub.watermark() - random.nextInt(40)));
    } else if (kind < 77) {
      any(clients).stream.stall(true);
    } else if (kind < 86) {
      any(clients).stream.stall(false);
    } else if (kind < 89) {
      any(clients).leave();
    } else if (kind < 92) {
      any(clients).stream.breakAfter(random.nextInt(2_000));
    } else if (kind < 98) {
      any(clients).comeBack();
    } else {
      node.hub.retire(Duration.ZERO, Duration.ZERO);
    }
  }

  private Map<String, Long> calm() {
    clients.forEach(client -> client.stream.stall(false));
    clients.stream().filter(client -> client.stream.broken()).forEach(Storm::comeBack);
    Map<String, Long> last = new HashMap<>();
    for (String topic : TOPICS) {
      happened(node.log.commit(topic, "last"));
      last.put(topic, head);
    }
    return last;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everybody_gets_everything_once_and_in_order_or_is_told_what_is_gone(long seed) {
    random = new Random(seed);
    node.config.channelBytes = 1_000;
    node.config.nodeBytes = 2_500;
    TOPICS.forEach(topic -> committed.put(topic, new TreeMap<>()));
    for (int i = 0; i < 12; i++) {
      List<String> some = new ArrayList<>(TOPICS);
      Collections.shuffle(some, random);
      clients.add(new Storm(some.subList(0, 1 + i % TOPICS.size()).toArray(String[]::new)));
    }
    for (int i = 0; i < STEPS; i++) {
      step();
      if (i % 100 == 99) {
        node.awaitTail();
      }
    }
    Map<String, Long> last = calm();
    node.awaitTail();
    int resets = 0;
    for (Storm client : clients) {
      resets += check(client, client.received(last));
    }
    assertThat(resets).isPositive();
    assertThat(TOPICS.stream().mapToLong(topic -> node.hub.channel(new Topic(topic)).bytes()).sum())
        .isBetween(1L, node.config.nodeBytes);
  }

  /** Reads what a client got as the client would; answers how often it was reset. */
  private int check(Storm client, List<Message> received) {
    Map<Topic, Long> floors = node.log.floors(TOPICS.stream().map(Topic::new).toList());
    Map<String, Long> reached = new HashMap<>();
    Map<String, Long> told = new HashMap<>();
    long cursor = client.start;
    int resets = 0;
    for (Message message : received) {
      if (message.type().equals("reset")) {
        long oldest = oldest(message);
        names(message).forEach(topic -> told.merge(topic, oldest, Math::max));
        resets++;
        continue;
      }
      long position = position(message);
      String topic = topic(message);
      assertThat(client.topics).contains(topic);
      assertThat(position).as("twice or out of order: %s", message).isGreaterThan(cursor);
      Event event = committed.get(topic).get(position);
      assertThat(event).as("never committed: %s", message).isNotNull();
      assertThat(message.type()).isEqualTo(event.type());
      assertThat(message.data()).endsWith("\"data\":" + event.data() + "}");
      if (event.type().equals(Event.CLEAR)) {
        told.merge(topic, position, Math::max);
      }
      Collection<Long> between =
          committed
              .get(topic)
              .subMap(reached.getOrDefault(topic, client.start), false, position, false)
              .keySet();
      long gone = Math.min(told.getOrDefault(topic, 0L), floors.getOrDefault(new Topic(topic), 0L));
      assertThat(between)
          .as("missing on %s before %s, reset up to %s", topic, message, told.get(topic))
          .allMatch(missed -> missed <= gone);
      reached.put(topic, position);
      cursor = position;
    }
    assertThat(reached).containsOnlyKeys(client.topics);
    return resets;
  }

  private static List<String> names(Message reset) {
    String names = reset.data().substring(0, reset.data().indexOf(']'));
    return NAME.matcher(names.substring(names.indexOf('[')))
        .results()
        .map(name -> name.group(1))
        .toList();
  }

  private static long oldest(Message reset) {
    Matcher oldest = OLDEST.matcher(reset.data());
    assertThat(oldest.find()).as(reset.data()).isTrue();
    return Long.parseLong(oldest.group(1));
  }
}
