package dev.tidings.cluster;

import dev.tidings.events.Topic;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The live topics that this node wants to be told of: those that somebody listens to here, and for
 * a while those that nobody listens to any more. Safe for any thread.
 */
final class Interest {
  /** Of one message. */
  private static final int TOPICS = 2_000;

  /** That nobody listens to, at most: beyond, those go that were left first. */
  private static final int LEAVING = 10_000;

  private final Set<Topic> topics = new LinkedHashSet<>();

  /** Those that nobody listens to, and since when in nanoseconds, the first at the beginning. */
  private final Map<Topic, Long> leaving = new LinkedHashMap<>();

  private long change;

  /** What to tell, if it was not known. */
  synchronized Optional<Message> begin(Topic topic) {
    leaving.remove(topic);
    return topics.add(topic)
        ? Optional.of(new Message.Listens(++change, false, List.of(topic), List.of()))
        : Optional.empty();
  }

  synchronized void leave(Topic topic, long now) {
    if (topics.contains(topic)) {
      leaving.remove(topic);
      leaving.put(topic, now);
    }
  }

  /**
   * Drops those that nobody has listened to for so many nanoseconds, as many as one message tells.
   * Numbered at once: whoever begins again meanwhile comes later.
   *
   * @return what to tell, if there are any
   */
  synchronized Optional<Message.Listens> end(long now, long linger) {
    List<Topic> over = new ArrayList<>();
    Iterator<Map.Entry<Topic, Long>> first = leaving.entrySet().iterator();
    while (first.hasNext() && over.size() < TOPICS) {
      Map.Entry<Topic, Long> next = first.next();
      if (now - next.getValue() < linger && leaving.size() <= LEAVING) {
        break;
      }
      over.add(next.getKey());
      first.remove();
    }
    if (over.isEmpty()) {
      return Optional.empty();
    }
    over.forEach(topics::remove);
    return Optional.of(new Message.Listens(++change, false, List.of(), over));
  }

  /** What to tell whoever knows nothing. */
  synchronized List<Message> all() {
    List<Topic> all = List.copyOf(topics);
    List<Message> messages = new ArrayList<>();
    for (int from = 0; from == 0 || from < all.size(); from += TOPICS) {
      List<Topic> some = all.subList(from, Math.min(all.size(), from + TOPICS));
      messages.add(new Message.Listens(++change, from == 0, some, List.of()));
    }
    return messages;
  }

  /** How many changes were told. */
  synchronized long change() {
    return change;
  }

  synchronized boolean includes(Topic topic) {
    return topics.contains(topic);
  }

  synchronized Set<Topic> topics() {
    return Set.copyOf(topics);
  }
}
