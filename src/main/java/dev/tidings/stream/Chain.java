package dev.tidings.stream;

import org.jspecify.annotations.Nullable;

/**
 * A stretch of a topic's recent events, in order, encoded once for all readers. Changes are guarded
 * by the hub's lock; reading needs none.
 */
final class Chain {
  /** Already consumed or evicted itself; what follows is in memory. */
  private volatile Link oldest;

  /** Where newcomers begin to read. */
  private volatile Link entrance;

  private volatile Link newest;

  /** Bytes of the events. Guarded by the hub's lock. */
  private long bytes;

  /** Every event after the position will be appended. */
  Chain(long position) {
    oldest = Link.begin(position);
    entrance = oldest;
    newest = oldest;
  }

  // ---- under the hub's lock

  /**
   * @param at when it happened, in epoch milliseconds
   * @param forNewcomers whether the event is also for those who come later, until the next one
   */
  void append(long position, long at, byte[] event, boolean forNewcomers) {
    Link link = new Link(position, at, event);
    bytes += event.length;
    newest.next = link;
    entrance = forNewcomers ? newest : link;
    newest = link;
  }

  /** Drops the oldest event and answers its bytes; 0 if there is none. */
  int evict() {
    Link evicted = oldest.next;
    if (evicted == null) {
      return 0;
    }
    int size = evicted.size();
    Link before = oldest;
    oldest = evicted;
    before.next = Link.CUT;
    evicted.bytes = null;
    bytes -= size;
    return size;
  }

  void evictAll() {
    while (evict() > 0) {
      // One after the other: each is cut off from the next.
    }
  }

  /** Forgets everything; what comes after the position is appended next. */
  void restart(long position) {
    evictAll();
    Link before = oldest;
    oldest = Link.begin(position);
    entrance = oldest;
    newest = oldest;
    before.next = Link.CUT;
  }

  long bytes() {
    return bytes;
  }

  // ---- for readers

  /**
   * The last link up to a position: what follows it is what a reader there has not seen. Null if
   * memory does not reach back that far.
   */
  @Nullable Link at(long position) {
    Link last = newest;
    if (last.position <= position) {
      // The usual case: nothing is missing.
      return last.next == Link.CUT ? null : last;
    }
    Link link = oldest;
    if (link.position > position) {
      return null;
    }
    for (Link next = link.next; next != null && next.position <= position; next = link.next) {
      link = next;
    }
    return link.next == Link.CUT ? null : link;
  }

  /** What follows it is in memory. */
  Link oldest() {
    return oldest;
  }

  /** What follows it is for newcomers: the newest event, if it is for them too. */
  Link entrance() {
    return entrance;
  }

  /** The position of the last event. */
  long end() {
    return newest.position;
  }
}
