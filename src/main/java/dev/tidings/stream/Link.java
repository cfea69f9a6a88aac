package dev.tidings.stream;

import org.jspecify.annotations.Nullable;

/**
 * An encoded event in a {@link Chain}. Readers walk the chain without a lock: {@code next} is
 * written once when the following event is appended, and once more, to {@link #CUT}, when this link
 * is evicted, so that a slow reader cannot keep everything after it in memory.
 */
final class Link {
  private static final byte[] NOTHING = {};

  /** What an evicted link is followed by. */
  static final Link CUT = new Link(Long.MAX_VALUE, Long.MIN_VALUE, NOTHING);

  /** Where it stands in its chain's order: in the log, or in the count of a topic's live events. */
  final long position;

  /** When it happened, in epoch milliseconds. */
  final long at;

  /** Null once evicted; a reader that finds it null takes the link for {@link #CUT}. */
  byte @Nullable [] bytes;

  volatile @Nullable Link next;

  Link(long position, long at, byte[] bytes) {
    this.position = position;
    this.at = at;
    this.bytes = bytes;
  }

  /** The beginning of a chain: every event after the position follows. */
  static Link begin(long position) {
    return new Link(position, Long.MIN_VALUE, NOTHING);
  }

  /** Bytes it holds. */
  int size() {
    byte[] content = bytes;
    return content == null ? 0 : content.length;
  }
}
