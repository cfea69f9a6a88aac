package dev.tidings.doctor;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Threads of the doctor: a bounded number, and none outlives the application. Safe for any thread.
 */
@ApplicationScoped
class DoctorThreads {
  /** Probes that this node answers at the same time; a report of a browser has four. */
  private static final int PROBES = 16;

  /** Reports at the same time. */
  private static final int REPORTS = 3;

  @Resource ManagedThreadFactory threads;

  private final Semaphore probes = new Semaphore(PROBES);
  private final Semaphore reports = new Semaphore(REPORTS);
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();

  /** False, and nothing is done, where too many are under way. */
  boolean probe(Runnable work) {
    return start(probes, work);
  }

  /** The same for reports. */
  boolean report(Runnable work) {
    return start(reports, work);
  }

  /** One that the caller waits for. */
  Thread start(Runnable work) {
    Thread thread = threads.newThread(() -> run(work));
    thread.start();
    return thread;
  }

  private boolean start(Semaphore places, Runnable work) {
    if (!places.tryAcquire()) {
      return false;
    }
    boolean started = false;
    try {
      threads
          .newThread(
              () -> {
                try {
                  run(work);
                } finally {
                  places.release();
                }
              })
          .start();
      started = true;
    } finally {
      if (!started) {
        places.release();
      }
    }
    return true;
  }

  private void run(Runnable work) {
    running.add(Thread.currentThread());
    try {
      work.run();
    } finally {
      running.remove(Thread.currentThread());
    }
  }

  void stop(@Observes Shutdown stopping) {
    running.forEach(Thread::interrupt);
  }
}
