package dev.tidings.bench;

import java.time.Duration;
import java.util.EnumSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One of those who are compared: its server, started and warmed up when it is first needed. */
final class Side implements AutoCloseable {
  private static final int CONNECTIONS = 8;

  private final String name;
  private final Supplier<Target> start;
  private final Sizes sizes;
  private @Nullable Target target;

  /**
   * @param start starts a server that has done nothing before
   */
  Side(String name, Supplier<Target> start, Sizes sizes) {
    this.name = name;
    this.start = start;
    this.sizes = sizes;
  }

  /** Measures once. A server that lost something is not asked again: it may be broken for good. */
  Run run(Row row) {
    if (row.freshServer()) {
      close();
      target = start.get();
    } else if (target == null) {
      target = start.get();
      warmUp(target);
    }
    Run run = row.run(target);
    if (row.freshServer() || run.lost()) {
      close();
    }
    return run;
  }

  /** Requests of both kinds with nobody to deliver to, so that there are many; then deliveries. */
  private void warmUp(Target cold) {
    publish(cold, "logs/bench/warm-up", 1);
    publish(cold, "feeds/warm-up", 1);
    publish(cold, "logs/bench/warm-up", sizes.few());
  }

  private void publish(Target cold, String topic, int streams) {
    new Delivery(
            "warm-up",
            true,
            topic,
            1,
            streams,
            Publishers.Load.saturating(CONNECTIONS, 1, sizes.dataBytes(), sizes.window()),
            Duration.ofSeconds(sizes.warmUp()).dividedBy(3),
            EnumSet.noneOf(Figure.class))
        .run(cold);
  }

  @Override
  public String toString() {
    return name;
  }

  @Override
  public void close() {
    if (target != null) {
      target.close();
      target = null;
    }
  }
}
