package dev.tidings.events;

import java.util.List;

/**
 * Events of live topics. Observe it with {@code during = AFTER_SUCCESS}: published inside a
 * transaction they may still be rolled back; without one, that is at once.
 *
 * @param elsewhere whether another node has published them, and tells this one
 */
public record LivePublished(List<LiveEvent> events, boolean elsewhere) {
  /** Published on this node. */
  public LivePublished(List<LiveEvent> events) {
    this(events, false);
  }
}
