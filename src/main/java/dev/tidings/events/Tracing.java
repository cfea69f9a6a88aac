package dev.tidings.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells whoever follows traces what becomes of events. This package runs in applications beside the
 * hub, too, where there may be nothing to tell; then it is {@link #NONE}. No call waits for
 * anybody. Safe for any thread.
 */
public interface Tracing {
  /** Nobody follows anything. */
  Tracing NONE =
      new Tracing() {
        @Override
        public boolean on() {
          return false;
        }

        @Override
        public @Nullable Publishing begin(Topic topic, int events) {
          return null;
        }

        @Override
        public void delivered(Topic topic, long position, Instant at, String trace) {}
      };

  /** Whether anybody follows anything; the same for as long as the application runs. */
  boolean on();

  /**
   * The calling thread hands over events that are to be committed.
   *
   * @return null where what this thread does is not part of a trace, or of one that is not recorded
   */
  @Nullable Publishing begin(Topic topic, int events);

  /**
   * An event was written to a stream, the first of this node to get it.
   *
   * @param at when it was committed
   * @param trace the {@link Publishing#context} that it was published with
   */
  void delivered(Topic topic, long position, Instant at, String trace);

  /** Events on their way into the log. It ends once. */
  interface Publishing {
    /** What goes with the event to wherever it is delivered: a W3C {@code traceparent}. */
    String context();

    /**
     * They are in the log.
     *
     * @param position of the last one
     */
    void committed(long position);

    /** They are not, as far as is known here. */
    void failed(String why);
  }
}
