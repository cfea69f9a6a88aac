package dev.tidings.stream;

import dev.tidings.events.Event;
import dev.tidings.events.LiveEvent;
import dev.tidings.events.Topic;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The live audience of one topic on one node, and the topic's recent events, encoded once for
 * everybody: those of the log and those that are in no log. Sending appends to them and wakes the
 * listeners; it never waits for any of them. Safe for any thread; the hub's lock guards what
 * changes the events.
 */
public final class Channel implements SseBroadcaster {
  private static final Logger LOG = Logger.getLogger(Channel.class.getName());

  private final Topic topic;
  private final Hub hub;
  private final Set<Subscriber> listeners = ConcurrentHashMap.newKeySet();
  private final List<BiConsumer<SseEventSink, Throwable>> onError = new CopyOnWriteArrayList<>();
  private final List<Consumer<SseEventSink>> onClose = new CopyOnWriteArrayList<>();

  /** Events of the log. */
  private final Chain logged;

  /** Live events that all count, by the order in which they came. */
  private final Chain window = new Chain(0);

  /** Live events of which the newest of each key counts. */
  private final Values values = new Values();

  /** Changed under the hub's lock. */
  private final Minute minute = new Minute(System.nanoTime());

  /** Whoever comes back from below has to be told, even where memory reaches back further. */
  private volatile long floor;

  private volatile boolean closed;
  private volatile long quietSince = System.nanoTime();

  /** Made by the hub, under its lock: every event after the position will be appended. */
  Channel(Topic topic, Hub hub, long position) {
    this.topic = topic;
    this.hub = hub;
    this.logged = new Chain(position);
  }

  public Topic topic() {
    return topic;
  }

  /** Streams that listen. */
  public int audience() {
    return listeners.size();
  }

  // ---- jakarta.ws.rs.sse.SseBroadcaster

  @Override
  public void onError(BiConsumer<SseEventSink, Throwable> listener) {
    requireOpen();
    onError.add(listener);
  }

  @Override
  public void onClose(Consumer<SseEventSink> listener) {
    requireOpen();
    onClose.add(listener);
  }

  /**
   * Lets the stream of a sink listen. If it does already, nothing happens.
   *
   * @throws IllegalStateException if the channel is closed
   * @throws IllegalArgumentException for a sink that is not the hub's (events are encoded once for
   *     all, and other sinks do not take bytes), or whose stream is not of this topic or reads
   *     another channel, such as one that was closed
   */
  @Override
  public void register(SseEventSink sink) {
    requireOpen();
    if (!(sink instanceof Sink own)) {
      throw new IllegalArgumentException("A channel serves the sinks of its own hub only.");
    }
    Subscriber subscriber = own.subscriber();
    List<Channel> read = subscriber.channels();
    if (read.isEmpty() ? !subscriber.topics().contains(topic) : !read.contains(this)) {
      throw new IllegalArgumentException(
          "This stream does not read this channel of " + topic + ".");
    }
    boolean first = listeners.isEmpty();
    listeners.add(subscriber);
    if (first) {
      hub.audienceChanged(topic);
    }
    if (subscriber.finished() && !read.isEmpty()) {
      // It has left before, and nobody else would let it go again.
      leave(subscriber, null);
    }
  }

  /**
   * Sends an event that is not stored, to whoever listens now. It is complete as soon as it stands
   * in the chain: each listener gets it as fast as that listener reads, unless the channel's
   * closing ends its stream before.
   *
   * @throws IllegalStateException if the channel is closed
   * @throws IllegalArgumentException if the event cannot be encoded; it reaches nobody
   */
  @Override
  public CompletionStage<?> broadcast(OutboundSseEvent event) {
    requireOpen();
    hub.broadcast(this, Wire.event(event));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void close() {
    close(true);
  }

  @Override
  public void close(boolean cascading) {
    if (!hub.forget(this)) {
      return;
    }
    if (cascading) {
      // Each leaves by its own run loop, which fires onClose.
      listeners.forEach(listener -> listener.sink().close());
    } else {
      listeners.clear();
      hub.audienceChanged(topic);
    }
  }

  /** Under the hub's lock: nobody can use it any more. */
  void retire() {
    closed = true;
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The channel of " + topic + " is closed.");
    }
  }

