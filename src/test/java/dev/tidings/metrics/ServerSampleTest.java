package dev.tidings.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Gauge;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.junit.jupiter.api.Test;

class ServerSampleTest {
  private static final long SECOND = 1_000_000_000L;

  private final Map<String, Long> values = new ConcurrentHashMap<>();
  private final ServerSample sample = new ServerSample(new Machine(), registry());

  /** A registry that has the values. */
  private MetricRegistry registry() {
    return (MetricRegistry)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {MetricRegistry.class},
            (proxy, method, arguments) -> {
              Long value = values.get(((MetricID) arguments[0]).getName());
              if (value == null) {
                return null;
              }
              return method.getName().equals("getCounter") ? counter(value) : gauge(value);
            });
  }

  private static Counter counter(long value) {
    return (Counter)
        Proxy.newProxyInstance(
            Counter.class.getClassLoader(),
            new Class<?>[] {Counter.class},
            (proxy, method, arguments) -> value);
  }

  private static Gauge<Long> gauge(long value) {
    return () -> value;
  }

  private double number(Map<String, Object> taken, String name) {
    return ((Number) taken.get(name)).doubleValue();
  }

  @Test
  void rates_are_growth_per_second_since_the_sample_before() {
    values.put("tidings_events_published", 1_000L);
    values.put("tidings_deliveries", 0L);
    sample.begin(0);
    values.put("tidings_events_published", 1_010L);
    values.put("tidings_deliveries", 500L);
    Map<String, Object> first = sample.take("n", SECOND / 2);
    assertThat(number(first, "published")).isEqualTo(20);
    assertThat(number(first, "delivered")).isEqualTo(1_000);
    Map<String, Object> second = sample.take("n", SECOND * 5 / 2);
    assertThat(number(second, "published")).isZero();
    values.put("tidings_events_published", 1_013L);
    assertThat(number(sample.take("n", SECOND * 4), "published")).isEqualTo(2);
  }

  @Test
  void a_count_that_begins_anew_is_no_negative_rate() {
    values.put("tidings_deliveries", 500L);
    sample.begin(0);
    values.put("tidings_deliveries", 3L);
    assertThat(number(sample.take("n", SECOND), "delivered")).isZero();
    values.put("tidings_deliveries", 5L);
    assertThat(number(sample.take("n", 2 * SECOND), "delivered")).isEqualTo(2);
  }

  @Test
  void it_tells_of_this_process() {
    sample.begin(System.nanoTime() - SECOND);
    Map<String, Object> taken = sample.take("n", System.nanoTime());
    assertThat(taken).containsEntry("node", "n");
    assertThat(number(taken, "heapUsed")).isBetween(1e6, (double) Runtime.getRuntime().maxMemory());
    assertThat(number(taken, "threads")).isGreaterThan(3);
    assertThat(number(taken, "cpuProcess")).isBetween(0.0, 1.0);
  }

  @Test
  void what_the_hub_tells_is_told_and_what_cannot_be_told_is_left_out() {
    sample.begin(0);
    assertThat(sample.take("n", SECOND)).doesNotContainKeys("streams", "tailLag", "latency50");
    values.put("tidings_streams_open", 7L);
    values.put("tidings_tail_lag_events", 3L);
    values.put("tidings_latency_writes", 0L);
    values.put("tidings_latency_p50_ms", 1L);
    values.put("tidings_latency_p99_ms", 20L);
    values.put("tidings_latency_max_ms", 40L);
    Map<String, Object> quiet = sample.take("n", 2 * SECOND);
    assertThat(number(quiet, "streams")).isEqualTo(7);
    assertThat(number(quiet, "tailLag")).isEqualTo(3);
    assertThat(quiet).doesNotContainKey("latency50");
    values.put("tidings_latency_writes", 9L);
    Map<String, Object> busy = sample.take("n", 3 * SECOND);
    assertThat(number(busy, "latency50")).isEqualTo(1);
    assertThat(number(busy, "latency99")).isEqualTo(20);
    assertThat(number(busy, "latencyMax")).isEqualTo(40);
  }
}
