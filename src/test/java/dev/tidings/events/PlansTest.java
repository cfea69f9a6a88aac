package dev.tidings.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Plans;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What reads the log in order finds it in the order of an index. A statement that has to sort first
 * reads all of a topic, or of the log, for a page of it: right, and slower with every event.
 */
class PlansTest {
  private static final Topic TOPIC = new Topic("feeds/a");
  private static final Topic OTHER = new Topic("feeds/b");
  private static final int ROWS = 10_000;

  private final EventLog log = new EventLog();
  private final RetentionStore retention = new RetentionStore();
  private Plans plans;

  @BeforeEach
  @SuppressWarnings("UnnecessaryAssignment") // There is no container here.
  void fill() throws SQLException, IOException {
    plans =
        new Plans(
            "insert into tidings_event (position, topic, type, data, committed_at)"
                + " select x, case mod(x, 2) when 0 then 'feeds/a' else 'feeds/b' end,"
                + " 'message', '1', current_timestamp from system_range(1, "
                + ROWS
                + ")");
    log.em = plans.em();
    retention.em = plans.em();
    retention.log = log;
  }

  @AfterEach
  void drop() throws SQLException {
    plans.close();
  }

  @Test
  void pages_of_the_log() throws SQLException {
    assertThat(log.after(0, ROWS, 10)).hasSize(10);
    assertThat(log.after(List.of(TOPIC, OTHER), 100, ROWS, 200, 1 << 20).events())
        .extracting(Event::position)
        .containsExactlyElementsOf(positions(101, 300));
    assertThat(log.newest(TOPIC, 0, ROWS, 3, 1 << 20).events())
        .extracting(Event::position)
        .containsExactly(10_000L, 9_998L, 9_996L);
    assertThat(plans.inOrderOfAnIndex()).isEqualTo(6);
  }

  @Test
  void retention() throws SQLException {
    assertThat(retention.topicAfter("feeds/a")).contains(OTHER);
    retention.raiseToCount(TOPIC, ROWS);
    retention.raiseToAge(TOPIC, Instant.EPOCH, 10);
    assertThat(retention.purge(TOPIC, 10)).isFalse();
    assertThat(plans.inOrderOfAnIndex()).isEqualTo(4);
  }

  private static List<Long> positions(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }
}