  // ---- for the hub

  /** Under the hub's lock. A {@code clear} takes everything before it out of memory. */
  void append(String epoch, Event event) {
    if (event.type().equals(Event.CLEAR)) {
      logged.evictAll();
      floor = event.position();
    }
    logged.append(event.position(), event.at().toEpochMilli(), Wire.event(epoch, event), false);
    minute.add(System.nanoTime());
  }

  /**
   * Under the hub's lock: an event that is in no log, for listeners and for those who come later.
   *
   * @param key what it is the newest value of; null where every event counts
   * @param at when it happened, in epoch milliseconds
   * @param ours what it was encoded from, where this node has published it
   */
  void append(@Nullable String key, long at, byte[] event, @Nullable LiveEvent ours) {
    long now = System.nanoTime();
    quietSince = now;
    minute.add(now);
    if (key == null) {
      window.append(window.end() + 1, at, event, true);
    } else {
      values.put(key, at, event, ours);
    }
  }

  /** Under the hub's lock: listeners have missed what other nodes published meanwhile. */
  void missLive() {
    if (window.end() > 0) {
      window.restart(window.end() + 1);
    }
  }

  /** Under the hub's lock: an event for those who listen now. */
  void append(byte[] event) {
    window.append(window.end() + 1, System.currentTimeMillis(), event, false);
  }

  /** Under the hub's lock: the values are forgotten, and listeners told. */
  void clearValues(long at, byte[] event) {
    values.clear(at, event);
  }

  /** Under the hub's lock: drops the oldest event and answers its bytes; 0 if there is none. */
  int evict() {
    // Events of the log can be read again; current values are the last to go.
    int bytes = logged.evict();
    if (bytes == 0) {
      bytes = window.evict();
    }
    return bytes == 0 ? values.evict() : bytes;
  }

  /** Under the hub's lock: forgets the log; what comes after the position is appended next. */
  void restart(long position) {
    logged.restart(position);
    floor = 0;
  }

  /** Under the hub's lock: the topic's events up to here are gone. */
  void raiseFloor(long position) {
    floor = Math.max(floor, position);
  }

  /** Under the hub's lock. */
  long bytes() {
    return logged.bytes() + window.bytes() + values.bytes();
  }

  void wake() {
    listeners.forEach(Subscriber::wake);
  }

  /** Whether nobody has listened, and nothing live was sent, for this many nanoseconds. */
  boolean quietFor(long nanos) {
    return listeners.isEmpty() && System.nanoTime() - quietSince >= nanos;
  }

  /** Events a second in the last minute. */
  double rate(long now) {
    return minute.perSecond(now);
  }

  /** The position of its last event of the log. */
  long end() {
    return logged.end();
  }

  /** Whether it has events that are nowhere else. */
  boolean live() {
    return window.end() > 0 || values.version() > 0;
  }

  // ---- for readers

  /**
   * The last link of the log up to a position. Null if memory does not reach back that far, or the
   * topic's floor is above.
   */
  @Nullable Link at(long position) {
    return floor > position ? null : logged.at(position);
  }

  Chain window() {
    return window;
  }

  Values values() {
    return values;
  }

  void leave(Subscriber subscriber, @Nullable Throwable failure) {
    if (!listeners.remove(subscriber)) {
      return;
    }
    quietSince = System.nanoTime();
    if (listeners.isEmpty()) {
      hub.audienceChanged(topic);
    }
    if (failure != null) {
      onError.forEach(listener -> call(() -> listener.accept(subscriber.sink(), failure)));
    }
    onClose.forEach(listener -> call(() -> listener.accept(subscriber.sink())));
  }

  /** The listener's failure is the listener's own. */
  private static void call(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "A listener of a channel failed.", failure);
    }
  }
}
