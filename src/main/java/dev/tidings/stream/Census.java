package dev.tidings.stream;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Who listens: the open streams of a node, by user, by address and by browser. Any thread. */
final class Census {
  /** How many streams there may be. */
  record Limits(int perUser, int perAddress, int perNode) {
    static final Limits NONE = new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /** A limit that a stream is over. */
  enum Limit {
    USER,
    ADDRESS,
    NODE
  }

  private final Set<Subscriber> streams = ConcurrentHashMap.newKeySet();
  private final AtomicLong numbers = new AtomicLong();

  // Guarded by this. A stream that was replaced is in none of them, even while it still ends.
  private final Map<String, Set<Subscriber>> byUser = new HashMap<>();
  private final Map<String, Integer> perAddress = new HashMap<>();
  private final Map<String, Subscriber> byClient = new HashMap<>();

  /** Users whose number of streams is another one since somebody asked; null if nobody does. */
  private @Nullable Set<String> changed;

  /**
   * Counts a stream in, and ends its predecessor: the earlier stream of the same browser, which it
   * replaces. A stream that is in already stays.
   *
   * @return the limit that is in its way; null if it is in
   */
  @Nullable Limit enter(Subscriber subscriber, Limits limits) {
    String client = subscriber.client();
    Subscriber predecessor;
    synchronized (this) {
      if (streams.contains(subscriber)) {
        return null;
      }
      predecessor = client == null ? null : byClient.get(client);
      Limit over = over(subscriber, predecessor, limits);
      if (over != null) {
        return over;
      }
      if (predecessor != null) {
        // The pages are the browser's, whose stream it is.
        subscriber.heardOn(predecessor.pages());
        predecessor.heardOn(Set.of());
        forget(predecessor);
      }
      streams.add(subscriber);
      byUser.computeIfAbsent(subscriber.user(), user -> new HashSet<>()).add(subscriber);
      changed(subscriber.user());
      perAddress.merge(subscriber.address(), 1, Integer::sum);
      if (client != null) {
        byClient.put(client, subscriber);
      }
    }
    if (predecessor != null) {
      predecessor.end(Ending.REPLACED);
    }
    return null;
  }

  private @Nullable Limit over(
      Subscriber subscriber, @Nullable Subscriber predecessor, Limits limits) {
    if (streams.size() >= limits.perNode()) {
      return Limit.NODE;
    }
    int less = predecessor == null ? 0 : 1;
    if (byUser.getOrDefault(subscriber.user(), Set.of()).size() - less >= limits.perUser()) {
      return Limit.USER;
    }
    boolean sameAddress = predecessor != null && predecessor.address().equals(subscriber.address());
    int here = perAddress.getOrDefault(subscriber.address(), 0);
    return here - (sameAddress ? 1 : 0) >= limits.perAddress() ? Limit.ADDRESS : null;
  }

  void leave(Subscriber subscriber) {
    synchronized (this) {
      forget(subscriber);
      streams.remove(subscriber);
    }
  }

  private void forget(Subscriber subscriber) {
    Set<Subscriber> ofUser = byUser.get(subscriber.user());
    if (ofUser == null || !ofUser.remove(subscriber)) {
      return;
    }
    if (ofUser.isEmpty()) {
      byUser.remove(subscriber.user());
    }
    changed(subscriber.user());
    perAddress.computeIfPresent(
        subscriber.address(), (address, count) -> count == 1 ? null : count - 1);
    String client = subscriber.client();
    if (client != null) {
      byClient.remove(client, subscriber);
    }
  }

  private void changed(String user) {
    if (changed != null) {
      changed.add(user);
    }
  }

  /** How many streams each user has. From here on, changes are kept for {@link #changes}. */
  synchronized Map<String, Integer> watch() {
    changed = new HashSet<>();
    Map<String, Integer> all = new HashMap<>();
    byUser.forEach((user, streams) -> all.put(user, streams.size()));
    return all;
  }

  /** Of users whose streams have come or gone since this was asked last, how many they have. */
  synchronized Map<String, Integer> changes() {
    Map<String, Integer> counts = new HashMap<>();
    if (changed != null) {
      changed.forEach(user -> counts.put(user, byUser.getOrDefault(user, Set.of()).size()));
      changed.clear();
    }
    return counts;
  }

  /** Keeps no changes any more. */
  synchronized void unwatch() {
    changed = null;
  }

  /** The newest streams of a user, which count no longer; they are to be ended. */
  synchronized List<Subscriber> dismiss(String user, int count) {
    List<Subscriber> newest =
        of(user).stream()
            .sorted(Comparator.comparingLong(Subscriber::age))
            .limit(Math.max(0, count))
            .toList();
    newest.forEach(this::forget);
    return newest;
  }

  /** The number of the next stream. */
  long nextNumber() {
    return numbers.incrementAndGet();
  }

  /** All open streams. */
  Set<Subscriber> streams() {
    return Collections.unmodifiableSet(streams);
  }

  /** The streams of a user, but for those that a later one of the same browser has replaced. */
  synchronized Set<Subscriber> of(String user) {
    return Set.copyOf(byUser.getOrDefault(user, Set.of()));
  }

  /**
   * The pages where the stream of a browser is heard.
   *
   * @return false if it has no stream here
   */
  synchronized boolean heardOn(String user, String browser, Set<String> pages) {
    Subscriber subscriber = byClient.get(Subscriber.client(user, browser));
    if (subscriber == null) {
      return false;
    }
    subscriber.heardOn(Set.copyOf(pages));
    return true;
  }

  /** Ends all streams of a user, with a last event that says why. */
  void endSession(String user, Ending why) {
    of(user).forEach(stream -> stream.endSession(why));
  }
}
