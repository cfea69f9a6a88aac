package dev.tidings.stream;

import dev.tidings.events.EventId;
import dev.tidings.events.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One open stream: a user, topics, a cursor and a sink.
 *
 * <p>It is idle or scheduled. A wake-up schedules it; its run loop writes what follows its cursor
 * until the cursor meets the watermark, then it is idle again. What it reads is the channels'
 * chains where they reach back to the cursor, and pages of the log where they do not: replay and
 * live are the same read. A client that lags costs a number, not a buffer.
 *
 * <p>Anyone may wake or end it. Fields without another note belong to the run loop, which one
 * writer at a time executes.
 */
final class Subscriber {
  private static final Logger LOG = Logger.getLogger(Subscriber.class.getName());
  private static final long RETRY_NANOS = 1_000_000_000L;

  private static final int IDLE = 0;
  private static final int SCHEDULED = 1;
  private static final int RUNNING = 2;
  private static final int WOKEN = 3;

  /** What all subscribers of a node have in common. */
  record Node(
      Hub hub, Writers writers, Replays replays, StreamConfig config, StreamMetrics metrics) {}

  private final Node node;
  private final String user;
  private final @Nullable String client;
  private final List<Topic> topics;
  private final Sink sink;
  private final AtomicInteger state = new AtomicInteger(IDLE);

  private long cursor;

  /** Per channel the last link that was served; null while the log is read instead. */
  private Link @Nullable [] served;

  private @Nullable Replay replay;
  private int replayed;
  private Map<Topic, Long> toldFloors = Map.of();
  private boolean reading;
  private boolean losing;
  private boolean verified;
  private boolean finished;

  /** Events in the batch under way. */
  private int events;

  private volatile List<Channel> channels = List.of();

  /** Handed over by a reader of the log. */
  private volatile @Nullable Replay arrived;

  private volatile boolean failedToRead;
  private volatile boolean lost;
  private volatile boolean tick;
  private volatile long lastWrite = System.nanoTime();
  private volatile long lastTry;

  /**
   * @param client tells this browser from the user's others; null if it did not say
   * @param cursor the position up to which it was served
   * @param lost whether what it asked to resume from means nothing
   * @param complete called once, when the stream is over
   */
  Subscriber(
      Node node,
      String user,
      @Nullable String client,
      List<Topic> topics,
      long cursor,
      boolean lost,
      OutputStream response,
      Runnable complete) {
    this.node = node;
    this.user = user;
    this.client = client == null ? null : user + '\n' + client;
    this.topics = List.copyOf(topics);
    this.cursor = cursor;
    this.lost = lost;
    this.sink = new Sink(this, response, complete);
  }

  String user() {
    return user;
  }

  @Nullable String client() {
    return client;
  }

  List<Topic> topics() {
    return topics;
  }

  Sink sink() {
    return sink;
  }

  /** The id of its cursor. */
  EventId id() {
    return node.hub().id(cursor);
  }

  /** The hub lets it listen to the channels of its topics, in their order. */
  void listen(List<Channel> joined) {
    channels = joined;
    joined.forEach(channel -> channel.register(sink));
  }

  /** There may be something to do. */
  void wake() {
    while (true) {
      int now = state.get();
      if (now == SCHEDULED || now == WOKEN) {
        return;
      }
      if (state.compareAndSet(now, now == IDLE ? SCHEDULED : WOKEN)) {
        if (now == IDLE) {
          node.writers().add(this);
        }
        return;
      }
    }
  }

  /** Ends the stream after what was sent so far. */
  void end() {
    sink.close();
  }

  /** Ends the stream with a last event. */
  void end(String name, String json) {
    sink.end(name, json, 0);
  }

  /** Ends the stream and asks its browser to come back. */
  void bye(String reason) {
    long retry = node.config().retry().toMillis();
    sink.end("bye", "{\"reason\":\"" + reason + "\",\"retry\":" + retry + "}", retry);
  }

  /** Its cursor means nothing any more. */
  void lose() {
    lost = true;
    wake();
  }

  /** Time goes by: a quiet stream gets its heartbeat, a failed read another try. */
  void elapse(long now, long heartbeatNanos) {
    if (now - lastWrite >= heartbeatNanos) {
      tick = true;
      wake();
    } else if (failedToRead && now - lastTry >= RETRY_NANOS) {
      wake();
    }
  }

  void replay(Replay page) {
    arrived = page;
    wake();
  }

  void replayFailed() {
    lastTry = System.nanoTime();
    failedToRead = true;
  }

  /** The floors above a cursor that this stream has not been told yet; now it counts as told. */
  Map<Topic, Long> newlyBelow(Map<Topic, Long> floors, long position) {
    Map<Topic, Long> below = new HashMap<>(floors);
    below
        .entrySet()
        .removeIf(
            floor ->
                floor.getValue() <= position
                    || floor.getValue() <= toldFloors.getOrDefault(floor.getKey(), -1L));
    if (!below.isEmpty()) {
      Map<Topic, Long> told = new HashMap<>(toldFloors);
      told.putAll(below);
      toldFloors = told;
    }
    return below;
  }

  // ---- the run loop

