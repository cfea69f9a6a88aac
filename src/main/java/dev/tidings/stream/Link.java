package dev.tidings.stream;

import org.jspecify.annotations.Nullable;

/**
 * An encoded event in a channel's chain. Readers walk the chain without a lock: {@code next} is
 * written once when the following event is appended, and once more, to {@link #CUT}, when this link
 * is evicted, so that a slow reader cannot keep everything after it in memory.
 */
final class Link {
  private static final byte[] NOTHING = {};

  /** What an evicted link is followed by: go on from the log. */
  static final Link CUT = new Link(Long.MAX_VALUE, false, NOTHING);

  /** Of a live event: the position up to which the log had been read when it was sent. */
  final long position;

  /** Whether it has no id: it is in no log and moves no cursor. */
  final boolean live;

  /** Null once evicted; a reader that finds it null takes the link for {@link #CUT}. */
  byte @Nullable [] bytes;

  volatile @Nullable Link next;

  Link(long position, boolean live, byte[] bytes) {
    this.position = position;
    this.live = live;
    this.bytes = bytes;
  }

  /** The beginning of a chain: every event after the position follows. */
  static Link begin(long position) {
    return new Link(position, false, NOTHING);
  }
}
