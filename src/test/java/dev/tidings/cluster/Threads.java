package dev.tidings.cluster;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;

/** Threads that do not keep the tests from ending. */
final class Threads implements ManagedThreadFactory {
  @Override
  public Thread newThread(Runnable task) {
    Thread thread = new Thread(task, "test-cluster");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public ForkJoinWorkerThread newThread(ForkJoinPool pool) {
    throw new UnsupportedOperationException();
  }
}
