package dev.tidings.stream;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Time, for everything in this package that waits for it: quiet streams get their tick, streams at
 * the door are let in or refused, channels without listeners are let go. One thread of its own, so
 * that heartbeats do not depend on any pool.
 */
final class Heartbeat implements Runnable {
  private static final Logger LOG = Logger.getLogger(Heartbeat.class.getName());
  private static final long BEAT = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int SWEEP = 5;
  private static final int SECOND = 20;
  private static final int RETIRE = 100;

  private final Hub hub;
  private final Admission admission;
  private final StreamMetrics metrics;
  private final StreamConfig config;
  private volatile boolean stopped;

  Heartbeat(Subscriber.Node node, Admission admission) {
    this.hub = node.hub();
    this.metrics = node.metrics();
    this.config = node.config();
    this.admission = admission;
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
    admission.look();
    if (beat % SWEEP == 0) {
      sweep();
      metrics.publish();
    }
    if (beat % SECOND == 0) {
      metrics.roll();
    }
    if (beat % RETIRE == 0) {
      hub.retire(config.channelLinger(), config.liveKept());
    }
  }

  private void sweep() {
    long now = System.nanoTime();
    long heartbeat = config.heartbeat().toNanos();
    hub.census().streams().forEach(subscriber -> subscriber.elapse(now, heartbeat));
  }

  void stop() {
    stopped = true;
  }
}
