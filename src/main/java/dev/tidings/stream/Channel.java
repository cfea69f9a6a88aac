package dev.tidings.stream;

import dev.tidings.events.Event;
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
 * The live audience of one topic on one node, and a chain of the topic's recent events, encoded
 * once for everybody. Sending appends to the chain and wakes the listeners; it never waits for any
 * of them. Safe for any thread; the hub's lock guards what changes the chain.
 */
public final class Channel implements SseBroadcaster {
  private static final Logger LOG = Logger.getLogger(Channel.class.getName());

  private final Topic topic;
  private final Hub hub;
  private final Set<Subscriber> listeners = ConcurrentHashMap.newKeySet();
  private final List<BiConsumer<SseEventSink, Throwable>> onError = new CopyOnWriteArrayList<>();
  private final List<Consumer<SseEventSink>> onClose = new CopyOnWriteArrayList<>();

  /** Already consumed or evicted itself; what follows is in memory. Guarded by the hub's lock. */
  private volatile Link oldest;

  /** Guarded by the hub's lock. */
  private Link newest;

  /** Bytes in the chain. Guarded by the hub's lock. */
  private long bytes;

  /** Whoever comes back from below has to be told, even where memory reaches back further. */
  private volatile long floor;

  private volatile boolean closed;
  private volatile long quietSince = System.nanoTime();

  /** Made by the hub, under its lock: every event after the position will be appended. */
  Channel(Topic topic, Hub hub, long position) {
    this.topic = topic;
    this.hub = hub;
    this.oldest = Link.begin(position);
    this.newest = oldest;
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
   *     all, and other sinks do not take bytes), or whose stream is not of this topic
   */
  @Override
  public void register(SseEventSink sink) {
    requireOpen();
    if (!(sink instanceof Sink own)) {
      throw new IllegalArgumentException("A channel serves the sinks of its own hub only.");
    }
    if (!own.subscriber().topics().contains(topic)) {
      throw new IllegalArgumentException("This stream does not listen to " + topic + ".");
    }
    listeners.add(own.subscriber());
  }

  /**
   * Sends an event that is not stored, to whoever listens now. It is complete as soon as it stands
   * in the chain: each listener gets it as fast as that listener reads.
   *
   * @throws IllegalStateException if the channel is closed
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
    retire();
    hub.forget(this);
    if (cascading) {
      // Each leaves by its own run loop, which fires onClose.
      listeners.forEach(listener -> listener.sink().close());
    } else {
      listeners.clear();
    }
  }

  /** Nobody can use it any more. */
  void retire() {
    closed = true;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The channel of " + topic + " is closed.");
    }
  }

  // ---- for the hub

  /** Under the hub's lock. A {@code clear} takes everything before it out of memory. */
  Link append(String epoch, Event event) {
    if (event.type().equals(Event.CLEAR)) {
      evictAll();
      floor = event.position();
    }
    return append(new Link(event.position(), false, Wire.event(epoch, event)));
  }

  /** Under the hub's lock. */
  Link append(Link link) {
    bytes += size(link);
    newest.next = link;
    newest = link;
    return link;
  }

  /** Under the hub's lock: drops the oldest event and answers its bytes; 0 if there is none. */
  int evict() {
    Link evicted = oldest.next;
    if (evicted == null) {
      return 0;
    }
    int size = size(evicted);
    Link before = oldest;
    oldest = evicted;
    before.next = Link.CUT;
    evicted.bytes = null;
    bytes -= size;
    return size;
  }

  private void evictAll() {
    while (evict() > 0) {
      // One after the other: each is cut off from the next.
    }
  }

  /** Under the hub's lock: forgets the chain; what comes after the position is appended next. */
  void restart(long position) {
    evictAll();
    floor = 0;
    Link before = oldest;
    oldest = Link.begin(position);
    newest = oldest;
    before.next = Link.CUT;
  }

  /** Under the hub's lock: the topic's events up to here are gone. */
  void raiseFloor(long position) {
    floor = Math.max(floor, position);
  }

  /** Under the hub's lock. */
  long bytes() {
    return bytes;
  }

  void wake() {
    listeners.forEach(Subscriber::wake);
  }

  /** Whether nobody has listened for this many nanoseconds. */
  boolean quietFor(long nanos) {
    return listeners.isEmpty() && System.nanoTime() - quietSince >= nanos;
  }

  // ---- for subscribers

  /**
   * The last link up to a position: what follows it is what a reader there has not seen. Null if
   * memory does not reach back that far, or the topic's floor is above.
   */
  @Nullable Link at(long position) {
    Link link = oldest;
    if (link.position > position || floor > position) {
      return null;
    }
    for (Link next = link.next; next != null && next.position <= position; next = link.next) {
      link = next;
    }
    return link.next == Link.CUT ? null : link;
  }

  void leave(Subscriber subscriber, @Nullable Throwable failure) {
    if (!listeners.remove(subscriber)) {
      return;
    }
    quietSince = System.nanoTime();
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

  private static int size(Link link) {
    byte[] content = link.bytes;
    return content == null ? 0 : content.length;
  }
}
