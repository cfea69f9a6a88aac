package dev.tidings.stream;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Time, for everything in this package that waits for it: quiet streams get their tick, held-up
 * writers a substitute, channels without listeners are let go. One thread of its own, so that
 * heartbeats do not depend on any pool.
 */
final class Heartbeat implements Runnable {
  private static final Logger LOG = Logger.getLogger(Heartbeat.class.getName());
  private static final long BEAT = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int SWEEP = 5;
  private static final int RETIRE = 100;

  private final Hub hub;
  private final Writers writers;
  private final StreamConfig config;
  private volatile boolean stopped;

  Heartbeat(Hub hub, Writers writers, StreamConfig config) {
    this.hub = hub;
    this.writers = writers;
    this.config = config;
  }

  @Override
  public void run() {
    for (int beat = 1; !stopped && !Thread.currentThread().isInterrupted(); beat++) {
      LockSupport.parkNanos(BEAT);
      try {
        beat(beat);
      } catch (RuntimeException | Error failure) {
        LOG.log(Level.WARNING, "A heartbeat was missed.", failure);
      }
    }
  }

  private void beat(int beat) {
    writers.relieve();
    if (beat % SWEEP == 0) {
      sweep();
    }
    if (beat % RETIRE == 0) {
      hub.retire(config.channelLinger());
    }
  }

  private void sweep() {
    long now = System.nanoTime();
    long heartbeat = config.heartbeat().toNanos();
    hub.streams().forEach(subscriber -> subscriber.elapse(now, heartbeat));
  }

  void stop() {
    stopped = true;
  }
}
