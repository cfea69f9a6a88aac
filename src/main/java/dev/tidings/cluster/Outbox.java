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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What this node has yet to tell the others, in order. Of a value that has changed again only the
 * newest is told. Bounded in bytes: beyond, the oldest go. Safe for any thread.
 */
final class Outbox {
  /**
   * Of each message, for what is not text of its own. As JSON, no message is over twice its size.
   */
  private static final int OVERHEAD = 100;

  /** And a comma. */
  private static final int QUOTES = 3;

  /** Of the values of a topic, one; of all positions, the last. */
  private record Slot(@Nullable Topic topic, @Nullable String key, @Nullable String to) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition some = lock.newCondition();
  private final Map<Object, Message> waiting = new LinkedHashMap<>();
  private long bytes;
  private boolean woken;

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
    if (message instanceof Message.Pages pages) {
      return List.of(pages.user(), pages.browser());
    }
    // Told once, it is told.
    return message instanceof Message.Ask ? message : new Object();
  }

  /** Whoever waits is to look around, or whoever waits next. */
  void wake() {
    lock.lock();
    try {
      woken = true;
      some.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Bytes that wait, about. */
  long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is something, or {@link #wake}, at most for so many nanoseconds. */
  void await(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (waiting.isEmpty() && !woken && left > 0) {
        left = some.awaitNanos(left);
      }
      woken = false;
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
      String key = live.event().key();
      return size(live.event().event()) + (key == null ? 0 : key.length());
    }
    if (message instanceof Message.Published told) {
      return OVERHEAD + told.published().events().stream().mapToLong(Outbox::size).sum();
    }
    if (message instanceof Message.Listens listens) {
      return OVERHEAD
          + Stream.of(listens.begun(), listens.ended())
              .flatMap(List::stream)
              .mapToLong(topic -> topic.path().length() + QUOTES)
              .sum();
    }
    if (message instanceof Message.Pages pages) {
      return OVERHEAD
          + pages.user().length()
          + pages.browser().length()
          + pages.pages().stream().mapToLong(page -> page.length() + QUOTES).sum();
    }
    if (message instanceof Message.Question question) {
      return (long) OVERHEAD + question.subject().length() + question.text().length();
    }
    if (message instanceof Message.Answer answer) {
      return (long) OVERHEAD + answer.text().length();
    }
    return OVERHEAD;
  }

  private static long size(Event event) {
    return (long) event.topic().path().length()
        + event.type().length()
        + event.data().length()
        + OVERHEAD;
  }
}
