package dev.tidings.stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the tail has seen the log of late: so the database answers, and events flow. */
@Readiness
@ApplicationScoped
public class TailCheck implements HealthCheck {
  @Inject Engine engine;

  @Override
  public HealthCheckResponse call() {
    Tail tail = engine.tail();
    return HealthCheckResponse.named("tail")
        .status(tail.current())
        .withData("lag-events", tail.lag())
        .withData("log-seen-ms-ago", tail.sinceLastSeen().toMillis())
        .build();
  }
}
