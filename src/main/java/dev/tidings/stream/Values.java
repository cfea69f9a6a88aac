package dev.tidings.stream;

import dev.tidings.events.LiveEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest event of each key of a conflated topic, in the order of the last change. A reader that
 * is behind finds what changed since it last looked, each key once. Guarded by itself.
 */
final class Values {
  /** One key's newest event; in a ring in the order of versions. */
  private static final class Value {
    private final String key;
    private final byte[] bytes;
    private final long at;
    private final long version;
    private final @Nullable LiveEvent ours;
    private Value before = this;
    private Value after = this;

    Value(String key, long at, byte[] bytes, long version, @Nullable LiveEvent ours) {
      this.key = key;
      this.at = at;
      this.bytes = bytes;
      this.version = version;
      this.ours = ours;
    }

    void unlink() {
      before.after = after;
      after.before = before;
    }
  }

  /** The key of the event that tells of a {@link #clear}; no other is empty. */
  private static final String CLEAR = "";

  private final Map<String, Value> newest = new HashMap<>();

  /** Begin and end of the ring. */
  private final Value ring = new Value("", 0, new byte[0], 0, null);

  private volatile long version;

  /** Evicted so far, and the version of the last that was. */
  private long evictions;

  private long evictedVersion;
  private long bytes;

  /**
   * @param at when it happened, in epoch milliseconds
   * @param ours what it was encoded from, where this node has published it
   */
  synchronized void put(String key, long at, byte[] event, @Nullable LiveEvent ours) {
    Value value = new Value(key, at, event, version + 1, ours);
    Value old = newest.put(key, value);
    if (old != null) {
      remove(old);
    }
    value.before = ring.before;
    value.after = ring;
    ring.before.after = value;
    ring.before = value;
    bytes += size(value);
    version = value.version;
  }

  /** Forgets the key that was quiet for longest and answers its bytes; 0 if there is none. */
  synchronized int evict() {
    Value oldest = ring.after;
    if (oldest == ring) {
      return 0;
    }
    newest.remove(oldest.key);
    remove(oldest);
    evictions++;
    evictedVersion = oldest.version;
    return size(oldest);
  }

  /** Forgets everything, and has those who listen already told so by an event. */
  synchronized void clear(long at, byte[] event) {
    newest.clear();
    ring.before = ring;
    ring.after = ring;
    bytes = 0;
    evictedVersion = 0;
    put(CLEAR, at, event, null);
  }

  /** The newest events that this node has published, those that changed last at the end. */
  synchronized List<LiveEvent> ours() {
    List<LiveEvent> events = new ArrayList<>();
    for (Value next = ring.after; next != ring; next = next.after) {
      if (next.ours != null) {
        events.add(next.ours);
      }
    }
    return events;
  }

  /** Whether this value, a newer one of its key or a later end of all values is known. */
  synchronized boolean knows(String key, long at, byte[] event) {
    Value known = newest.get(key);
    Value cleared = newest.get(CLEAR);
    return (cleared != null && cleared.at > at)
        || (known != null
            && (known.at > at || (known.at == at && Arrays.equals(known.bytes, event))));
  }

  /** Forgets what other nodes have published: from now on nobody says when it changes. */
  synchronized void forgetOthers() {
    for (Value next = ring.after; next != ring; next = next.after) {
      if (next.ours == null && !next.key.equals(CLEAR)) {
        newest.remove(next.key);
        remove(next);
      }
    }
  }

  private void remove(Value value) {
    value.unlink();
    bytes -= size(value);
  }

  synchronized long bytes() {
    return bytes;
  }

  /** Grows with every change. */
  long version() {
    return version;
  }

  /** Where a reader stands that knows nothing and misses nothing. */
  synchronized Seen none() {
    return new Seen(0, evictions);
  }

  /**
   * How far a reader has come.
   *
   * @param version it has every value up to here
   * @param evictions how many had been evicted when it last looked
   */
  record Seen(long version, long evictions) {}

  /**
   * What changed.
   *
   * @param missed how many keys were forgotten before the reader got their newest values, at most
   * @param oldest when the first of the events happened that are not from before the reader, in
   *     epoch milliseconds; {@link Long#MAX_VALUE} if there is none
   */
  record Changes(List<byte[]> events, long missed, long oldest, Seen seen) {}

  /**
   * What changed since a reader last looked, each key's newest event, in the order of change.
   *
   * @param limit bytes after which it is enough for now
   * @param reads since when the reader reads, in epoch milliseconds
   */
  synchronized Changes since(Seen seen, int limit, long reads) {
    Value from = ring;
    while (from.before != ring && from.before.version > seen.version()) {
      from = from.before;
    }
    List<byte[]> events = new ArrayList<>();
    long reached = seen.version();
    int size = 0;
    long oldest = Long.MAX_VALUE;
    for (Value next = from; next != ring && size < limit; next = next.after) {
      if (seen.version() > 0 || !next.key.equals(CLEAR)) {
        events.add(next.bytes);
        size += next.bytes.length;
        if (next.at >= reads) {
          oldest = Math.min(oldest, next.at);
        }
      }
      reached = next.version;
    }
    boolean told = seen.version() > 0 && evictedVersion > seen.version();
    return new Changes(
        events, told ? evictions - seen.evictions() : 0, oldest, new Seen(reached, evictions));
  }

  /** What it takes in memory, about. */
  private static int size(Value value) {
    int event = value.bytes.length;
    return (value.ours == null ? event : 2 * event) + value.key.length();
  }
}
