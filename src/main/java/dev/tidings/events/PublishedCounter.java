package dev.tidings.events;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.annotation.Metric;

/** Counts what was committed, and what was published live, on this node since it started. */
@ApplicationScoped
class PublishedCounter {
  @Inject
  @Metric(
      name = "tidings_events_published",
      description = "Events that were committed on this node, those of the hub itself included.",
      absolute = true)
  Counter events;

  @Inject
  @Metric(
      name = "tidings_live_events_published",
      description = "Events of live topics that were published on this node.",
      absolute = true)
  Counter liveEvents;

  /** From the start on: what begins with its first increment shows no increase. */
  void start(@Observes Startup started) {}

  void committed(@Observes Published published) {
    events.inc(published.events().size());
  }

  void live(@Observes LivePublished published) {
    if (!published.elsewhere()) {
      liveEvents.inc(published.events().size());
    }
  }
}
