package dev.tidings.kafka;

import dev.tidings.events.OrderedIntake;
import dev.tidings.security.Audit;
import dev.tidings.security.TopicPolicy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.annotation.Metric;
import org.jspecify.annotations.Nullable;

/**
 * The one thread of a node that publishes what applications send to Kafka topics. It is there only
 * where brokers are configured when the server starts. All nodes are one group, and share the
 * partitions.
 */
@ApplicationScoped
class KafkaIntake implements Runnable {
  private static final Logger LOG = Logger.getLogger(KafkaIntake.class.getName());
  private static final String HELD_UP = "tidings_kafka_held_up";
  private static final long LEAVE_MILLIS = 3_000;

  @Inject KafkaConfig config;
  @Inject OrderedIntake intake;
  @Inject TopicPolicy policy;
  @Inject Audit audit;

  @Inject
  @Metric(
      name = "tidings_kafka_records_published",
      description = "Records of Kafka that this node has published.",
      absolute = true)
  Counter published;

  @Inject
  @Metric(
      name = "tidings_kafka_records_refused",
      description = "Records of Kafka that this node has put among the dead letters.",
      absolute = true)
  Counter refused;

  @Inject MetricRegistry registry;

  @Resource ManagedThreadFactory threads;

  private @Nullable Thread thread;
  private volatile @Nullable Tally tally;
  private final CountDownLatch leave = new CountDownLatch(1);

  void start(@Observes Startup started) {
    registry.gauge(
        Metadata.builder()
            .withName(HELD_UP)
            .withDescription("1 while records wait in Kafka because something fails.")
            .build(),
        this,
        KafkaIntake::heldUp);
    if (!config.servers().isEmpty()) {
      thread = threads.newThread(this);
      thread.start();
    }
  }

  private int heldUp() {
    Tally known = tally;
    return known != null && known.heldUp() ? 1 : 0;
  }

  void stop(@Observes Shutdown stopping) {
    registry.remove(HELD_UP);
    leave.countDown();
    Thread running = thread;
    if (running != null) {
      try {
        running.join(LEAVE_MILLIS);
        // Only now: H2 closes its files when a thread is interrupted that writes to them.
        running.interrupt();
      } catch (InterruptedException hurry) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void run() {
    try {
      RecordReader reader = new RecordReader(policy, audit);
      Tally ours = new Tally(published, refused);
      tally = ours;
      new KafkaRounds(config, reader, intake, ours, leave).run();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (LinkageError missing) {
      LOG.log(
          Level.SEVERE,
          "Nothing is published from Kafka, because its client is not there: {0}. Put kafka-clients"
              + " and what it needs into lib/kafka in the server''s directory, and start again.",
          missing.toString());
    }
  }
}
