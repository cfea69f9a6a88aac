package dev.tidings.events;

import java.util.List;

/**
 * The events of one transaction, in position order. It is fired once they are committed, on the
 * thread that committed them.
 */
public record Published(String epoch, List<Event> events) {
  public Published {
    events = List.copyOf(events);
    if (events.isEmpty()) {
      throw new IllegalArgumentException("A transaction that published nothing is not announced.");
    }
  }
}
