package dev.tidings.cluster;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Tells in {@code /metrics} how many nodes there are. */
@ApplicationScoped
class RosterGauge {
  private static final String NODES = "tidings_nodes";

  @Inject MetricRegistry registry;
  @Inject Roster roster;

  void start(@Observes Startup started) {
    registry.gauge(
        Metadata.builder()
            .withName(NODES)
            .withDescription("Nodes of this hub that have given a sign of late, this one included.")
            .build(),
        roster,
        of -> of.nodes().size());
  }

  void stop(@Observes Shutdown stopping) {
    registry.remove(NODES);
  }
}
