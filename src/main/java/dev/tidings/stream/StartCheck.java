package dev.tidings.stream;

import dev.tidings.events.Migrations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Started once the database has the schema of this version and the tail has caught up with it. */
@Startup
@ApplicationScoped
public class StartCheck implements HealthCheck {
  @Inject Engine engine;
  @Inject Migrations migrations;

  /** Once it was, it stays so: what comes later is readiness. */
  private volatile boolean started;

  @Override
  public HealthCheckResponse call() {
    boolean migrated = migrations.done();
    Tail tail = engine.tail();
    started |= migrated && tail.begun() && tail.lag() == 0;
    return HealthCheckResponse.named("start")
        .status(started)
        .withData("schema", migrated ? "current" : "missing")
        .withData("log-read", tail.begun())
        .build();
  }
}
