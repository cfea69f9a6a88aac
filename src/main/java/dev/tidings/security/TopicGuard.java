package dev.tidings.security;

import dev.tidings.events.EventsResource;
import dev.tidings.events.Topic;
import dev.tidings.problem.Problem;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Set;

/**
 * Holds every request for events against the topic policy, so that {@code events} need not know of
 * it. After the container's own check of roles.
 */
@Provider
@Priority(Priorities.AUTHORIZATION + 100)
public class TopicGuard implements ContainerRequestFilter {
  private static final Set<String> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  @Inject TopicPolicy policy;
  @Inject Audit audit;
  @Context ResourceInfo resource;
  @Context HttpServletRequest asked;

  @Override
  public void filter(ContainerRequestContext request) {
    if (resource.getResourceClass() == null
        || !EventsResource.class.isAssignableFrom(resource.getResourceClass())) {
      return;
    }
    if (!policy.readable()) {
      throw Problem.unavailable("The server does not know who may do what. Try again later.");
    }
    Caller caller = Caller.of(request.getSecurityContext());
    Topic topic =
        Topic.asked(request.getUriInfo().getQueryParameters().getFirst("topic"), caller.name());
    boolean allowed =
        READING.contains(request.getMethod())
            ? policy.mayRead(topic, caller)
            : policy.mayWrite(topic, caller);
    if (!allowed) {
      audit.topicsRefused(caller.name(), asked.getRemoteAddr(), List.of(topic));
      throw Problem.forbidden("This topic is not yours to use in this way.");
    }
  }
}
