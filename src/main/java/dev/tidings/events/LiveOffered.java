package dev.tidings.events;

import java.util.List;

/**
 * Events of live topics that somebody publishes, before it is known whether the transaction
 * commits. An observer that cannot take them says so by an exception, which the publisher gets.
 */
public record LiveOffered(List<LiveEvent> events) {
  public LiveOffered {
    events = List.copyOf(events);
  }
}
