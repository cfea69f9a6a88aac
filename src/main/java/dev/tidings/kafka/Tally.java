package dev.tidings.kafka;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.metrics.Counter;

/**
 * Counts what becomes of records, and says when they are held up. For one thread, but for {@link
 * #heldUp()}.
 */
final class Tally {
  private static final Logger LOG = Logger.getLogger(Tally.class.getName());

  private final Counter published;
  private final Counter refused;

  /** Why; empty where nothing is. Others read whether. */
  private volatile String heldUp = "";

  Tally(Counter published, Counter refused) {
    this.published = published;
    this.refused = refused;
  }

  /** Some are in the log, and some are among the dead letters. */
  void taken(int inLog, int deadLetters) {
    published.inc(inLog);
    refused.inc(deadLetters);
    if (!heldUp.isEmpty()) {
      heldUp = "";
      LOG.info("What is sent to Kafka is published again.");
    }
  }

  /** Whether records wait for something. Safe for any thread. */
  boolean heldUp() {
    return !heldUp.isEmpty();
  }

  /** Something that is needed is not there. Said once for each kind of thing. */
  void heldUp(Exception reason) {
    String kind = reason.getClass().getName();
    if (!kind.equals(heldUp)) {
      heldUp = kind;
      LOG.log(
          Level.WARNING,
          "What is sent to Kafka waits there, and is tried again: {0}.",
          KafkaRounds.reason(reason));
      LOG.log(Level.FINE, "The failure in full.", reason);
    }
  }
}
