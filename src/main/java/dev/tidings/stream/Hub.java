package dev.tidings.stream;

import dev.tidings.events.Event;
import dev.tidings.events.EventId;
import dev.tidings.events.LiveEvent;
import dev.tidings.events.LivePublished;
import dev.tidings.events.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All channels and streams of this node.
 *
 * <p>Events come in from the tail in batches: a batch is appended to all its channels first, and
 * the watermark moves second. Readers go no further than the watermark, so a reader of several
 * topics cannot take position 12 from one channel before 11 stands in another. Safe for any thread.
 */
public final class Hub {
  private final StreamConfig config;
  private final Map<Topic, Channel> channels = new ConcurrentHashMap<>();
  private final Census census = new Census();

  /** Guards the chains of all channels, what of them is in memory, and the set of channels. */
  private final ReentrantLock appending = new ReentrantLock();

  /** All channels, the one that has to make room next first. Guarded by the lock. */
  private final Queue<Channel> inTurn = new ArrayDeque<>();

  /** Bytes of all chains. Guarded by the lock. */
  private long bytes;

  private volatile String epoch = "";
  private volatile long watermark;

  /** Told of topics whose audience may have begun or ended. */
  private final Consumer<Topic> audiences;

  Hub(StreamConfig config, Consumer<Topic> audiences) {
    this.config = config;
    this.audiences = audiences;
  }

  // ---- what the tail tells

  /** The next events of the log, in order and without omission. */
  void append(List<Event> events) {
    Set<Channel> touched = new LinkedHashSet<>();
    appending.lock();
    try {
      for (Event event : events) {
        Channel channel = channels.get(event.topic());
        if (channel != null) {
          long before = channel.bytes();
          channel.append(epoch, event);
          account(channel, before);
          touched.add(channel);
        }
      }
      watermark = events.get(events.size() - 1).position();
    } finally {
      appending.unlock();
    }
    touched.forEach(Channel::wake);
  }

  /** The log was read up to here; what was missing before is gone. */
  void advance(long position) {
    watermark = position;
  }

  /** Another life of the log begins: nothing that was read before counts. */
  void restart(String nextEpoch, long position) {
    appending.lock();
    try {
      channels.values().forEach(channel -> channel.restart(position));
      bytes = channels.values().stream().mapToLong(Channel::bytes).sum();
      watermark = position;
      epoch = nextEpoch;
    } finally {
      appending.unlock();
    }
    census.streams().forEach(Subscriber::lose);
  }

  /**
   * Rows were gone before the tail had read them, so listeners that stand below a floor have missed
   * something: they are to read on from the log, which tells them.
   */
  void missed(Map<Topic, Long> floors) {
    Set<Channel> touched = new LinkedHashSet<>();
    appending.lock();
    try {
      floors.forEach(
          (topic, floor) -> {
            Channel channel = channels.get(topic);
            if (channel != null && floor > watermark) {
              bytes -= channel.bytes();
              channel.restart(watermark);
              bytes += channel.bytes();
              channel.raiseFloor(floor);
              touched.add(channel);
            }
          });
    } finally {
      appending.unlock();
    }
    touched.forEach(Channel::wake);
  }

  /** The topics of all channels. */
  Set<Topic> topics() {
    return Set.copyOf(channels.keySet());
  }

  /** All channels as they come and go. */
  Collection<Channel> channels() {
    return Collections.unmodifiableCollection(channels.values());
  }

  /** A topic's events up to here are gone. */
  void raiseFloor(Topic topic, long position) {
    Channel channel = channels.get(topic);
    if (channel != null) {
      appending.lock();
      try {
        channel.raiseFloor(position);
      } finally {
        appending.unlock();
      }
    }
  }

  // ---- channels

  /** The channel of a topic; it is there from now on, for as long as somebody listens. */
  public Channel channel(Topic topic) {
    Channel open = channels.get(topic);
    if (open != null) {
      return open;
    }
    appending.lock();
    try {
      return channels.computeIfAbsent(topic, this::opened);
    } finally {
      appending.unlock();
    }
  }

  /** Under the lock. */
  private Channel opened(Topic topic) {
    Channel channel = new Channel(topic, this, watermark);
    inTurn.add(channel);
    return channel;
  }

  /** Events that are in no log. */
  void append(LivePublished published) {
    published.events().forEach(live -> append(live, !published.elsewhere()));
  }

  private void append(LiveEvent live, boolean ours) {
    Topic topic = live.event().topic();
    if (!channels.containsKey(topic) && channels.size() >= config.maxLiveTopics()) {
      // Nobody listens, and there is no room to keep it for who comes next.
      return;
    }
    byte[] event = Wire.live(live.event());
    long at = live.event().at().toEpochMilli();
    Channel channel;
    appending.lock();
    try {
      channel = channels.computeIfAbsent(topic, this::opened);
      long before = channel.bytes();
      if (live.clears() && live.key() != null) {
        channel.clearValues(at, event);
      } else {
        channel.append(live.key(), at, event, ours ? live : null);
      }
      account(channel, before);
    } finally {
      appending.unlock();
    }
    channel.wake();
  }

