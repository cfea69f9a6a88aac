package dev.tidings.events;

import java.util.List;

/**
 * The events of one transaction, in position order. Observe it with {@code during = AFTER_SUCCESS}:
 * before that, they may still be rolled back.
 */
public record Published(String epoch, List<Event> events) {
  public Published {
    events = List.copyOf(events);
    if (events.isEmpty()) {
      throw new IllegalArgumentException("A transaction that published nothing is not announced.");
    }
  }
}
