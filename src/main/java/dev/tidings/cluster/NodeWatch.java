package dev.tidings.cluster;

import dev.tidings.stream.Attendance;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one thread of a node that tells the others that it is there, and what they have to know. It
 * waits for the database as long as that takes; what is only known here holds meanwhile.
 */
@ApplicationScoped
class NodeWatch {
  private static final Logger LOG = Logger.getLogger(NodeWatch.class.getName());

  /** Within a lease. */
  private static final int SIGNS = 4;

  private static final long LEAVE_MILLIS = 2_000;

  @Inject Roster roster;
  @Inject StreamQuota quota;
  @Inject RosterConfig config;
  @Inject Attendance attendance;
  @Resource ManagedThreadFactory threads;

  private final Semaphore told = new Semaphore(0);
  private volatile @Nullable Thread thread;
  private volatile boolean stopped;
  private boolean failing;
  private boolean drained;
  private long signed;

  void start(@Observes Startup started) {
    signed = System.nanoTime() - config.lease().toNanos();
    Thread watch = threads.newThread(this::run);
    thread = watch;
    watch.start();
  }

  /** After the streams have ended: only then is nobody here any more. */
  void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) Shutdown stopping) {
    stopped = true;
    told.release();
    Thread watch = thread;
    if (watch != null) {
      try {
        watch.join(LEAVE_MILLIS);
        // Only now: H2 closes its files when a thread is interrupted that writes to them.
        watch.interrupt();
      } catch (InterruptedException hurry) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() {
    try {
      while (!stopped) {
        attempt(this::look);
        told.tryAcquire(config.look().toMillis(), TimeUnit.MILLISECONDS);
      }
      if (!failing) {
        attempt(roster::leave);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    boolean draining = attendance.draining();
    long now = System.nanoTime();
    if (now - signed >= config.lease().toNanos() / SIGNS || draining != drained) {
      if (roster.sign()) {
        quota.restart();
      }
      signed = now;
      drained = draining;
      attendance.elsewhere(roster.others());
    }
    quota.look();
  }

  private void attempt(Runnable what) {
    try {
      what.run();
      if (failing) {
        failing = false;
        LOG.info("This node and the others know of each other again.");
      }
    } catch (RuntimeException | Error failure) {
      quota.restart();
      if (!failing && !stopped) {
        failing = true;
        LOG.log(
            Level.WARNING,
            "This node cannot tell the others of itself, and tries again every {0}; until then,"
                + " how many streams a user may have holds for each node by itself: {1}",
            new Object[] {config.look(), failure.toString()});
      }
    }
  }
}
