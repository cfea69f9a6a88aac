package dev.tidings.events;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.annotation.Metric;

/** Counts what was committed, and what was published live, on this node since it started. */
@ApplicationScoped
class PublishedCounter {
  @Inject
  @Metric(name = "tidings_events_published", absolute = true)
  Counter events;

  @Inject
  @Metric(name = "tidings_live_events_published", absolute = true)
  Counter liveEvents;

  void committed(@Observes Published published) {
    events.inc(published.events().size());
  }

  void live(@Observes(during = TransactionPhase.AFTER_SUCCESS) LivePublished published) {
    if (!published.elsewhere()) {
      liveEvents.inc(published.events().size());
    }
  }
}
