package dev.tidings.bench;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What was published, by topic and publisher. Each publisher counts its events on each topic from 0
 * and puts the number and itself into {@code seq}, so whoever receives an event knows which ones of
 * the same publisher go before it. What another ledger has is never taken for this one's.
 */
final class Ledger {
  private static final AtomicLong LEDGERS = new AtomicLong();
  private static final int MOST_EVENTS_BITS = 40;

  private final long base = LEDGERS.incrementAndGet() << MOST_EVENTS_BITS;
  private final int publishers;
  private final AtomicIntegerArray published;

  /** Published, but the answer was an error or none: it may come, or not. */
  private final Set<Long> uncertain = ConcurrentHashMap.newKeySet();

  Ledger(int topics, int publishers) {
    this.publishers = publishers;
    this.published = new AtomicIntegerArray(topics * publishers);
  }

  int publishers() {
    return publishers;
  }

  /** The number of the first of so many next events. */
  int next(int topic, int publisher, int events) {
    return published.getAndAdd(topic * publishers + publisher, events);
  }

  void uncertain(int topic, int publisher, int first, int events) {
    for (int number = first; number < first + events; number++) {
      uncertain.add(key(topic, publisher, number));
    }
  }

  boolean isUncertain(int topic, int publisher, int number) {
    return !uncertain.isEmpty() && uncertain.contains(key(topic, publisher, number));
  }

  int uncertain() {
    return uncertain.size();
  }

  int published(int topic, int publisher) {
    return published.get(topic * publishers + publisher);
  }

  long published(int topic) {
    long sum = 0;
    for (int publisher = 0; publisher < publishers; publisher++) {
      sum += published(topic, publisher);
    }
    return sum;
  }

  long seq(int publisher, int number) {
    return base + (long) number * publishers + publisher;
  }

  /** Whether this ledger has it: live topics greet newcomers with the newest event there was. */
  boolean has(long seq) {
    return seq >= base;
  }

  int publisher(long seq) {
    return (int) ((seq - base) % publishers);
  }

  int number(long seq) {
    return (int) ((seq - base) / publishers);
  }

  private long key(int topic, int publisher, int number) {
    return ((long) topic * publishers + publisher) << Integer.SIZE | number;
  }
}
