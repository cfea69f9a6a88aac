package dev.tidings.logs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Lets so many lines a second through. What comes within a tenth of a second is one slice: if there
 * are more lines in it than may go, each has the same chance, but those that matter go first. Every
 * line is numbered, also those that are left out. One thread at a time.
 */
final class Sampler {
  private static final long SLICE_NANOS = 100_000_000L;
  private static final double SECOND_NANOS = 1e9;

  /** Characters that wait in a slice, at most. */
  private static final int MOST_CHARACTERS = 4 << 20;

  /** A line that goes out, and the how-manieth it is of all. */
  record Kept(long number, String text) {}

  /**
   * What goes out of a slice.
   *
   * @param first the number of its first line
   * @param end the number of the line after its last
   */
  record Slice(List<Kept> lines, long first, long end) {}

  private final IntSupplier rate;
  private final Predicate<String> matters;
  private final LongSupplier clock;
  private final Random random;
  private final Reservoir mattering = new Reservoir();
  private final Reservoir others = new Reservoir();

  private long next;
  private long first;
  private long began;
  private long refilled;
  private double allowed;
  private int room;

  /** Room for lines that matter: also in a short slice, on what the next second may have. */
  private int reserve;

  private int characters;

  /**
   * @param rate lines a second; as many may go at once after a pause
   * @param clock in nanoseconds
   */
  Sampler(IntSupplier rate, Predicate<String> matters, LongSupplier clock, Random random) {
    this.rate = rate;
    this.matters = matters;
    this.clock = clock;
    this.random = random;
    this.refilled = clock.getAsLong();
    this.allowed = rate.getAsInt();
  }

  /** The number of the next line. */
  long next() {
    return next;
  }

  /** Counts a line that is not part of any slice. */
  long pass() {
    first = next + 1;
    return next++;
  }

  void add(String line) {
    if (next == first) {
      began = clock.getAsLong();
      makeRoom(began);
    }
    Kept kept = new Kept(next++, line);
    if (matters.test(line)) {
      mattering.offer(kept, reserve);
    } else {
      others.offer(kept, room);
    }
  }

  /** Whether the slice under way has lasted long enough. */
  boolean due() {
    return next > first && clock.getAsLong() - began >= SLICE_NANOS;
  }

  /** What goes out of the slice under way, which ends; may be empty. */
  Slice take() {
    List<Kept> lines = mattering.drain(reserve);
    lines.addAll(others.drain(Math.max(0, room - lines.size())));
    lines.sort(Comparator.comparingLong(Kept::number));
    allowed -= lines.size();
    characters = 0;
    Slice slice = new Slice(lines, first, next);
    first = next;
    return slice;
  }

  private void makeRoom(long now) {
    int most = rate.getAsInt();
    allowed = Math.min(most, allowed + most * ((now - refilled) / SECOND_NANOS));
    refilled = now;
    room = (int) Math.max(1, allowed);
    reserve = (int) Math.max(room, Math.min(most / 10.0, allowed + most));
  }

  /** A sample of what it was offered, in which each has the same chance (Vitter's algorithm R). */
  private final class Reservoir {
    private final List<Kept> kept = new ArrayList<>();
    private long offered;

    void offer(Kept line, int most) {
      offered++;
      int size = line.text().length();
      if (kept.size() < most) {
        if (characters + size <= MOST_CHARACTERS) {
          characters += size;
          kept.add(line);
        }
        return;
      }
      long place = (long) (random.nextDouble() * offered);
      if (place < kept.size()) {
        int other = characters - kept.get((int) place).text().length() + size;
        if (other <= MOST_CHARACTERS) {
          characters = other;
          kept.set((int) place, line);
        }
      }
    }

    List<Kept> drain(int most) {
      if (kept.size() > most) {
        Collections.shuffle(kept, random);
      }
      List<Kept> drained = new ArrayList<>(kept.subList(0, Math.min(most, kept.size())));
      kept.clear();
      offered = 0;
      return drained;
    }
  }
}
