package dev.tidings.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event of a live topic: it is in no log and has no position.
 *
 * @param key of a conflated topic, what the event is the newest value of: its own key, or else its
 *     type; null where every event counts
 * @param event its position is 0
 */
public record LiveEvent(Event event, @Nullable String key) {

  static LiveEvent of(Topic topic, LiveTopics.Kind kind, Draft draft, Instant now) {
    String key = kind == LiveTopics.Kind.CONFLATED ? key(draft) : null;
    return new LiveEvent(new Event(0, topic, draft.type(), draft.data().text(), now), key);
  }

  static LiveEvent clear(Topic topic, LiveTopics.Kind kind, Instant now) {
    String key = kind == LiveTopics.Kind.CONFLATED ? "" : null;
    return new LiveEvent(new Event(0, topic, Event.CLEAR, "null", now), key);
  }

  /** Whether it tells that the topic was cleared. */
  public boolean clears() {
    return event.type().equals(Event.CLEAR);
  }

  /** A key and a type of the same name are not the same. */
  private static String key(Draft draft) {
    String key = draft.key();
    return key == null ? "type " + draft.type() : "key " + key;
  }
}
