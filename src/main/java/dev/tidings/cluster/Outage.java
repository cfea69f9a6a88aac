package dev.tidings.cluster;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Says once that something does not work, and once that it does again. Safe for any thread. */
final class Outage {
  private static final Logger LOG = Logger.getLogger(Outage.class.getName());

  private final String what;

  // Guarded by this.
  private boolean failing;

  /**
   * @param what a node does, such as "hear what other nodes tell"
   */
  Outage(String what) {
    this.what = what;
  }

  synchronized void failed(Throwable failure) {
    if (!failing) {
      failing = true;
      LOG.log(
          Level.WARNING,
          "This node cannot {0}; events of the log arrive by polling, live ones do not: {1}",
          new Object[] {what, failure.toString()});
    }
  }

  synchronized void worked() {
    if (failing) {
      failing = false;
      LOG.log(Level.INFO, "This node can {0} again.", what);
    }
  }
}
