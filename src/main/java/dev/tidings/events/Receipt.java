package dev.tidings.events;

import java.util.List;

/** What a publisher gets: the ids of its events, once the transaction has committed. */
public final class Receipt {
  private volatile List<EventId> ids = List.of();

  /**
   * The ids, in the order of the drafts.
   *
   * @throws IllegalStateException before the commit and after a rollback
   */
  public List<EventId> ids() {
    if (ids.isEmpty()) {
      throw new IllegalStateException("The transaction of these events has not committed.");
    }
    return ids;
  }

  void committed(String epoch, List<Event> events) {
    ids = events.stream().map(event -> new EventId(epoch, event.position())).toList();
  }
}
