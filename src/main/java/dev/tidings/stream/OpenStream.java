package dev.tidings.stream;

import dev.tidings.events.EventId;
import dev.tidings.events.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An open stream of this node as it was at one moment.
 *
 * @param number tells it from all other streams of this node since it started; later ones have
 *     larger numbers
 * @param address the client's, as far as the server knows it
 * @param agent what the client calls itself, at most 200 characters; empty if it did not say
 * @param since when it was asked for
 * @param events published events that were written to it
 * @param bytes that were written to it, its own events and heartbeats included
 * @param lag positions of the log between its cursor and the tail; 0 when it has all of its topics
 * @param lastId the id of its cursor; null while it has yet to be told that this means nothing
 */
public record OpenStream(
    long number,
    String user,
    String address,
    String agent,
    List<Topic> topics,
    Instant since,
    long events,
    long bytes,
    long lag,
    @Nullable EventId lastId,
    State state) {

  /** What a stream is at. */
  public enum State {
    /** It has all there is. */
    IDLE,
    /** It is being written to, or waits for its turn. */
    WRITING,
    /** What it is to get next is read from the log. */
    REPLAYING,
    /** Its client has not taken a write for over a second. */
    STALLED,
    /** It ends. */
    LEAVING;

    /** As it stands in JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
