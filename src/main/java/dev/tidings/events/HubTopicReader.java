package dev.tidings.events;

/**
 * Wants to know the events of one of the hub's own topics. Every bean of this type is told by the
 * tail, on its one thread, so it must be quick; a node that begins to read tells only that.
 */
public interface HubTopicReader {
  /** What was committed up to now will not be told: it is in the log. */
  void begin();

  /** An event of any of the hub's own topics, in the order of the log. */
  void learn(Event event);
}
