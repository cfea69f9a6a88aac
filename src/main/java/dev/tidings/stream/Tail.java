package dev.tidings.stream;

import dev.tidings.events.Event;
import dev.tidings.events.EventLog;
import dev.tidings.events.EventLog.Head;
import dev.tidings.events.HubTopicReader;
import dev.tidings.events.Published;
import dev.tidings.events.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one task of a node that brings newly committed events, in order, into its hub.
 *
 * <p>What was committed is announced to it; announcements can be late, out of order or lost. It
 * takes events from an announcement only when they are the next ones, and reads the log otherwise
 * and every so often. The log is the truth, announcements only save time.
 */
final class Tail implements Runnable {
  private static final Logger LOG = Logger.getLogger(Tail.class.getName());
  private static final int PAGE = 200;

  /** As long as a restart may take. */
  private static final Duration RECENT = Duration.ofMinutes(1);

  /** Longer than the log can go unseen without anybody noticing. */
  private static final Duration UNSEEN = Duration.ofDays(1);

  private final EventLog log;
  private final Hub hub;
  private final StreamConfig config;
  private final HubTopicReader ours;

  /** Bounded in bytes by {@link StreamConfig#announcedBytes}. */
  private final BlockingQueue<Published> announced = new LinkedBlockingQueue<>();

  private final AtomicLong announcedBytes = new AtomicLong();

  /** The last position that is known to be committed. */
  private final AtomicLong newest = new AtomicLong();

  /** Says that there may be more in the log, without saying what. */
  private static final Published LOOK =
      new Published("", List.of(new Event(0, Topic.ofHub("look"), "look", "null", Instant.EPOCH)));

  private final AtomicBoolean looking = new AtomicBoolean();

  /** Where it stands; only its own thread moves it. */
  private @Nullable Head at;

  /** Announced before what comes before it, by first position. Only its own thread uses it. */
  private final NavigableMap<Long, Published> early = new TreeMap<>();

  private volatile long patienceNanos;
  private long earlySince;

  /** Where patience is asked for: up to here the log is known, and what is missing is overdue. */
  private long expected;

  private volatile long lastSeen = System.nanoTime() - UNSEEN.toNanos();

  /** When its thread last began to wait for something to do, or to read a page. */
  private volatile long moved = System.nanoTime();

  private volatile boolean stopped;

  /** Written by its own thread only. */
  private volatile boolean failing;

  /**
   * @param ours told of the events of the hub's own topics
   */
  Tail(EventLog log, Hub hub, StreamConfig config, HubTopicReader ours) {
    this.log = log;
    this.hub = hub;
    this.config = config;
    this.ours = ours;
  }

  /** A transaction has committed. Only hands over: this runs on the committing thread. */
  void announce(Published published) {
    newest.accumulateAndGet(last(published.events()), Math::max);
    long size = size(published);
    if (announcedBytes.addAndGet(size) > config.announcedBytes()) {
      announcedBytes.addAndGet(-size);
      return;
    }
    announced.add(published);
  }

  /**
   * How long an announcement waits for those before it, where they are on their way, too; then the
   * log is read.
   */
  void wait(Duration patience) {
    patienceNanos = patience.toNanos();
  }

  /** Something was committed elsewhere: the log is to be read now, not at the next poll. */
  void look() {
    if (looking.compareAndSet(false, true)) {
      announced.add(LOOK);
    }
  }

  /** Whether the log was read not long ago. */
  boolean current() {
    Duration patience = config.stale().plus(config.poll());
    return sinceLastSeen().compareTo(patience) < 0;
  }

  /** How long ago the end of the log was last seen. */
  Duration sinceLastSeen() {
    return Duration.ofNanos(System.nanoTime() - lastSeen);
  }

  /** Whether the log could be read at the last look; also before the first. */
  boolean answered() {
    return !failing;
  }

  /** Whether it has read the log at all. */
  boolean begun() {
    return System.nanoTime() - lastSeen < UNSEEN.toNanos();
  }

  /**
   * Whether its thread does what it is for. A database that does not answer holds it up, but not
   * for so long.
   *
   * @param stuck how long it may be at one thing
   */
  boolean progresses(Duration stuck) {
    return System.nanoTime() - moved < config.poll().plus(stuck).toNanos();
  }

