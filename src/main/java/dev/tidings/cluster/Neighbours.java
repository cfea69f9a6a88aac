package dev.tidings.cluster;

import dev.tidings.events.Topic;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The other nodes that are heard of, and what each listens to. Safe for any thread. */
final class Neighbours {
  /** What becomes known of them. Told under the lock, so quick. */
  interface News {
    /** A node listens to a topic from now on. */
    void begun(String run, Topic topic);

    /** Some node, or none any more, listens to a topic. */
    void heard(Topic topic, boolean any);
  }

  private static final class Neighbour {
    private final Set<Topic> topics = new HashSet<>();
    private long change = -1;
    private boolean asked;
    private long number;
    private long heard;
  }

  private final News news;
  private final Map<String, Neighbour> nodes = new HashMap<>();
  private final Map<Topic, Set<String>> listeners = new HashMap<>();

  Neighbours(News news) {
    this.news = news;
  }

  /**
   * A node has told something.
   *
   * @param number the node's, from 1 on
   * @param now in nanoseconds
   * @return false if something that it told before is missing
   */
  synchronized boolean heard(String run, long number, long now) {
    Neighbour node = nodes.computeIfAbsent(run, unknown -> new Neighbour());
    boolean all = number <= node.number + 1;
    node.number = Math.max(node.number, number);
    node.heard = now;
    return all;
  }

  /** Whether it is known what a node listens to, as of its last change. If not, it is asked. */
  synchronized boolean knows(String run, long change) {
    Neighbour node = nodes.get(run);
    if (node == null || node.change == change) {
      return node != null;
    }
    node.asked = true;
    return false;
  }

  /**
   * A node has told what it listens to.
   *
   * @return false if something that it told before is missing, and it was not asked for yet
   */
  synchronized boolean listens(String run, Message.Listens told) {
    Neighbour node = nodes.get(run);
    if (node == null) {
      return true;
    }
    if (!told.anew() && told.change() != node.change + 1) {
      boolean known = node.asked;
      node.asked = true;
      return known;
    }
    if (told.anew()) {
      node.asked = false;
      Set<Topic> over = new HashSet<>(node.topics);
      told.begun().forEach(over::remove);
      end(run, node, over);
    }
    end(run, node, told.ended());
    for (Topic topic : told.begun()) {
      // It says all anew because it has missed something, too.
      news.begun(run, topic);
      if (node.topics.add(topic)
          && listeners.computeIfAbsent(topic, first -> new HashSet<>()).add(run)
          && listeners.get(topic).size() == 1) {
        news.heard(topic, true);
      }
    }
    node.change = told.change();
    return true;
  }

  private void end(String run, Neighbour node, Collection<Topic> topics) {
    for (Topic topic : topics) {
      Set<String> runs = listeners.get(topic);
      if (node.topics.remove(topic) && runs != null && runs.remove(run) && runs.isEmpty()) {
        listeners.remove(topic);
        news.heard(topic, false);
      }
    }
  }

  /** Whether any node listens to a topic. */
  synchronized boolean listen(Topic topic) {
    return listeners.containsKey(topic);
  }

  /** How many there are. */
  synchronized int count() {
    return nodes.size();
  }

  /** Lets go of those that were not heard of since. */
  synchronized void forget(long now, long absence) {
    List.copyOf(nodes.entrySet())
        .forEach(
            each -> {
              Neighbour node = each.getValue();
              if (now - node.heard > absence) {
                end(each.getKey(), node, Set.copyOf(node.topics));
                nodes.remove(each.getKey());
              }
            });
  }
}
