package dev.tidings.stream;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The threads that run the loops of subscribers. They are few, so that while one subscriber is
 * written to, the next ones gather events to be written in one go. A thread that a stalled client
 * holds up gets a substitute and ends when it is free again; where substitutes are held up as well,
 * each look doubles them, so that half of all clients stalling at once delays the others by tens of
 * milliseconds, not by a pause for each. Safe for any thread.
 */
final class Writers {
  /** A write that waits longer has met a full socket buffer: its reader does not keep up. */
  private static final long WAITING_NANOS = 2_000_000L;

  /** A write that takes longer is not waited for, whatever it does. */
  private static final long STALLED_NANOS = 50_000_000L;

  /** Between two looks while streams wait for a writer, and while none does. */
  private static final long BUSY_NANOS = 2_000_000L;

  private static final long QUIET_NANOS = 50_000_000L;

  private static final long IDLE_SECONDS = 1;

  private static final Logger LOG = Logger.getLogger(Writers.class.getName());

  private final ThreadFactory threads;
  private final StreamConfig config;

  /** Bounded by the number of streams: each is in it once at most. */
  private final BlockingQueue<Subscriber> scheduled = new LinkedBlockingQueue<>();

  private final Set<Writer> writers = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;
  private volatile long lastStall = System.nanoTime();

  /** Read now and then, not for every write: a look into the configuration costs as much. */
  private volatile int writeBytes;

  Writers(ThreadFactory threads, StreamConfig config) {
    this.threads = threads;
    this.config = config;
    this.writeBytes = config.writeBytes();
  }

  void start() {
    begin(config.writers());
  }

  void add(Subscriber subscriber) {
    scheduled.add(subscriber);
  }

  /** Looks after the writers until the thread is interrupted, or they are stopped. */
  void watch() {
    while (!stopped && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(scheduled.isEmpty() ? QUIET_NANOS : BUSY_NANOS);
      try {
        relieve();
      } catch (RuntimeException | Error failure) {
        LOG.log(Level.WARNING, "A writer that is held up has no substitute.", failure);
      }
    }
  }

  /** Gives writers that are held up substitutes. One thread at a time. */
  void relieve() {
    writeBytes = config.writeBytes();
    long now = System.nanoTime();
    int held = 0;
    List<Writer> free = new ArrayList<>();
    for (Writer writer : writers) {
      if (writer.stalled(now)) {
        held++;
        if (!writer.leaving) {
          writer.leaving = true;
          lastStall = now;
        }
      } else if (!writer.leaving) {
        free.add(writer);
      }
    }
    int few = config.writers();
    if (free.size() < few) {
      // If all were held up and streams wait, clients stall in numbers: as many again.
      int wanted = free.isEmpty() && !scheduled.isEmpty() ? Math.max(few, 2 * held) : few;
      begin(Math.min(wanted - free.size(), config.maxWriters() - writers.size()));
    } else if (now - lastStall > STALLED_NANOS) {
      free.subList(few, free.size()).forEach(writer -> writer.leaving = true);
    }
  }

  /** The streams whose clients have not taken a write for so many nanoseconds. */
  Set<Subscriber> stalled(long nanos) {
    long now = System.nanoTime();
    Set<Subscriber> stalled = new HashSet<>();
    for (Writer writer : writers) {
      long since = writer.since;
      Subscriber at = writer.serving;
      if (at != null && now - since > nanos && writer.since == since) {
        stalled.add(at);
      }
    }
    return stalled;
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

  private void begin(int count) {
    for (int i = 0; i < count; i++) {
      Writer writer = new Writer();
      writers.add(writer);
      try {
        writer.thread.start();
      } catch (RuntimeException | Error noThread) {
        writers.remove(writer);
        throw noThread;
      }
    }
  }

  private final class Writer implements Runnable {
    private final Thread thread = threads.newThread(this);
    private final Batch batch = new Batch();

    /** It has a substitute, or is one too many, and ends after what it is at. */
    private volatile boolean leaving;

    /** Null between two. */
    private volatile @Nullable Subscriber serving;

    private volatile long since;

    /** A thread that merely has no processor, or whose garbage is collected, does not wait. */
    boolean stalled(long now) {
      return serving != null && now - since > (waits() ? WAITING_NANOS : STALLED_NANOS);
    }

    private boolean waits() {
      Thread.State state = thread.getState();
      return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    @Override
    public void run() {
      try {
        while (!stopped && !leaving) {
          Subscriber next = scheduled.poll(IDLE_SECONDS, TimeUnit.SECONDS);
          if (next != null) {
            since = System.nanoTime();
            serving = next;
            serve(next);
            serving = null;
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
