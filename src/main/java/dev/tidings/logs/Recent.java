package dev.tidings.logs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The newest entries of a file that is followed, for those who come later. The file's own thread
 * adds, any thread reads.
 */
final class Recent {
  /** Characters that are kept, at most. */
  private static final int MOST_CHARACTERS = 4 << 20;

  private final Deque<String> entries = new ArrayDeque<>();
  private final CountDownLatch complete = new CountDownLatch(1);
  private int characters;
  private long next;

  /**
   * What is kept.
   *
   * @param next the number of the line after the last
   */
  record Excerpt(List<String> entries, long next) {}

  /**
   * @param end the number of the line after it
   * @param most entries that are kept
   */
  synchronized void add(String entry, long end, int most) {
    next = end;
    entries.addLast(entry);
    characters += entry.length();
    while (entries.size() > most || characters > MOST_CHARACTERS) {
      characters -= entries.removeFirst().length();
    }
  }

  /** What the file held when it was opened is in. */
  void complete() {
    complete.countDown();
  }

  /** Waits for {@link #complete}; false if that did not come in time. */
  boolean await(long millis) {
    try {
      return complete.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The last of them. */
  synchronized Excerpt last(int count) {
    List<String> all = new ArrayList<>(entries);
    return new Excerpt(List.copyOf(all.subList(Math.max(0, all.size() - count), all.size())), next);
  }
}
