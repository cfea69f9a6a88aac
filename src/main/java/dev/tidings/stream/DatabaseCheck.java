package dev.tidings.stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while the database answers the tail, which asks all the time: no question of its own, which
 * would wait where the database does not answer, one for each probe. A single one that fails is
 * told in the data and makes nobody go elsewhere.
 */
@Readiness
@ApplicationScoped
public class DatabaseCheck implements HealthCheck {
  @Inject Engine engine;

  @Override
  public HealthCheckResponse call() {
    Tail tail = engine.tail();
    return HealthCheckResponse.named("database")
        .status(tail.current())
        .withData("last-answer", tail.answered() ? "ok" : "failed")
        .build();
  }
}
