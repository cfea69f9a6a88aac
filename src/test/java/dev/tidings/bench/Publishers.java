package dev.tidings.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Connections that publish, each with a thread of its own, until they are stopped: at a rate, or as
 * fast as they are answered while not too much is on its way to the audience.
 */
final class Publishers implements AutoCloseable {
  /**
   * What is published.
   *
   * @param connections that publish at the same time, at most
   * @param perSecond requests of all connections together, at fixed times whether or not the ones
   *     before were answered; 0 is as fast as they are answered
   * @param batch events in a request
   * @param dataBytes of each event
   * @param window events published but not yet delivered to all, at most; 0 is without a bound
   */
  record Load(int connections, double perSecond, int batch, int dataBytes, int window) {
    static Load saturating(int connections, int batch, int dataBytes, int window) {
      return new Load(connections, 0, batch, dataBytes, window);
    }

    static Load paced(int connections, double perSecond, int dataBytes) {
      return new Load(connections, perSecond, 1, dataBytes, 0);
    }
  }

  /** Requests answered since the last mark, and how long the answers took. */
  record Answered(long events, Latencies latencies) {}

  private static final long LOOK_NANOS = 100_000;

  /** Whoever waits longer for the audience has lost something, which the audience tells. */
  private static final long WINDOW_PATIENCE = Duration.ofSeconds(5).toNanos();

  private final Target target;
  private final List<String> topics;
  private final Ledger ledger;
  private final Audience audience;
  private final int listenersPerTopic;
  private final Load load;
  private final String padding;
  private final List<Thread> threads = new ArrayList<>();
  private final long begun = System.nanoTime();
  private final AtomicLong turn = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong latest = new AtomicLong();
  private final Map<String, Integer> failures = new ConcurrentSkipListMap<>();
  private Latencies latencies = new Latencies();
  private long markedAnswered;
  private volatile boolean stopped;

  /** Begins at once. Each topic has as many listeners as the others. */
  Publishers(Target target, List<String> topics, Ledger ledger, Audience audience, Load load) {
    this.target = target;
    this.topics = topics;
    this.ledger = ledger;
    this.audience = audience;
    this.listenersPerTopic = Math.max(1, audience.served() / topics.size());
    this.load = load;
    this.padding = "x".repeat(load.dataBytes());
    for (int i = 0; i < load.connections(); i++) {
      int publisher = i;
      Thread thread = new Thread(() -> publish(publisher), "publisher-" + i);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
  }

  /** What was answered since the last mark. */
  Answered mark() {
    synchronized (this) {
      Answered since = new Answered(answered.get() - markedAnswered, latencies);
      latencies = new Latencies();
      markedAnswered = answered.get();
      return since;
    }
  }

  /** Errors by status or exception, and how often they came. */
  Map<String, Integer> failures() {
    return failures;
  }

  /** How late a paced request was sent, at worst. */
  Duration latest() {
    return Duration.ofNanos(latest.get());
  }

  /** Returns when all that was sent was answered. */
  @Override
  public void close() {
    stopped = true;
    try {
      for (Thread thread : threads) {
        LockSupport.unpark(thread);
        thread.join();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }

  private void publish(int publisher) {
    try (HttpConnection connection =
        new HttpConnection(target.address(), target.publisherHeaders(topics.get(0)))) {
      while (ready()) {
        int topic = topics.size() == 1 ? 0 : ThreadLocalRandom.current().nextInt(topics.size());
        send(connection, publisher, topic);
      }
    }
  }

  /** Waits for the time or the room to publish; false when it is over. */
  private boolean ready() {
    if (load.perSecond() > 0) {
      long due = begun + (long) (turn.getAndIncrement() / load.perSecond() * 1e9);
      long left = due - System.nanoTime();
      while (left > 0 && !stopped) {
        LockSupport.parkNanos(left);
        left = due - System.nanoTime();
      }
      latest.accumulateAndGet(-left, Math::max);
    } else if (load.window() > 0) {
      long since = System.nanoTime();
      while (underWay() + load.batch() > load.window()
          && !stopped
          && System.nanoTime() - since < WINDOW_PATIENCE) {
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
    return !stopped;
  }

  private long underWay() {
    return sent.get() - audience.deliveries() / listenersPerTopic;
  }

  private void send(HttpConnection connection, int publisher, int topic) {
    int first = ledger.next(topic, publisher, load.batch());
    sent.addAndGet(load.batch());
    long began = System.nanoTime();
    byte[] body = target.body(data(publisher, first, began));
    String failure;
    try {
      int status = connection.post(target.publishPath(topics.get(topic)), body);
      failure = status / 100 == 2 ? "" : "status " + status;
    } catch (IOException lost) {
      failure = lost.toString();
    }
    long micros = (System.nanoTime() - began) / 1_000;
    if (failure.isEmpty()) {
      answered.addAndGet(load.batch());
      synchronized (this) {
        latencies.add(micros);
      }
    } else {
      ledger.uncertain(topic, publisher, first, load.batch());
      failures.merge(failure, 1, Integer::sum);
    }
  }

  private List<String> data(int publisher, int first, long ts) {
    List<String> data = new ArrayList<>(load.batch());
    for (int number = first; number < first + load.batch(); number++) {
      String head = "{\"seq\":" + ledger.seq(publisher, number) + ",\"ts\":" + ts + ",\"pad\":\"";
      int pad = Math.max(0, load.dataBytes() - head.length() - 2);
      data.add(head + padding.substring(0, pad) + "\"}");
    }
    return data;
  }
}
