package dev.tidings.events;

import java.util.List;

/**
 * Events of live topics. It is fired once the transaction they were published in is committed;
 * without one, at once.
 *
 * @param elsewhere whether another node has published them, and tells this one
 */
public record LivePublished(List<LiveEvent> events, boolean elsewhere) {
  /** Published on this node. */
  public LivePublished(List<LiveEvent> events) {
    this(events, false);
  }
}
