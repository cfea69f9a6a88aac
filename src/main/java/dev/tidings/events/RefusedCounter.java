package dev.tidings.events;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.annotation.Metric;

/** Counts publish requests over HTTP that were not taken, by the reason. Safe for any thread. */
@ApplicationScoped
class RefusedCounter {
  private static final String NAME = "tidings_publish_requests_refused";
  private static final String WHAT =
      "Publish requests that were not taken: over the rate of their user, too much waiting, or not"
          + " confirmed by the database.";

  @Inject
  @Metric(name = NAME, description = WHAT, absolute = true, tags = "reason=rate")
  Counter rate;

  @Inject
  @Metric(name = NAME, description = WHAT, absolute = true, tags = "reason=waiting")
  Counter waiting;

  @Inject
  @Metric(name = NAME, description = WHAT, absolute = true, tags = "reason=unconfirmed")
  Counter unconfirmed;

  /** From the start on: what begins with its first increment shows no increase. */
  void start(@Observes Startup started) {}

  /** Its user publishes too much: 429. */
  void overRate() {
    rate.inc();
  }

  /** More waits for the database than there is room for: 503. */
  void full() {
    waiting.inc();
  }

  /** The database did not confirm it, or not in time: 503. */
  void unconfirmed() {
    unconfirmed.inc();
  }
}
