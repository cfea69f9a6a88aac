package dev.tidings.stream;

import dev.tidings.events.EventId;
import dev.tidings.events.Topic;
import dev.tidings.security.Audit;
import dev.tidings.security.Permit;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One open stream: a user, topics, a cursor and a sink.
 *
 * <p>It is idle or scheduled. A wake-up schedules it; its run loop writes what its {@link Reader}
 * finds after the cursor until there is nothing more, then it is idle again. A client that lags
 * costs a number, not a buffer. Anyone may wake or end it.
 */
final class Subscriber {
  private static final Logger LOG = Logger.getLogger(Subscriber.class.getName());

  private static final int IDLE = 0;
  private static final int SCHEDULED = 1;
  private static final int RUNNING = 2;
  private static final int WOKEN = 3;

  /** What all subscribers of a node have in common. */
  record Node(
      Hub hub,
      Writers writers,
      Replays replays,
      StreamConfig config,
      StreamMetrics metrics,
      Audit audit) {}

  /** Of what a client calls itself, characters at most. */
  private static final int AGENT = 200;

  private final Node node;
  private final Client from;
  private final Reader reader;
  private final Sink sink;
  private final AtomicInteger state = new AtomicInteger(IDLE);

  /** Written by the run loop, which one writer at a time executes. */
  private volatile boolean finished;

  private volatile boolean tick;
  private volatile long lastWrite = System.nanoTime();
  private final long began = System.nanoTime();
  private final long ends;
  private final long number;

  // Written by the run loop and nobody else, so no addition is lost; whoever else reads them sees a
  // moment earlier.
  private long events;
  private long bytes;

  /** The rules that were looked at last. Only the run loop writes it. */
  private volatile int revision = -1;

  /** Where in the browser it is heard, as the browser says. */
  private volatile Set<String> pages = Set.of();

  /** Its events when they were looked at last. Only who shows the busiest touches it. */
  private long eventsThen;

  /** Only the heartbeat touches it. */
  private boolean warned;

  /**
   * Where a stream goes.
   *
   * @param permit what its user may read, and until when
   * @param address the client's, as far as the server knows it
   * @param browser tells this browser from the user's others; null if it did not say
   * @param agent what the client calls itself; empty if it did not say
   */
  record Client(Permit permit, String address, @Nullable String browser, String agent) {
    Client {
      agent = agent.length() <= AGENT ? agent : agent.substring(0, AGENT);
    }

    Client(Permit permit, String address, @Nullable String browser) {
      this(permit, address, browser, "");
    }
  }

  /**
   * @param cursor the position up to which it was served
   * @param lost whether what it asked to resume from means nothing
   * @param complete called once, when the stream is over
   */
  Subscriber(
      Node node,
      Client from,
      List<Topic> topics,
      long cursor,
      boolean lost,
      OutputStream response,
      Runnable complete) {
    this.node = node;
    this.from = from;
    this.number = node.hub().census().nextNumber();
    this.ends = began + node.config().lifetime().toNanos();
    this.reader = new Reader(this, node.hub(), node.replays(), topics, cursor, lost);
    this.sink = new Sink(this, response, complete);
  }

  String user() {
    return from.permit().user();
  }

  String address() {
    return from.address();
  }

  /** The user's browser, by a name that no other user has; null if it did not say. */
  @Nullable String client() {
    String browser = from.browser();
    return browser == null ? null : client(user(), browser);
  }

  static String client(String user, String browser) {
    return user + '\n' + browser;
  }

  /** The pages where it is heard; empty if nobody told. */
  Set<String> pages() {
    return pages;
  }

  void heardOn(Set<String> told) {
    pages = told;
  }

  List<Topic> topics() {
    return reader.topics();
  }

  /** Where it listens. */
  List<Channel> channels() {
    return reader.channels();
  }

  Sink sink() {
    return sink;
  }

  /**
   * The id of its cursor; null while its client has yet to be told by {@code reset} that what it
   * resumed from means nothing: with a valid id, it would resume past the reset.
   */
  @Nullable EventId id() {
    return reader.astray() ? null : node.hub().id(reader.cursor());
  }

  /** Tells it from all other streams of its node; later ones have larger numbers. */
  long number() {
    return number;
  }

  /** How many events were written to it since this was asked last. */
  long growth() {
    long now = events;
    long growth = now - eventsThen;
    eventsThen = now;
    return growth;
  }

  /**
   * As it is now.
   *
   * @param stalled whether its client does not take what is written
   */
  OpenStream seen(boolean stalled) {
    return new OpenStream(
        number,
        user(),
        address(),
        from.agent(),
        topics(),
        Instant.ofEpochMilli(reader.since()),
        events,
        bytes,
        reader.lag(),
        id(),
        state(stalled));
  }

