package dev.tidings.stream;

import dev.tidings.stream.Values.Changes;
import dev.tidings.stream.Values.Seen;
import org.jspecify.annotations.Nullable;

/** Where one reader stands in one channel. Only the run loop of its stream uses it. */
final class Place {
  /** What the reader is told of what it missed. */
  interface Gap {
    void of(Channel channel, long missed);
  }

  final Channel channel;

  /** The last event of the log that was served from memory; null while the log is read instead. */
  @Nullable Link logged;

  private Link window;
  private Seen seen;

  Place(Channel channel) {
    this.channel = channel;
    // Whoever comes gets what is current at once.
    this.window = channel.window().entrance();
    this.seen = channel.values().none();
  }

  /** Whether there are live events it has not served. */
  boolean hasLive() {
    return window.next != null || channel.values().version() > seen.version();
  }

  /**
   * Serves live events.
   *
   * @param limit bytes after which the batch counts as full
   * @return how many events were added
   */
  int serveLive(Batch batch, int limit, Delay delay, Gap gap) {
    int events = 0;
    while (batch.size() < limit) {
      Link next = window.next;
      if (next == null) {
        break;
      }
      byte[] bytes = next.bytes;
      if (next == Link.CUT || bytes == null) {
        resume(gap);
      } else {
        batch.add(bytes);
        delay.of(next.at);
        window = next;
        events++;
      }
    }
    if (batch.size() < limit && channel.values().version() > seen.version()) {
      Changes changes = channel.values().since(seen, limit - batch.size(), delay.since());
      if (changes.missed() > 0) {
        gap.of(channel, changes.missed());
      }
      changes.events().forEach(batch::add);
      delay.of(changes.oldest());
      events += changes.events().size();
      seen = changes.seen();
    }
    return events;
  }

  /** It fell out of the window: goes on with the oldest event that is still there. */
  private void resume(Gap gap) {
    Link oldest = channel.window().oldest();
    long missed = oldest.position - window.position;
    window = oldest;
    if (missed > 0) {
      gap.of(channel, missed);
    }
  }
}
