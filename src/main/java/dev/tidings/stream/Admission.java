package dev.tidings.stream;

import dev.tidings.stream.Census.Limit;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Lets streams in, up to the limits per user, address and node.
 *
 * <p>A server notices only when it writes that a client has gone, so a user who reloads may seem to
 * have more streams open than there are. Before a stream is refused, the user's others are
 * therefore written to, twice: the first write to a closed peer still succeeds. Whoever is over a
 * limit even then is told {@code limit} and when to come back; the others are undisturbed. Safe for
 * any thread.
 */
final class Admission {
  private static final Logger LOG = Logger.getLogger(Admission.class.getName());
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long SECOND_PROBE_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

  /** Streams that may wait at the door at the same time; each holds a connection. */
  private static final int MOST_WAITING = 256;

  private final Hub hub;
  private final Departure departure;
  private final StreamConfig config;
  private final StreamMetrics metrics;
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingCount = new AtomicInteger();

  Admission(Hub hub, Departure departure, StreamConfig config, StreamMetrics metrics) {
    this.hub = hub;
    this.departure = departure;
    this.config = config;
    this.metrics = metrics;
  }

  private static final class Waiting {
    private final Subscriber subscriber;
    private final Runnable admitted;
    private final long since = System.nanoTime();
    private boolean probedTwice;

    Waiting(Subscriber subscriber, Runnable admitted) {
      this.subscriber = subscriber;
      this.admitted = admitted;
    }
  }

  /**
   * Lets a stream join the hub, now or when there is room; or ends it.
   *
   * @param admitted called before it joins, at most once
   */
  void ask(Subscriber subscriber, Runnable admitted) {
    if (departure.begun()) {
      subscriber.bye(Ending.STOPPING, config.retry().toMillis());
      return;
    }
    Limit over = hub.census().enter(subscriber, config.limits());
    if (over == null) {
      subscriber.admitted();
      admitted.run();
      hub.join(subscriber);
    } else if (waitingCount.incrementAndGet() <= MOST_WAITING) {
      probe(subscriber);
      waiting.add(new Waiting(subscriber, admitted));
    } else {
      waitingCount.decrementAndGet();
      refuse(subscriber, over);
    }
  }

  /** How many wait at the door. */
  int waiting() {
    return waitingCount.get();
  }

  /** Looks at those who wait. To be called about every 50 ms, by one thread. */
  void look() {
    // A node that stops keeps nobody waiting.
    long now = System.nanoTime() + (departure.begun() ? PATIENCE_NANOS : 0);
    waiting.removeIf(each -> settled(each, now));
  }

  private boolean settled(Waiting each, long now) {
    Subscriber subscriber = each.subscriber;
    Limit over = hub.census().enter(subscriber, config.limits());
    if (over == null) {
      admit(each);
    } else if (now - each.since >= PATIENCE_NANOS) {
      refuse(subscriber, over);
    } else {
      if (!each.probedTwice && now - each.since >= SECOND_PROBE_NANOS) {
        each.probedTwice = true;
        probe(subscriber);
      }
      return false;
    }
    waitingCount.decrementAndGet();
    return true;
  }

  private void admit(Waiting each) {
    try {
      each.subscriber.admitted();
      each.admitted.run();
      hub.join(each.subscriber);
    } catch (RuntimeException closedMeanwhile) {
      LOG.log(Level.FINE, "A stream was ended before it was let in.", closedMeanwhile);
      hub.leave(each.subscriber, null);
      each.subscriber.end(Ending.CLOSED);
    }
  }

  private void probe(Subscriber newest) {
    hub.census().of(newest.user()).forEach(Subscriber::probe);
  }

  /**
   * Ends the newest streams of a user, who has too many on all nodes together.
   *
   * @return how many
   */
  int refuse(String user, int count) {
    List<Subscriber> newest = hub.census().dismiss(user, count);
    newest.forEach(stream -> refuse(stream, Limit.USER));
    return newest.size();
  }

  /** Browsers never come back after 429 or 503, so they are told in the stream. */
  private void refuse(Subscriber subscriber, Limit over) {
    metrics.refused();
    long retry = config.retryUnavailable().toMillis();
    String which = over.name().toLowerCase(Locale.ROOT);
    subscriber
        .sink()
        .end(Ending.LIMIT, "limit", "{\"per\":\"" + which + "\",\"retry\":" + retry + "}", retry);
  }
}
