package dev.tidings.stream;

import dev.tidings.events.Event;
import dev.tidings.events.HubTopicReader;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What the tail told of the hub's own topics. */
final class Told implements HubTopicReader {
  final AtomicInteger begun = new AtomicInteger();
  final Queue<Event> events = new ConcurrentLinkedQueue<>();

  @Override
  public void begin() {
    begun.incrementAndGet();
  }

  @Override
  public void learn(Event event) {
    events.add(event);
  }
}
