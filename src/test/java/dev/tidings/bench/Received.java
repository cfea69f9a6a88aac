package dev.tidings.bench;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * What one stream has received of a topic: in which order, what twice, and at the end what not. For
 * one thread.
 */
final class Received {
  private final Ledger ledger;
  private final int topic;

  /** The highest number of each publisher. */
  private final int[] highest;

  /** Passed over: lost, unless they come late. */
  private final Set<Long> missing = new HashSet<>(0);

  private int doubled;
  private int disordered;

  Received(Ledger ledger, int topic) {
    this.ledger = ledger;
    this.topic = topic;
    this.highest = new int[ledger.publishers()];
    Arrays.fill(highest, -1);
  }

  int topic() {
    return topic;
  }

  /** Takes an event that the ledger {@linkplain Ledger#has has}. */
  void take(long seq) {
    int publisher = ledger.publisher(seq);
    int number = ledger.number(seq);
    int next = highest[publisher] + 1;
    if (number == next) {
      highest[publisher] = number;
    } else if (number > next) {
      for (int passed = next; passed < number; passed++) {
        missing.add(ledger.seq(publisher, passed));
      }
      highest[publisher] = number;
    } else if (missing.remove(seq)) {
      disordered++;
    } else {
      doubled++;
    }
  }

  int doubled() {
    return doubled;
  }

  /** Came after a later one of the same publisher. */
  int disordered() {
    return disordered;
  }

  /** What was published and has not come, so far. */
  long lost() {
    long lost = missing.stream().filter(this::isCertain).count();
    for (int publisher = 0; publisher < highest.length; publisher++) {
      int published = ledger.published(topic, publisher);
      for (int number = highest[publisher] + 1; number < published; number++) {
        if (!ledger.isUncertain(topic, publisher, number)) {
          lost++;
        }
      }
    }
    return lost;
  }

  private boolean isCertain(long seq) {
    return !ledger.isUncertain(topic, ledger.publisher(seq), ledger.number(seq));
  }
}
