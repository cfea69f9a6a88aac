package dev.tidings.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.events.Topic;
import org.junit.jupiter.api.Test;

class StreamQueryTest {
  @Test
  void what_one_node_asks_the_other_understands() {
    StreamQuery all = new StreamQuery(null, null, null, null, 7);
    assertThat(StreamQuery.of(all.text())).isEqualTo(all);
    StreamQuery one =
        new StreamQuery(
            "o'neil \"\u00E4\"",
            new Topic("feeds/news"),
            "host/one",
            new StreamId("abcdefgh", 42),
            1_000);
    assertThat(StreamQuery.of(one.text())).isEqualTo(one);
  }

  @Test
  void a_page_goes_on_where_the_one_before_ended_on_every_node() {
    StreamQuery after = new StreamQuery(null, null, null, new StreamId("mmmmmmmm", 42), 1);
    assertThat(after.afterOn("mmmmmmmm")).isEqualTo(42);
    assertThat(after.afterOn("zzzzzzzz")).as("yet to come").isZero();
    assertThat(after.afterOn("aaaaaaaa")).as("over").isEqualTo(Long.MAX_VALUE);
    assertThat(new StreamQuery(null, null, null, null, 1).afterOn("aaaaaaaa")).isZero();
  }

  @Test
  void ids_are_read_as_they_are_written_and_nothing_else_is() {
    StreamId id = new StreamId("a1b2c3d4", 17);
    assertThat(StreamId.parse(id.toString())).contains(id);
    for (String text : new String[] {"", "a1b2c3d4", "a1b2c3d4-", "A1b2c3d4-1", "a1b2c3d4-1 "}) {
      assertThat(StreamId.parse(text)).as(text).isEmpty();
    }
    assertThat(StreamId.parse("a1b2c3d4-" + "9".repeat(19))).isEmpty();
  }
}
