package dev.tidings.cluster;

/**
 * The way to the other nodes. A message that is sent reaches each node that listens, the sender too
 * or not, once, soon, and in the order in which its sender sent it; or it is lost. The log is the
 * truth, so nothing that must not be lost goes this way.
 */
interface Signal {
  /** Characters of a message, at most. */
  int MOST = 1 << 20;

  /**
   * Begins to listen, and goes on until it is closed: what is broken off is taken up again.
   *
   * @param ear told of what comes in, by one thread at a time
   */
  void open(Ear ear);

  /**
   * Sends a message. It may take a while, and what cannot be sent within seconds is lost. For one
   * thread at a time.
   *
   * @param message one line of JSON, of at most {@link #MOST} characters
   */
  void send(String message);

  /** Whether it can carry all that is committed, so that only one node reads it from the log. */
  boolean carriesEvents();

  /** Ends listening and sending; nothing is left running. */
  void close();

  /** What comes in. Quick: the next message waits for it. */
  interface Ear {
    /** From another node, or from this one. */
    void heard(String message);

    /**
     * Listening has begun, for the first time or once more: of what was sent before, any part may
     * have been missed.
     */
    void listening();
  }
}
