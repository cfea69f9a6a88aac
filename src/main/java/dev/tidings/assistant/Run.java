package dev.tidings.assistant;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is under way on this node: one thread adds what the model says, one writes it into
 * the log, and whoever comes first ends it. Safe for any thread.
 */
final class Run {
  private final String id;
  private final int most;
  private final LongSupplier clock;
  private final long asked;

  // Guarded by this.
  private final Gathered gathered = new Gathered();
  private int written;
  private boolean begun;
  private boolean begunWritten;
  private @Nullable Ending ending;
  private Runnable hangUp = () -> {};
  private long heard;
  private boolean anything;
  private long renewed;

  /**
   * @param most UTF-16 units of text
   * @param clock nanoseconds
   */
  Run(String id, int most, LongSupplier clock) {
    this.id = id;
    this.most = most;
    this.clock = clock;
    this.asked = clock.getAsLong();
    this.renewed = asked;
  }

  String id() {
    return id;
  }

  /** The model has taken the question. */
  synchronized void begin() {
    begun = true;
  }

  /** The model has given a sign of life. */
  synchronized void hear() {
    heard = clock.getAsLong();
    anything = true;
  }

  /** Text that the model has said; what comes after the end is not heard any more. */
  void add(String token) {
    boolean tooLong;
    synchronized (this) {
      if (ending != null) {
        return;
      }
      gathered.add(token);
      tooLong = gathered.cut(most);
    }
    if (tooLong) {
      end(
          Ending.failed(
              "too-long", "The answer is longer than %,d characters and was cut.".formatted(most)));
    }
  }

  /** Ends it, unless something else has. The model is not listened to any longer. */
  void end(Ending how) {
    Runnable away;
    synchronized (this) {
      if (ending != null) {
        return;
      }
      gathered.end();
      ending =
          how.state() == State.COMPLETE && gathered.length() == 0
              ? Ending.failed("empty", "The language model had nothing to say. Ask differently.")
              : how;
      away = hangUp;
    }
    away.run();
  }

  synchronized boolean hasEnded() {
    return ending != null;
  }

  /** How to stop listening to the model; at once if there is no need to any more. */
  void hangUpBy(Runnable way) {
    synchronized (this) {
      hangUp = way;
      if (ending == null) {
        return;
      }
    }
    way.run();
  }

  /** Ends it if the model takes longer than it may. */
  void watch(Duration first, Duration silence, Duration total) {
    String late;
    synchronized (this) {
      long now = clock.getAsLong();
      if (now - asked > total.toNanos()) {
        late = "The answer was not complete within " + words(total) + ".";
      } else if (!anything && now - asked > first.toNanos()) {
        late = "The language model did not answer within " + words(first) + ".";
      } else if (anything && now - heard > silence.toNanos()) {
        late = "The language model stopped in the middle, for " + words(silence) + ".";
      } else {
        return;
      }
    }
    end(Ending.failed("timeout", late + " Ask again."));
  }

  private static String words(Duration span) {
    return span.toMillis() % 1_000 == 0
        ? span.toSeconds() + " seconds"
        : span.toMillis() + " milliseconds";
  }

  /** What is to be written; null where there is nothing, and it is too soon for a sign of life. */
  synchronized @Nullable Piece piece(Duration signs) {
    String text = gathered.from(written);
    Piece piece =
        new Piece(
            id,
            written,
            text,
            begun,
            begun && !begunWritten,
            ending,
            ending == null ? "" : gathered.from(0));
    boolean due = clock.getAsLong() - renewed > signs.toNanos();
    return piece.isSign() && !due ? null : piece;
  }

  /** It is written; whether that was the last of it. */
  synchronized boolean written(Piece piece) {
    written = piece.to();
    begunWritten |= piece.begins();
    renewed = clock.getAsLong();
    return piece.ending() != null;
  }

  /** More was written than anybody knew: the commit was not confirmed, and came through. */
  synchronized void catchUp(int to, boolean began) {
    written = Math.max(written, Math.min(to, gathered.length()));
    begunWritten |= began;
  }

  /** For how long nothing of it could be written. */
  synchronized Duration unwritten() {
    return Duration.ofNanos(clock.getAsLong() - renewed);
  }
}
