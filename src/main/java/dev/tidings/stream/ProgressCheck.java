package dev.tidings.stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Alive while the tail and the writers get on, and the threads around them are there: what a
 * restart would mend. A database that is away is none of it.
 */
@Liveness
@ApplicationScoped
public class ProgressCheck implements HealthCheck {
  @Inject Engine engine;
  @Inject StreamConfig config;

  @Override
  public HealthCheckResponse call() {
    boolean tail = engine.tail().progresses(config.stuck());
    boolean writers = engine.writers().progresses(config.stuck());
    long missing = engine.threadsMissing();
    // A node that stops ends its threads, and should be left to it.
    boolean stopping = engine.departure().stops();
    return HealthCheckResponse.named("progress")
        .status(stopping || (tail && writers && missing == 0))
        .withData("tail", tail ? "goes on" : "stuck")
        .withData("writers", writers ? "go on" : "stuck")
        .withData("streams-waiting", engine.writers().waiting())
        .withData("threads-missing", missing)
        .build();
  }
}