  /** Writes what is ready, at most one batch; the batch is the writer's and may hold old bytes. */
  void serve(ByteArrayOutputStream batch) {
    state.set(RUNNING);
    boolean more = false;
    if (!finished) {
      try {
        more = writeBatch(batch);
      } catch (IOException | RuntimeException gone) {
        finish(gone);
      }
    }
    if (!finished && (more || !state.compareAndSet(RUNNING, IDLE))) {
      // To the end of the queue: others come first, and what arrives meanwhile joins the batch.
      state.set(SCHEDULED);
      node.writers().add(this);
    }
  }

  private boolean writeBatch(ByteArrayOutputStream batch) throws IOException {
    batch.reset();
    int limit = node.config().writeBytes();
    boolean ending = sink.take(batch, node.hub().id(cursor));
    // Before the hub let it listen there is nothing to read.
    int events = ending || channels.isEmpty() ? 0 : fill(batch, limit);
    if (tick && batch.size() == 0) {
      batch.writeBytes(Wire.own("tick", heartbeat(), node.hub().id(cursor)));
    }
    tick = false;
    if (batch.size() > 0) {
      sink.write(batch);
      lastWrite = System.nanoTime();
      node.metrics().written(events, batch.size());
    }
    if (ending) {
      finish(null);
    }
    return batch.size() >= limit;
  }

  /** Reads until the batch is full or there is nothing more to read for now. */
  private int fill(ByteArrayOutputStream batch, int limit) {
    events = 0;
    if (lost) {
      lost = false;
      losing = true;
      served = null;
      replay = null;
    }
    boolean more = true;
    while (more && batch.size() < limit) {
      Link[] links = served;
      more = links == null ? fromLog(batch, limit) : fromMemory(links, batch, limit);
    }
    return events;
  }

  /** Follows the chains in position order; false when they were followed to the watermark. */
  private boolean fromMemory(Link[] links, ByteArrayOutputStream batch, int limit) {
    long watermark = node.hub().watermark();
    while (batch.size() < limit) {
      int first = -1;
      Link next = null;
      for (int i = 0; i < links.length; i++) {
        Link candidate = links[i].next;
        if (candidate == Link.CUT) {
          served = null;
          return true;
        }
        if (candidate != null
            && candidate.position <= watermark
            && (next == null || candidate.position < next.position)) {
          first = i;
          next = candidate;
        }
      }
      if (next == null) {
        cursor = Math.max(cursor, watermark);
        return false;
      }
      byte[] bytes = next.bytes;
      if (bytes == null) {
        served = null;
        return true;
      }
      links[first] = next;
      add(next, bytes, batch);
    }
    return true;
  }

  /** Serves a page of the log; false when there is none yet. */
  private boolean fromLog(ByteArrayOutputStream batch, int limit) {
    Replay page = replay;
    if (page == null) {
      page = next();
      if (page == null) {
        return served != null;
      }
      page.told().forEach(batch::writeBytes);
    }
    List<Link> links = page.events();
    while (replayed < links.size() && batch.size() < limit) {
      Link link = links.get(replayed++);
      byte[] bytes = link.bytes;
      if (bytes != null) {
        add(link, bytes, batch);
      }
    }
    if (replayed == links.size()) {
      cursor = page.lost() ? page.end() : Math.max(cursor, page.end());
      replay = null;
    }
    return true;
  }

  /** The page that has arrived; otherwise goes on in memory, or asks for a page. */
  private @Nullable Replay next() {
    if (reading) {
      Replay page = arrived;
      if (page != null) {
        arrived = null;
        reading = false;
        // A page that was asked for before the cursor was lost is of no use.
        if (page.lost() || !losing) {
          losing = false;
          verified = true;
          replay = page;
          replayed = 0;
          return page;
        }
      } else if (!failedToRead || System.nanoTime() - lastTry < RETRY_NANOS) {
        return null;
      }
    }
    failedToRead = false;
    // A cursor beyond the watermark is first held against the head of the log.
    if (!losing && (verified || cursor <= node.hub().watermark())) {
      served = links();
    }
    if (served == null) {
      reading = true;
      node.replays().request(this, cursor, losing);
    } else {
      reading = false;
    }
    return null;
  }

  private Link @Nullable [] links() {
    List<Channel> joined = channels;
    Link[] links = new Link[joined.size()];
    for (int i = 0; i < links.length; i++) {
      Link link = joined.get(i).at(cursor);
      if (link == null) {
        return null;
      }
      links[i] = link;
    }
    return links;
  }

  private void add(Link link, byte[] bytes, ByteArrayOutputStream batch) {
    if (link.live) {
      batch.writeBytes(bytes);
      events++;
    } else if (link.position > cursor) {
      batch.writeBytes(bytes);
      events++;
      cursor = link.position;
    }
  }

  private String heartbeat() {
    return "{\"heartbeat\":" + node.config().heartbeat().toMillis() + "}";
  }

  private void finish(@Nullable Throwable failure) {
    finished = true;
    if (failure != null) {
      LOG.log(Level.FINE, "A client went away.", failure);
      node.metrics().writeFailed();
    }
    node.hub().leave(this, channels, failure);
    sink.finish(failure);
  }
}
