package dev.tidings.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong now = new AtomicLong();
  private final Sampler sampler =
      new Sampler(() -> 1_000, line -> line.startsWith("!"), now::get, new Random(42));
  private final List<Long> shown = new ArrayList<>();
  private long skipped;

  private void take() {
    Sampler.Slice slice = sampler.take();
    List<Long> numbers = slice.lines().stream().map(Sampler.Kept::number).toList();
    assertThat(numbers).isSorted().doesNotHaveDuplicates();
    assertThat(numbers).allMatch(n -> n >= slice.first() && n < slice.end());
    skipped += slice.end() - slice.first() - numbers.size();
    shown.addAll(numbers);
  }

  @Test
  void what_fits_goes_in_order_and_whole() {
    for (int i = 0; i < 1_000; i++) {
      sampler.add("line " + i);
    }
    Sampler.Slice slice = sampler.take();
    assertThat(slice.lines()).hasSize(1_000);
    assertThat(slice.lines().get(7)).isEqualTo(new Sampler.Kept(7, "line 7"));
    assertThat(slice.end()).isEqualTo(1_000);
    assertThat(sampler.take().lines()).isEmpty();
  }

  @Test
  void shown_and_skipped_are_all_and_no_more_than_the_rate() {
    int seconds = 5;
    for (int i = 0; i < seconds * 50_000; i++) {
      sampler.add("x");
      now.addAndGet(SECOND / 50_000);
      if (sampler.due()) {
        take();
      }
    }
    take();
    assertThat(shown.size() + skipped).isEqualTo(seconds * 50_000L).isEqualTo(sampler.next());
    // The first second's worth at once, then as many as time goes by.
    assertThat(shown.size()).isBetween(seconds * 1_000, (seconds + 1) * 1_000 + 100);
  }

  @Test
  void each_has_the_same_chance() {
    int[] tenths = new int[10];
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < 10_000; i++) {
        sampler.add("x");
      }
      Sampler.Slice slice = sampler.take();
      for (Sampler.Kept kept : slice.lines()) {
        tenths[(int) (kept.number() - slice.first()) / 1_000]++;
      }
      now.addAndGet(SECOND);
    }
    // 20,000 in all; a deviation of 200 of 2,000 is more than four sigma.
    assertThat(tenths).hasSize(10);
    for (int count : tenths) {
      assertThat(count).isBetween(1_800, 2_200);
    }
  }

  @Test
  void what_matters_goes_first() {
    for (int i = 0; i < 10_000; i++) {
      sampler.add(i % 20 == 0 ? "! " + i : "x");
    }
    List<Sampler.Kept> lines = sampler.take().lines();
    assertThat(lines).hasSize(1_000).filteredOn(line -> line.text().startsWith("!")).hasSize(500);
    now.addAndGet(SECOND);
    for (int i = 0; i < 10_000; i++) {
      sampler.add("! " + i);
    }
    assertThat(sampler.take().lines()).hasSize(1_000);
  }

  @Test
  void what_matters_has_room_in_a_short_slice_but_no_more_than_the_rate_in_the_end() {
    for (int i = 0; i < 10_000; i++) {
      sampler.add("x");
    }
    take();
    for (int i = 0; i < 5; i++) {
      sampler.add("!");
    }
    assertThat(sampler.take().lines()).hasSize(5);
    int seconds = 5;
    for (int i = 0; i < seconds * 50_000; i++) {
      sampler.add("!");
      now.addAndGet(SECOND / 50_000);
      if (i % 100 == 0) {
        take();
      }
    }
    take();
    assertThat(shown.size()).isLessThan((seconds + 2) * 1_000 + 600);
  }

  @Test
  void history_is_counted_and_no_part_of_a_slice() {
    assertThat(sampler.pass()).isZero();
    assertThat(sampler.pass()).isEqualTo(1);
    sampler.add("x");
    assertThat(sampler.take().first()).isEqualTo(2);
  }

  @Test
  void long_lines_do_not_fill_the_memory() {
    String longest = "x".repeat(OpenFile.LONGEST);
    for (int i = 0; i < 1_000; i++) {
      sampler.add(longest);
    }
    take();
    assertThat(shown).hasSize((4 << 20) / OpenFile.LONGEST);
    assertThat(skipped).isEqualTo(1_000 - shown.size());
  }

  @Test
  void a_slice_is_due_after_a_tenth_of_a_second() {
    sampler.add("x");
    assertThat(sampler.due()).isFalse();
    now.addAndGet(SECOND / 10);
    assertThat(sampler.due()).isTrue();
  }
}
