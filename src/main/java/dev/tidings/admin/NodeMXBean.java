package dev.tidings.admin;

import org.jspecify.annotations.Nullable;

/** This node, as {@code dev.tidings:type=Node} in the platform's MBean server. */
@Says("A node of the Tidings hub: what it does, and taking it out of service")
public interface NodeMXBean {
  String NAME = "dev.tidings:type=Node";

  @Says("By what people know it: tidings.cluster.node, or HOST/SERVER")
  String getName();

  @Says("Names it from its start to its end; no two nodes have the same")
  String getId();

  @Says("ready, or draining while its streams are moved away and none are let in")
  String getState();

  @Says("When its JVM started, ISO-8601 in UTC")
  String getSince();

  @Says("Of Tidings")
  String getVersion();

  @Says("The database and its version; null while it was never there to be asked")
  @Nullable String getDatabase();

  @Says("Events written to streams since the start")
  long getDeliveries();

  @Says("Events written to streams in the last second")
  double getDeliveriesPerSecond();

  @Says("Events published on this node in the last second")
  double getPublishesPerSecond();

  @Says("Events that are committed, as far as this node knows, and not yet in its memory")
  long getTailLag();

  @Says(
      "Says that this node is not ready and moves its streams to others over tidings.stream.leave;"
          + " lasts until takeBack or a restart")
  void drain();

  @Says("Makes a drained node ready again")
  void takeBack();
}
