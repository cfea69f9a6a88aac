package dev.tidings.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.LibertyServer;
import dev.tidings.bench.Audience.Verdict;
import dev.tidings.bench.Isolation.Extent;
import dev.tidings.bench.Isolation.Result;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No client can hurt another: the small form of what the benchmark measures. */
@Tag("long")
class IsolationIT {
  private static final int STREAMS = 80;
  private static final int STALLED = 40;

  @Test
  void who_stops_reading_is_cut_and_loses_nothing_and_the_others_notice_nothing() {
    try (LibertyServer server = LibertyServer.fresh("isolation")) {
      Result result =
          Isolation.measure(
              TidingsTarget.start(server),
              new Extent(STREAMS, STALLED, 40, 16_384, Duration.ofSeconds(2)));
      assertThat(result.failures()).isEmpty();
      assertThat(result.cutAfterFull()).hasSize(STALLED);
      assertThat(result.verdict()).isEqualTo(new Verdict(0, 0, 0));
      // A client that does not read would hold up a hub that waits for it until the write times
      // out.
      assertThat(result.disturbed().max() / 1_000_000.0).isLessThan(10);
      assertThat(server.failures()).isEmpty();
    }
  }
}
