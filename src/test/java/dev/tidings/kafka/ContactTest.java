package dev.tidings.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class ContactTest {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final AtomicLong received = new AtomicLong();
  private final AtomicLong now = new AtomicLong();
  private final Contact contact =
      new Contact(
          Map.of(
              name("incoming-byte-total", "consumer-metrics"),
              metric(received),
              name("incoming-byte-total", "consumer-node-metrics"),
              metric(now)),
          PATIENCE,
          now::get);

  private static MetricName name(String name, String group) {
    return new MetricName(name, group, "", Map.of());
  }

  private static Metric metric(AtomicLong value) {
    return new Metric() {
      @Override
      public MetricName metricName() {
        throw new UnsupportedOperationException();
      }

      @Override
      public Object metricValue() {
        return (double) value.get();
      }
    };
  }

  private Contact.Change after(Duration time, long bytes) {
    now.addAndGet(time.toNanos());
    received.addAndGet(bytes);
    return contact.look();
  }

  @Test
  void silence_is_told_once_and_so_is_its_end() {
    assertThat(after(Duration.ofSeconds(2), 1)).isEqualTo(Contact.Change.NONE);
    assertThat(after(Duration.ofSeconds(2), 0)).isEqualTo(Contact.Change.NONE);
    assertThat(after(Duration.ofSeconds(2), 0)).isEqualTo(Contact.Change.LOST);
    assertThat(after(Duration.ofSeconds(9), 0)).isEqualTo(Contact.Change.NONE);
    assertThat(after(Duration.ofSeconds(1), 1)).isEqualTo(Contact.Change.BACK);
    assertThat(after(Duration.ofSeconds(1), 1)).isEqualTo(Contact.Change.NONE);
    assertThat(after(Duration.ofSeconds(4), 0)).isEqualTo(Contact.Change.LOST);
  }
}
