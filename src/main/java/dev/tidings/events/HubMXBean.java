package dev.tidings.events;

import org.jspecify.annotations.Nullable;

/**
 * What applications in the same JVM tell the hub. It is in the platform's MBean server under {@link
 * #NAME} while the hub runs: a place that all applications share and that keeps none of their
 * classes. Each call returns at once and may be made from any thread.
 */
public interface HubMXBean {
  String NAME = "dev.tidings:type=Hub";

  /** The log has grown: the hub is to look now, not at its next poll. */
  void look();

  /**
   * An event of a live topic, for whoever listens now.
   *
   * @param key as {@link LiveEvent#key}
   * @throws IllegalArgumentException if this is no event
   */
  void live(String topic, String type, String data, @Nullable String key);

  /**
   * A user has signed out: all streams of that user end, on all nodes. Where the current request of
   * the caller is still of that user, its login is refused from now on, on all nodes.
   */
  void signedOut(String user);
}
