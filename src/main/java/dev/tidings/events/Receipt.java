package dev.tidings.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a publisher gets: the ids of its events, once the transaction has committed. */
public final class Receipt {
  private volatile @Nullable List<EventId> ids;

  /**
   * The ids, in the order of the drafts; none for a live topic.
   *
   * @throws IllegalStateException before the commit and after a rollback
   */
  public List<EventId> ids() {
    List<EventId> known = ids;
    if (known == null) {
      throw new IllegalStateException("The transaction of these events has not committed.");
    }
    return known;
  }

  void committed(String epoch, List<Event> events) {
    ids = events.stream().map(event -> new EventId(epoch, event.position())).toList();
  }
}
