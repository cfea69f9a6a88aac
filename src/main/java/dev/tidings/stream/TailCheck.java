package dev.tidings.stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the tail has seen the log of late and is not far behind: events flow. */
@Readiness
@ApplicationScoped
public class TailCheck implements HealthCheck {
  @Inject Engine engine;
  @Inject StreamConfig config;

  @Override
  public HealthCheckResponse call() {
    Tail tail = engine.tail();
    long lag = tail.lag();
    return HealthCheckResponse.named("tail")
        .status(tail.current() && lag <= config.mostLag())
        .withData("lag-events", lag)
        .withData("log-seen-ms-ago", tail.sinceLastSeen().toMillis())
        .build();
  }
}
