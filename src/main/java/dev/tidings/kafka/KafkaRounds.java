package dev.tidings.kafka;

import dev.tidings.events.OrderedIntake;
import jakarta.enterprise.inject.Vetoed;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * One session after the other, each with the configuration of its time, until the server stops.
 * Whatever goes wrong, it is said once and goes on. For one thread.
 */
@Vetoed
final class KafkaRounds {
  private static final Logger LOG = Logger.getLogger(KafkaRounds.class.getName());

  /** Between two looks into the configuration. */
  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  /** A session that has lasted for so long is well. */
  private static final long CALM_NANOS = Duration.ofMinutes(1).toNanos();

  private final KafkaConfig config;
  private final RecordReader reader;
  private final OrderedIntake intake;
  private final Tally tally;
  private final CountDownLatch leave;

  private String rules = "";
  private List<Source> sources = List.of();
  private @Nullable Session session;
  private long began = System.nanoTime();
  private long looked = System.nanoTime() - LOOK_NANOS;
  private String complaint = "";

  /**
   * @param leave counted down when the server stops
   */
  KafkaRounds(
      KafkaConfig config,
      RecordReader reader,
      OrderedIntake intake,
      Tally tally,
      CountDownLatch leave) {
    this.config = config;
    this.reader = reader;
    this.intake = intake;
    this.tally = tally;
    this.leave = leave;
  }

  /** Returns when the server stops. */
  void run() throws InterruptedException {
    try {
      while (leave.getCount() > 0) {
        round();
      }
    } finally {
      close();
    }
  }

  private void round() throws InterruptedException {
    try {
      Session current = session();
      if (current == null) {
        leave.await(LOOK_NANOS, TimeUnit.NANOSECONDS);
      } else {
        current.round();
        if (System.nanoTime() - began > CALM_NANOS) {
          complaint = "";
        }
      }
    } catch (KafkaException failure) {
      complain(Level.WARNING, failure);
      close();
      leave.await(config.retry().toMillis(), TimeUnit.MILLISECONDS);
    } catch (RuntimeException unexpected) {
      complain(Level.SEVERE, unexpected);
      close();
      leave.await(config.retry().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** The one for how things are configured now; null where there is nothing to consume. */
  private @Nullable Session session() {
    long now = System.nanoTime();
    if (session != null && now - looked < LOOK_NANOS) {
      return session;
    }
    looked = now;
    if (sources().isEmpty() || config.servers().isEmpty()) {
      close();
      return null;
    }
    Session.Setup setup = Session.Setup.of(config, sources());
    if (session == null || !session.hasSetup(setup)) {
      close();
      session = new Session(config, setup, reader, intake, tally);
      began = System.nanoTime();
    }
    return session;
  }

  private List<Source> sources() {
    String text = config.publish();
    if (!text.equals(rules)) {
      rules = text;
      try {
        sources = Source.parse(text);
      } catch (IllegalArgumentException malformed) {
        LOG.log(
            Level.WARNING,
            "tidings.kafka.publish cannot be read; what held before stays in force. {0}",
            malformed.getMessage());
      }
    }
    return sources;
  }

  /** Each failure once, however often it comes in a row. */
  private void complain(Level level, RuntimeException failure) {
    String reason = reason(failure);
    if (!reason.equals(complaint)) {
      complaint = reason;
      LOG.log(
          level,
          "What is sent to Kafka waits there, and is tried again every {0}: {1}",
          new Object[] {config.retry(), reason});
      LOG.log(Level.FINE, "The failure in full.", failure);
    }
  }

  /** What went wrong, and why. */
  static String reason(Throwable failure) {
    Throwable cause = failure.getCause();
    if (cause != null) {
      return failure.getMessage() + ": " + reason(cause);
    }
    return failure instanceof NotNow ? String.valueOf(failure.getMessage()) : failure.toString();
  }

  private void close() {
    Session ending = session;
    session = null;
    if (ending != null) {
      try {
        ending.close();
      } catch (KafkaException unwilling) {
        LOG.log(Level.FINE, "A consumer did not end well.", unwilling);
      }
    }
  }
}