  private OpenStream.State state(boolean stalled) {
    if (stalled) {
      return OpenStream.State.STALLED;
    }
    if (sink.isClosed()) {
      return OpenStream.State.LEAVING;
    }
    if (reader.replaying()) {
      return OpenStream.State.REPLAYING;
    }
    return state.get() == IDLE ? OpenStream.State.IDLE : OpenStream.State.WRITING;
  }

  /** The hub lets it listen to the channels of its topics, in their order, under its lock. */
  void listen(List<Channel> joined) {
    joined.forEach(channel -> channel.register(sink));
    reader.begin(joined);
  }

  /** For how long it has been open, in nanoseconds. */
  long age() {
    return System.nanoTime() - began;
  }

  /** Whether it has yet to be served what stands in the channels. */
  boolean behind() {
    return reader.cursor() < node.hub().watermark();
  }

  /** Whether the stream is over. */
  boolean finished() {
    return finished;
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

  /** It is let in. Before anything is sent, so that the log tells this before the end. */
  void admitted() {
    node.audit().streamOpened(user(), address(), topics());
  }

  /** Ends the stream after what was sent so far. */
  void end(Ending why) {
    sink.end(why);
  }

  /** Ends the stream because the session of its user is over, and says so. */
  void endSession(Ending why) {
    sink.end(why, "session", "{\"reason\":\"" + why.word() + "\"}", 0);
  }

  /** Ends the stream and asks its browser to come back after some milliseconds. */
  void bye(Ending why, long retry) {
    sink.end(why, "bye", "{\"reason\":\"" + why.word() + "\",\"retry\":" + retry + "}", retry);
  }

  /** Writes something, so that a client that is gone is noticed. */
  void probe() {
    tick = true;
    wake();
  }

  /** Its cursor means nothing any more. */
  void lose() {
    reader.lose();
    wake();
  }

  /**
   * Time goes by: a quiet stream gets its heartbeat, a failed read another try, and one that has
   * lived long enough ends; its browser comes back at once.
   */
  void elapse(long now, long heartbeatNanos) {
    Permit.End over = from.permit().ended();
    if (over != null) {
      endSession(Ending.of(over));
      return;
    }
    warn();
    if (revised()) {
      wake();
    } else if (now - ends >= 0 && !sink.isClosed()) {
      bye(Ending.LIFETIME, node.config().rotation().toMillis());
    } else if (now - lastWrite >= heartbeatNanos) {
      probe();
    } else if (reader.retries(now)) {
      wake();
    }
  }

  /** Tells once, some time before, that the login ends; {@code connected} comes first. */
  private void warn() {
    Instant expires = from.permit().expires();
    if (warned || expires == null || !reader.begun()) {
      return;
    }
    long left = expires.toEpochMilli() - System.currentTimeMillis();
    if (left <= node.config().sessionWarning().toMillis()) {
      warned = true;
      Instant second = expires.truncatedTo(ChronoUnit.SECONDS);
      tell("session", "{\"reason\":\"expiring\",\"expires\":\"" + second + "\"}");
    }
  }

  /** Sends one of the stream's own events, unless it has just ended. */
  private void tell(String name, String json) {
    try {
      sink.send(name, json);
    } catch (IllegalStateException ended) {
      LOG.log(Level.FINE, "A stream ended before it could be told something.", ended);
    }
  }

  private boolean revised() {
    return from.permit().revision() != revision;
  }

  /**
   * Whatever the rules say now holds for what is written now, from the log and live alike. A stream
   * that listens to nothing yet is being told something else.
   */
  private void holdToRules() {
    if (revised() && reader.begun()) {
      revision = from.permit().revision();
      if (!topics().stream().allMatch(from.permit()::mayRead)) {
        // The browser comes back at once, and is told which topics are refused.
        bye(Ending.RULES, node.config().rotation().toMillis());
      }
    }
  }

  /** Writes what is ready, at most one batch; the batch is the writer's and may hold old bytes. */
  void serve(Batch batch) {
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

  private boolean writeBatch(Batch batch) throws IOException {
    batch.reset();
    holdToRules();
    int limit = node.writers().writeBytes();
    boolean ending = sink.take(batch, this::id);
    int added = ending ? 0 : reader.fill(batch, limit);
    if (tick && batch.size() == 0 && reader.begun()) {
      batch.add(Wire.own("tick", heartbeat(), id()));
    }
    tick = false;
    if (batch.size() > 0) {
      sink.write(batch);
      lastWrite = System.nanoTime();
      events += added;
      bytes += batch.size();
      node.metrics().written(added, batch.size(), reader.delay());
      reader.written();
    }
    if (ending) {
      finish(null);
    }
    return batch.size() >= limit;
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
    sink.finish(failure);
    node.hub().leave(this, failure);
    Ending decided = sink.ending();
    Ending why = decided == null && failure != null ? Ending.of(failure) : decided;
    node.metrics().ended(why);
    Duration lived = Duration.ofNanos(System.nanoTime() - began);
    node.audit().streamClosed(user(), address(), topics(), why == null ? "" : why.word(), lived);
  }
}
