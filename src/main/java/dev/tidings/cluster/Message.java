package dev.tidings.cluster;

import dev.tidings.events.LiveEvent;
import dev.tidings.events.Topic;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One thing that a node tells the others. */
sealed interface Message {
  /** Something was committed, up to this position. */
  record Committed(long position) implements Message {}

  /** These events were committed. */
  record Published(dev.tidings.events.Published published) implements Message {}

  /**
   * An event was published live.
   *
   * @param to the only node it is for; null for all that listen
   */
  record Live(LiveEvent event, @Nullable String to) implements Message {}

  /**
   * Topics that the sender listens to from now on, or does not any more.
   *
   * @param change the sender's changes are numbered
   * @param anew whether it listens to nothing else
   */
  record Listens(long change, boolean anew, List<Topic> begun, List<Topic> ended)
      implements Message {}

  /**
   * The sender is there.
   *
   * @param change its last change of what it listens to
   */
  record Here(long change) implements Message {}

  /**
   * Asks what a node listens to.
   *
   * @param of which; null for all
   */
  record Ask(@Nullable String of) implements Message {}

  /** A browser, whose stream is at another node, has told on which pages it is heard. */
  record Pages(String user, String browser, Set<String> pages) implements Message {}

  /**
   * Asks all other nodes something.
   *
   * @param id names the question
   */
  record Question(String id, String subject, String text) implements Message {}

  /**
   * Answers a question.
   *
   * @param to the node that has asked
   * @param from how many characters of the answer were told before
   * @param last whether this is the rest of it
   */
  record Answer(String id, String to, long from, String text, boolean last) implements Message {}
}