  /** The newest live event of each key of a topic, of those that were published on this node. */
  List<LiveEvent> newest(Topic topic) {
    Channel channel = channels.get(topic);
    return channel == null ? List.of() : channel.values().ours();
  }

  /** Whether a value, or a newer one of its key, stands in its channel. */
  boolean knows(LiveEvent live) {
    Channel channel = channels.get(live.event().topic());
    String key = live.key();
    return channel != null
        && key != null
        && channel.values().knows(key, live.event().at().toEpochMilli(), Wire.live(live.event()));
  }

  /** What other nodes published on a topic is not told here any more. */
  void forgetOthers(Topic topic) {
    change(topic, channel -> channel.values().forgetOthers());
  }

  /** Of what other nodes published on a topic, some was lost: listeners are told of a gap. */
  void missLive(Topic topic) {
    change(topic, Channel::missLive);
  }

  private void change(Topic topic, Consumer<Channel> change) {
    Channel channel;
    appending.lock();
    try {
      // Under the lock: one that was removed meanwhile counts no longer.
      channel = channels.get(topic);
      if (channel == null) {
        return;
      }
      long before = channel.bytes();
      change.accept(channel);
      bytes += channel.bytes() - before;
    } finally {
      appending.unlock();
    }
    channel.wake();
  }

  /** An event that is in no log, to whoever listens to a channel now. */
  void broadcast(Channel channel, byte[] event) {
    appending.lock();
    try {
      // Once more: it may have been closed while the event was encoded.
      channel.requireOpen();
      long before = channel.bytes();
      channel.append(event);
      account(channel, before);
    } finally {
      appending.unlock();
    }
    channel.wake();
  }

  /** Under the lock: the channel has one more event; makes room where a bound is exceeded. */
  private void account(Channel channel, long before) {
    long most = config.channelBytes();
    while (channel.bytes() > most && channel.evict() > 0) {
      // The oldest go.
    }
    bytes += channel.bytes() - before;
    makeRoom(config.nodeBytes());
  }

  /** Under the lock: channels that have more than their share give way, one after the other. */
  private void makeRoom(long most) {
    long share = most / Math.max(1, inTurn.size());
    while (bytes > most && !inTurn.isEmpty()) {
      Channel next = inTurn.element();
      int evicted = next.bytes() > share ? next.evict() : 0;
      bytes -= evicted;
      if (evicted == 0) {
        inTurn.add(inTurn.remove());
      }
    }
  }

  /** Closes a channel: the next listener gets a new one. False if it had been closed before. */
  boolean forget(Channel channel) {
    appending.lock();
    try {
      // Under the lock, so that nobody is let in to a channel that is about to go.
      channel.retire();
      return remove(channel);
    } finally {
      appending.unlock();
    }
  }

  /** Under the lock. */
  private boolean remove(Channel channel) {
    if (!channels.remove(channel.topic(), channel)) {
      return false;
    }
    bytes -= channel.bytes();
    inTurn.remove(channel);
    channel.restart(watermark);
    return true;
  }

  /**
   * Lets go of channels that nobody has listened to for a while.
   *
   * @param linger how long the log's events are kept for who comes back
   * @param kept how long live events are kept for who comes next; they are nowhere else
   */
  void retire(Duration linger, Duration kept) {
    for (Channel channel : channels.values()) {
      long nanos = (channel.live() ? kept : linger).toNanos();
      if (channel.quietFor(nanos)) {
        retire(channel, nanos);
      }
    }
  }

  private void retire(Channel channel, long nanos) {
    appending.lock();
    try {
      if (!channel.quietFor(nanos)) {
        return;
      }
      channel.retire();
      remove(channel);
    } finally {
      appending.unlock();
    }
  }

  // ---- streams

  /**
   * Lets a stream listen. Its cursor was taken before; it is registered for wake-ups here and reads
   * afterwards, so nothing falls in between.
   */
  void join(Subscriber subscriber) {
    census.enter(subscriber, Census.Limits.NONE);
    appending.lock();
    try {
      // Under the lock, so that no channel is retired between being found and being joined.
      subscriber.listen(subscriber.topics().stream().map(this::channel).toList());
    } finally {
      appending.unlock();
    }
    if (subscriber.finished()) {
      // Its client was gone before it was in; nobody else would let it go.
      leave(subscriber, null);
    }
    subscriber.wake();
  }

  void leave(Subscriber subscriber, @Nullable Throwable failure) {
    census.leave(subscriber);
    subscriber.channels().forEach(channel -> channel.leave(subscriber, failure));
  }

  /** Who listens. */
  Census census() {
    return census;
  }

  /** Whether anyone listens to a topic. */
  boolean heard(Topic topic) {
    Channel channel = channels.get(topic);
    return channel != null && channel.audience() > 0;
  }

  void audienceChanged(Topic topic) {
    audiences.accept(topic);
  }

  /** Up to which position every event stands in its channel. */
  long watermark() {
    return watermark;
  }

  String epoch() {
    return epoch;
  }

  /** The id of a position in this life of the log. */
  EventId id(long position) {
    return new EventId(epoch, position);
  }
}
