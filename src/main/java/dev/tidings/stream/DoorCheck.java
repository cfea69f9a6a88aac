package dev.tidings.stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while the node stops or is drained: whoever is sent here would be sent away. */
@Readiness
@ApplicationScoped
public class DoorCheck implements HealthCheck {
  @Inject Engine engine;

  @Override
  public HealthCheckResponse call() {
    boolean ready = engine.departure().ready();
    return HealthCheckResponse.named("door").status(ready).withData("leaving", !ready).build();
  }
}
