package dev.tidings.stream;

import dev.tidings.events.EventId;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The response of one stream. Whatever goes to the client goes through the run loop of its
 * subscriber, the only one that writes: sending and closing just say what is to be done, and never
 * wait for the client. Safe for any thread.
 */
final class Sink implements SseEventSink {
  private static final Logger LOG = Logger.getLogger(Sink.class.getName());

  /** Own events that may wait for a slow client; a client so far behind is cut. */
  private static final int MOST_WAITING = 64;

  /** Encoded at the last moment: an id behind what was served would lead to doubles. */
  private record Waiting(Function<@Nullable EventId, byte[]> event, CompletableFuture<Void> sent) {}

  private final Subscriber subscriber;
  private final OutputStream response;
  private final Runnable complete;

  /** Guarded by itself. */
  private final Queue<Waiting> waiting = new ArrayDeque<>();

  /** Taken from the queue, not yet written. Only the run loop touches it. */
  private List<CompletableFuture<Void>> unwritten = List.of();

  /** Whether something may wait. Written under the lock of what waits. */
  private volatile boolean spoken;

  /** Why it ends, as soon as that is decided. Written once, under the lock of what waits. */
  private volatile @Nullable Ending ending;

  private volatile boolean closed;

  Sink(Subscriber subscriber, OutputStream response, Runnable complete) {
    this.subscriber = subscriber;
    this.response = response;
    this.complete = complete;
  }

  Subscriber subscriber() {
    return subscriber;
  }

  /**
   * Sends an event after those sent before it. The stage completes when the bytes were handed to
   * the connection, and fails with the {@link IOException} if that did not work.
   *
   * @throws IllegalStateException if the sink is closed
   * @throws IllegalArgumentException if the event cannot be encoded; the stream goes on
   */
  @Override
  public CompletionStage<?> send(OutboundSseEvent event) {
    requireOpen();
    byte[] bytes = Wire.event(event);
    return send(cursor -> bytes);
  }

  /** Sends one of the stream's own events, with the cursor of that moment as its id. */
  CompletionStage<?> send(String name, String json) {
    return send(cursor -> Wire.own(name, json, cursor));
  }

  /**
   * Sends a last event, then ends the stream. Where it ends already, nothing happens.
   *
   * @param retry after how many milliseconds the browser is to come back; 0 leaves it as it was
   */
  void end(Ending why, String name, String json, long retry) {
    synchronized (waiting) {
      if (!isClosed()) {
        waiting.add(
            new Waiting(cursor -> Wire.own(name, json, retry, cursor), new CompletableFuture<>()));
        spoken = true;
        ending = why;
      }
    }
    subscriber.wake();
  }

  private CompletionStage<?> send(Function<@Nullable EventId, byte[]> event) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    synchronized (waiting) {
      requireOpen();
      if (waiting.size() == MOST_WAITING) {
        ending = Ending.LAGGING;
        sent.completeExceptionally(new IOException("The client does not keep up."));
        return sent;
      }
      waiting.add(new Waiting(event, sent));
      spoken = true;
    }
    subscriber.wake();
    return sent;
  }

  private void requireOpen() {
    if (isClosed()) {
      throw new IllegalStateException("The stream is closed.");
    }
  }

  @Override
  public boolean isClosed() {
    return closed || ending != null;
  }

  /** Ends the stream after what was sent before. Closing it again does nothing. */
  @Override
  public void close() {
    end(Ending.CLOSED);
  }

  /** The same for a reason; the first one counts. */
  void end(Ending why) {
    synchronized (waiting) {
      if (ending == null) {
        ending = why;
      }
    }
    subscriber.wake();
  }

  /** Why it ends; null while that is not decided. */
  @Nullable Ending ending() {
    return ending;
  }

  // ---- for the run loop

  /**
   * Moves what waits to a batch.
   *
   * @return whether the stream is to end after it
   */
  boolean take(Batch batch, Supplier<@Nullable EventId> where) {
    // Before the other: what was sent before the end was spoken before it.
    boolean last = ending != null;
    if (!spoken) {
      return last;
    }
    synchronized (waiting) {
      spoken = false;
      if (!waiting.isEmpty()) {
        EventId cursor = where.get();
        unwritten = new ArrayList<>(waiting.size());
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
          batch.add(next.event().apply(cursor));
          unwritten.add(next.sent());
        }
      }
      return ending != null;
    }
  }

  /** Writes a batch in one call. It may block until the client reads or the write times out. */
  void write(Batch batch) throws IOException {
    batch.writeTo(response);
    response.flush();
    List<CompletableFuture<Void>> written = unwritten;
    unwritten = List.of();
    written.forEach(sent -> sent.complete(null));
  }

  /** Nothing more is written. */
  void finish(@Nullable Throwable failure) {
    closed = true;
    Throwable reason = failure == null ? new IOException("The stream was closed.") : failure;
    unwritten.forEach(sent -> sent.completeExceptionally(reason));
    synchronized (waiting) {
      waiting.forEach(left -> left.sent().completeExceptionally(reason));
      waiting.clear();
    }
    try {
      complete.run();
    } catch (RuntimeException alreadyOver) {
      LOG.log(Level.FINE, "The container had ended the exchange.", alreadyOver);
    }
  }
}
