package dev.tidings.stream;

import dev.tidings.events.Topic;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** Has what is done for a topic done one after the other. Safe for any thread. */
final class Turns {
  /** Enough that topics seldom wait for each other. */
  private static final int LOCKS = 64;

  private final ReentrantLock[] locks =
      Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(ReentrantLock[]::new);

  void take(Topic topic, Runnable turn) {
    ReentrantLock lock = locks[Math.floorMod(topic.hashCode(), LOCKS)];
    lock.lock();
    try {
      turn.run();
    } finally {
      lock.unlock();
    }
  }
}
