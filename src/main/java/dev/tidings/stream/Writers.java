package dev.tidings.stream;

import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The threads that run the loops of subscribers. They are few, so that while one subscriber is
 * written to, the next ones gather events to be written in one go. A thread that a stalled client
 * holds up gets a substitute and ends when it is free again. Safe for any thread.
 */
final class Writers {
  /** A write that takes longer has met a full socket buffer: its reader does not keep up. */
  private static final long STALLED_NANOS = 50_000_000L;

  private static final long IDLE_SECONDS = 1;

  private static final Logger LOG = Logger.getLogger(Writers.class.getName());

  private final ThreadFactory threads;
  private final StreamConfig config;

  /** Bounded by the number of streams: each is in it once at most. */
  private final BlockingQueue<Subscriber> scheduled = new LinkedBlockingQueue<>();

  private final Set<Writer> writers = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  /** Read now and then, not for every write: a look into the configuration costs as much. */
  private volatile int writeBytes;

  Writers(ThreadFactory threads, StreamConfig config) {
    this.threads = threads;
    this.config = config;
    this.writeBytes = config.writeBytes();
  }

  void start() {
    for (int i = 0; i < config.writers(); i++) {
      begin();
    }
  }

  void add(Subscriber subscriber) {
    scheduled.add(subscriber);
  }

  /** Gives every writer that is held up a substitute. To be called about every 50 ms. */
  void relieve() {
    writeBytes = config.writeBytes();
    long now = System.nanoTime();
    for (Writer writer : writers) {
      if (writer.stalled(now) && !writer.relieved && writers.size() < config.maxWriters()) {
        writer.relieved = true;
        begin();
      }
    }
  }

  /** Bytes after which a write is large enough. */
  int writeBytes() {
    return writeBytes;
  }

  void stop() {
    stopped = true;
  }

  /** Those that have not ended yet. */
  List<Thread> threads() {
    return writers.stream().map(writer -> writer.thread).toList();
  }

  private void begin() {
    Writer writer = new Writer();
    writers.add(writer);
    try {
      writer.thread.start();
    } catch (RuntimeException | Error noThread) {
      writers.remove(writer);
      throw noThread;
    }
  }

  private final class Writer implements Runnable {
    private final Thread thread = threads.newThread(this);
    private final Batch batch = new Batch();

    private volatile boolean relieved;
    private volatile boolean writing;
    private volatile long since;

    boolean stalled(long now) {
      return writing && now - since > STALLED_NANOS;
    }

    @Override
    public void run() {
      try {
        while (!stopped && !relieved) {
          Subscriber next = scheduled.poll(IDLE_SECONDS, TimeUnit.SECONDS);
          if (next != null) {
            since = System.nanoTime();
            writing = true;
            serve(next);
            writing = false;
          }
        }
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      } finally {
        writers.remove(this);
      }
    }

    /** Whatever goes wrong with one stream must not take a writer from the others. */
    private void serve(Subscriber subscriber) {
      try {
        subscriber.serve(batch);
      } catch (RuntimeException | Error failure) {
        LOG.log(Level.WARNING, "A stream failed in a way nobody expected.", failure);
      }
    }
  }
}
