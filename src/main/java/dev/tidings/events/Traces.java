package dev.tidings.events;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/** Whoever follows traces in this application, if anybody does. */
@ApplicationScoped
public class Traces {
  @Inject Instance<Tracing> followers;

  private Tracing tracing = Tracing.NONE;

  @PostConstruct
  void begin() {
    // Where the server has no OpenTelemetry, there is none: beans.xml leaves it out.
    if (followers.isResolvable()) {
      Tracing follower = followers.get();
      tracing = follower.on() ? follower : Tracing.NONE;
    }
  }

  /** The same for as long as the application runs. */
  public Tracing tracing() {
    return tracing;
  }
}
