package dev.tidings.stream;

import dev.tidings.events.Event;
import dev.tidings.events.Topic;
import dev.tidings.events.Tracing;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The events of traces that no stream of this node has got yet: the first that does ends their
 * waiting, and whoever gets them later, live or as replay, does not count. Safe for any thread.
 */
final class Traced {
  /** Beyond, the oldest are not waited for any more. */
  static final int MOST = 1_000;

  private final Tracing tracing;
  private final boolean on;

  /** By position. */
  private final ConcurrentSkipListMap<Long, Waiting> waiting = new ConcurrentSkipListMap<>();

  private record Waiting(Topic topic, Instant at, String trace) {}

  Traced(Tracing tracing) {
    this.tracing = tracing;
    this.on = tracing.on();
  }

  /** Whether there can be any. */
  boolean on() {
    return on;
  }

  /** These came into the hub, or may have come just before it began. */
  void expect(List<Event> events) {
    if (!on) {
      return;
    }
    for (Event event : events) {
      String trace = event.trace();
      if (trace != null) {
        waiting.put(event.position(), new Waiting(event.topic(), event.at(), trace));
      }
    }
    while (waiting.size() > MOST) {
      waiting.pollFirstEntry();
    }
  }

  /** Whether an event is part of a trace, and no stream has got it. */
  boolean expects(long position) {
    return on && waiting.containsKey(position);
  }

  /** A stream has got it. */
  void delivered(long position) {
    Waiting first = waiting.remove(position);
    if (first != null) {
      tracing.delivered(first.topic(), position, first.at(), first.trace());
    }
  }

  /** Another life of the log begins: its positions are others. */
  void restart() {
    waiting.clear();
  }
}
