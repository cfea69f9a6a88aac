package dev.tidings.stream;

import dev.tidings.events.Event;
import dev.tidings.events.EventLog;
import dev.tidings.events.Published;
import dev.tidings.events.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A log in memory. It can be made to fail, and to lose its end as a restored backup has. */
class FakeLog extends EventLog {
  private final List<Event> events = new ArrayList<>();
  private final Map<Topic, Long> floors = new HashMap<>();
  private String epoch = "first";
  private long head;
  volatile boolean failing;

  /** When what is committed from now on happens. */
  volatile Instant at = Instant.EPOCH;

  synchronized Published commit(String topic, String... texts) {
    List<Event> batch = new ArrayList<>();
    for (String text : texts) {
      batch.add(new Event(++head, new Topic(topic), "message", "\"" + text + "\"", at));
    }
    events.addAll(batch);
    return new Published(epoch, batch);
  }

  synchronized Published clear(String topic) {
    Event clear = new Event(++head, new Topic(topic), Event.CLEAR, "null", Instant.EPOCH);
    events.add(clear);
    expire(topic, head);
    return new Published(epoch, List.of(clear));
  }

  /** Everything up to the position is gone; the row at it stays, as in the real log. */
  synchronized void expire(String topic, long floor) {
    floors.merge(new Topic(topic), floor, Math::max);
    events.removeIf(event -> event.topic().path().equals(topic) && event.position() < floor);
  }

  synchronized void loseAfter(long position) {
    events.removeIf(event -> event.position() > position);
    head = position;
  }

  synchronized List<Event> all() {
    return List.copyOf(events);
  }

  private void answer() {
    if (failing) {
      throw new IllegalStateException("The database does not answer.");
    }
  }

  @Override
  public synchronized Head head() {
    answer();
    return new Head(epoch, head);
  }

  @Override
  public synchronized List<Event> after(long position, long upTo, int limit) {
    answer();
    return events.stream()
        .filter(event -> event.position() > position && event.position() <= upTo)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized Page after(
      Collection<Topic> topics, long position, long upTo, int rows, long bytes) {
    answer();
    List<Event> fitting =
        events.stream()
            .filter(event -> topics.contains(event.topic()))
            .filter(event -> event.position() > position && event.position() <= upTo)
            .filter(event -> event.position() > floors.getOrDefault(event.topic(), 0L))
            .toList();
    return new Page(fitting.subList(0, Math.min(rows, fitting.size())), fitting.size() <= rows);
  }

  @Override
  public synchronized Map<Topic, Long> floors(Collection<Topic> topics) {
    answer();
    Map<Topic, Long> known = new HashMap<>(floors);
    known.keySet().retainAll(topics);
    return Collections.unmodifiableMap(known);
  }

  @Override
  public synchronized void rotateEpoch(String seen, String next) {
    if (epoch.equals(seen)) {
      epoch = next;
    }
  }
}
