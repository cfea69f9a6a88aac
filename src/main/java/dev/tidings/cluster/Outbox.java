package dev.tidings.cluster;

import dev.tidings.events.Event;
import dev.tidings.events.Topic;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What this node has yet to tell the others, in order. Of a value that has changed again only the
 * newest is told. Bounded in bytes: beyond, the oldest go. Safe for any thread.
 */
final class Outbox {
  private static final int OVERHEAD = 100;

  /** Of the values of a topic, one; of all positions, the last. */
  private record Slot(@Nullable Topic topic, @Nullable String key, @Nullable String to) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition some = lock.newCondition();
  private final Map<Object, Message> waiting = new LinkedHashMap<>();
  private long bytes;

  /**
   * Adds a message at the end.
   *
   * @param most bytes that may wait, about
   * @return false if something had to go for it
   */
  boolean add(Message message, long most) {
    lock.lock();
    try {
      Object slot = slot(message);
      if (message instanceof Message.Live live && live.event().clears()) {
        forget(live.event().event().topic());
      }
      remove(slot);
      waiting.put(slot, message);
      bytes += size(message);
      boolean all = true;
      Iterator<Message> oldest = waiting.values().iterator();
      while (bytes > most && waiting.size() > 1) {
        bytes -= size(oldest.next());
        oldest.remove();
        all = false;
      }
      some.signal();
      return all;
    } finally {
      lock.unlock();
    }
  }

  private void remove(Object slot) {
    Message before = waiting.remove(slot);
    bytes -= before == null ? 0 : size(before);
  }

  private void forget(Topic topic) {
    waiting
        .entrySet()
        .removeIf(
            each -> {
              boolean over = each.getKey() instanceof Slot slot && topic.equals(slot.topic());
              bytes -= over ? size(each.getValue()) : 0;
              return over;
            });
  }

  private static Object slot(Message message) {
    if (message instanceof Message.Committed) {
      return new Slot(null, null, null);
    }
    if (message instanceof Message.Live live && live.event().key() != null) {
      return new Slot(live.event().event().topic(), live.event().key(), live.to());
    }
    return new Object();
  }

  /** Waits until there is something, at most for so many nanoseconds. */
  void await(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (waiting.isEmpty() && left > 0) {
        left = some.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the oldest.
   *
   * @param most bytes, about; but at least one message, if there is any
   */
  List<Message> take(long most) {
    lock.lock();
    try {
      List<Message> taken = new ArrayList<>();
      long size = 0;
      Iterator<Message> next = waiting.values().iterator();
      while (next.hasNext() && size < most) {
        Message message = next.next();
        size += size(message);
        taken.add(message);
        next.remove();
      }
      bytes -= size;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** What a message takes, about. */
  static long size(Message message) {
    if (message instanceof Message.Live live) {
      return size(live.event().event());
    }
    if (message instanceof Message.Published told) {
      return told.published().events().stream().mapToLong(Outbox::size).sum();
    }
    if (message instanceof Message.Listens listens) {
      return (listens.begun().size() + listens.ended().size() + 1L) * OVERHEAD;
    }
    return OVERHEAD;
  }

  private static long size(Event event) {
    return (long) event.data().length() + OVERHEAD;
  }
}
