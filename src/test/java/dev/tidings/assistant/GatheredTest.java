package dev.tidings.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class GatheredTest {
  private final Gathered gathered = new Gathered();

  @Test
  void halves_of_a_pair_wait_for_each_other() {
    gathered.add("a\ud83d");
    assertThat(gathered.from(0)).isEqualTo("a");
    gathered.add("\ude00b");
    assertThat(gathered.from(0)).isEqualTo("a\ud83d\ude00b");
  }

  @Test
  void a_half_that_stays_alone_is_replaced() {
    gathered.add("\ud83dx\ude00\ud83d\ud83d");
    gathered.end();
    assertThat(gathered.from(0)).isEqualTo("\ufffdx\ufffd\ufffd\ufffd");
  }

  @Test
  void nul_is_replaced() {
    gathered.add("a\0b");
    assertThat(gathered.from(0)).isEqualTo("a\ufffdb");
  }

  @Test
  void no_pair_is_cut_in_two() {
    gathered.add("ab\ud83d\ude00c");
    assertThat(gathered.cut(5)).isFalse();
    assertThat(gathered.cut(3)).isTrue();
    assertThat(gathered.from(0)).isEqualTo("ab");
  }

  @Property(tries = 200)
  void whatever_comes_is_fit_to_be_stored(@ForAll String one, @ForAll String two) {
    Gathered any = new Gathered();
    any.add(one);
    any.add(two);
    any.end();
    assertThat(any.length()).isEqualTo(one.length() + two.length());
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(any.from(0))).isTrue();
    assertThat(any.from(0)).doesNotContain("\0");
  }
}
