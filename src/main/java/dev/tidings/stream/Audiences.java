package dev.tidings.stream;

import dev.tidings.events.Topic;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a topic gains its first and loses its last listener, on this node and on all, on a
 * thread of its own: whoever is told may take long. In between only the latest state counts, so
 * beginnings and ends of a topic always alternate. Safe for any thread.
 */
final class Audiences implements Runnable {
  private static final Logger LOG = Logger.getLogger(Audiences.class.getName());

  private final Consumer<Topic> began;
  private final Consumer<Topic> ended;
  private final BiConsumer<Topic, Boolean> here;

  /** Bounded by the number of topics: each is in it once at most. */
  private final BlockingQueue<Topic> changed = new LinkedBlockingQueue<>();

  private final Set<Topic> waiting = ConcurrentHashMap.newKeySet();

  /** Topics whose audience was told to have begun. Only its own thread uses it. */
  private final Set<Topic> heard = new HashSet<>();

  /** The same for this node alone. */
  private final Set<Topic> heardHere = new HashSet<>();

  /** Topics that somebody listens to on other nodes. */
  private final Set<Topic> elsewhere = ConcurrentHashMap.newKeySet();

  private volatile @Nullable Predicate<Topic> truth;

  /**
   * @param here told whether somebody listens on this node
   */
  Audiences(Consumer<Topic> began, Consumer<Topic> ended, BiConsumer<Topic, Boolean> here) {
    this.began = began;
    this.ended = ended;
    this.here = here;
  }

  /** Whom to ask whether somebody listens here; to be set before it runs. */
  void ask(Predicate<Topic> isHeard) {
    truth = isHeard;
  }

  /** A topic's audience may have begun or ended. */
  void changed(Topic topic) {
    if (waiting.add(topic)) {
      changed.add(topic);
    }
  }

  /** Whether somebody listens to a topic on another node. */
  void elsewhere(Topic topic, boolean any) {
    if (any ? elsewhere.add(topic) : elsewhere.remove(topic)) {
      changed(topic);
    }
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Topic topic = changed.take();
        waiting.remove(topic);
        tell(topic);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(Topic topic) {
    Predicate<Topic> isHeard = truth;
    boolean nowHere = isHeard != null && isHeard.test(topic);
    if (nowHere ? heardHere.add(topic) : heardHere.remove(topic)) {
      tell(topic, listeners -> here.accept(listeners, nowHere));
    }
    boolean now = nowHere || elsewhere.contains(topic);
    if (now ? heard.add(topic) : heard.remove(topic)) {
      tell(topic, now ? began : ended);
    }
  }

  private static void tell(Topic topic, Consumer<Topic> observer) {
    try {
      observer.accept(topic);
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.WARNING, "An observer of the audience of " + topic + " failed.", failure);
    }
  }
}