  /** How many events that are known to be committed have yet to come into the hub. */
  long lag() {
    return Math.max(0, newest.get() - hub.watermark());
  }

  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    try {
      long nextPoll = System.nanoTime();
      while (!stopped) {
        moved = System.nanoTime();
        long wait = nextPoll - moved;
        Published next =
            announced.poll(
                early.isEmpty() ? wait : Math.min(wait, patienceNanos), TimeUnit.NANOSECONDS);
        boolean needed = next == null ? overdue() : !accept(next) || overdue();
        if (needed || System.nanoTime() - nextPoll >= 0) {
          poll(needed);
          follow();
          nextPoll = System.nanoTime() + config.poll().toNanos();
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether nothing has to be read from the log for it. */
  private boolean accept(Published published) {
    if (published.equals(LOOK)) {
      // Before the log is read: what is committed from here on asks again.
      looking.set(false);
      return false;
    }
    if (takes(published)) {
      announcedBytes.addAndGet(-size(published));
      follow();
      return true;
    }
    long first = published.events().get(0).position();
    Head here = at;
    if (patienceNanos > 0
        && here != null
        && published.epoch().equals(here.epoch())
        && early.putIfAbsent(first, published) == null) {
      if (early.size() == 1) {
        earlySince = System.nanoTime();
      }
      return true;
    }
    announcedBytes.addAndGet(-size(published));
    return false;
  }

  /** Takes what was announced early and comes next now, or is known already. */
  private void follow() {
    Map.Entry<Long, Published> first = early.firstEntry();
    while (first != null && takes(first.getValue())) {
      early.remove(first.getKey());
      announcedBytes.addAndGet(-size(first.getValue()));
      first = early.firstEntry();
      // What is still missing now is another one.
      earlySince = System.nanoTime();
    }
  }

  /** Whether what comes before an early announcement has not come in time. */
  private boolean overdue() {
    return !early.isEmpty() && System.nanoTime() - earlySince >= patienceNanos;
  }

  /** What cannot be taken, for whatever reason, is read from the log. */
  private boolean takes(Published published) {
    try {
      return taken(published);
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.WARNING, "An announcement could not be taken.", failure);
      return false;
    }
  }

  /** Whether an announcement has nothing that still had to be read from the log. */
  private boolean taken(Published published) {
    Head here = at;
    List<Event> events = published.events();
    if (here == null || !published.epoch().equals(here.epoch())) {
      return false;
    }
    long last = last(events);
    if (last <= here.position()) {
      return true;
    }
    if (events.get(0).position() > here.position() + 1) {
      return false;
    }
    append(
        here.epoch(), events.stream().filter(event -> event.position() > here.position()).toList());
    lastSeen = System.nanoTime();
    return true;
  }

  /** Looks into the log; a failure is told once and tried again with the next look. */
  void poll() {
    poll(true);
  }

  /**
   * @param needed whether events have to be read; otherwise those that were committed just now may
   *     still be on their way
   */
  private void poll(boolean needed) {
    try {
      catchUp(needed);
      lastSeen = System.nanoTime();
      if (failing) {
        failing = false;
        LOG.info("The tail reads the log again.");
      }
    } catch (RuntimeException | Error failure) {
      if (!failing && !stopped) {
        failing = true;
        LOG.log(
            Level.WARNING,
            "The tail cannot read the log, and tries again every {0}: {1}",
            new Object[] {config.poll(), root(failure).toString()});
      }
    }
  }

  private static Throwable root(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null ? failure : root(cause);
  }

  private void catchUp(boolean needed) {
    long known = newest.get();
    Head head = log.head();
    Head here = at;
    if (here != null && here.epoch().equals(head.epoch()) && head.position() < here.position()) {
      LOG.warning("The log ends before what was already read: it was restored. Its ids change.");
      log.rotateEpoch(head.epoch(), EventLog.newEpoch());
      head = log.head();
    }
    if (here == null || !here.epoch().equals(head.epoch())) {
      // With the place taken and before it counts: what is committed from here on is read later.
      ours.begin();
      at = head;
      forgetEarly();
      hub.restart(head.epoch(), head.position());
      newest.set(head.position());
      if (here == null && hub.traced().on()) {
        hub.traced().expect(undelivered(head));
      }
      return;
    }
    // Unless more was announced meanwhile. What was announced of an earlier life does not last.
    newest.compareAndSet(known, head.position());
    long position = here.position();
    if (!needed && patienceNanos > 0 && position >= expected) {
      expected = head.position();
      return;
    }
    while (position < head.position()) {
      moved = System.nanoTime();
      List<Event> events = log.after(position, head.position(), PAGE);
      tellWhatIsMissing(position, head.position(), events);
      if (!events.isEmpty()) {
        append(head.epoch(), events);
        position = last(events);
      }
      if (events.size() < PAGE) {
        // What is missing up to the head is gone: it expired or was cleared.
        position = head.position();
        at = head;
        hub.advance(position);
      }
    }
  }

  /**
   * Of what was committed just before this node began, nobody here knows whether it was delivered.
   */
  private List<Event> undelivered(Head head) {
    Instant since = Instant.now().minus(RECENT);
    return log.traced(head.position() - Traced.MOST).stream()
        .filter(event -> event.at().isAfter(since))
        .toList();
  }

  private void forgetEarly() {
    early.values().forEach(published -> announcedBytes.addAndGet(-size(published)));
    early.clear();
    expected = 0;
  }

  /** Floors are read after the events: what was deleted in between shows here. */
  private void tellWhatIsMissing(long after, long head, List<Event> events) {
    long last = events.size() < PAGE ? head : last(events);
    if (events.size() < last - after) {
      hub.missed(log.floors(hub.topics()));
    }
  }

  private void append(String epoch, List<Event> events) {
    events.stream().filter(event -> event.topic().isOfHub()).forEach(ours::learn);
    hub.append(events);
    at = new Head(epoch, last(events));
  }

  private static long last(List<Event> events) {
    return events.get(events.size() - 1).position();
  }

  private static long size(Published published) {
    return published.events().stream().mapToLong(event -> event.data().length() + 100).sum();
  }
}
