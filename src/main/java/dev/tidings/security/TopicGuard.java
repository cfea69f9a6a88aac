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
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Set;

/**
 * Holds every request for events against the topic policy, so that {@code events} need not know of
 * it. After the container's own check of roles. Administrators may clear any topic but the hub's
 * own, and it is recorded when they have.
 */
@Provider
@Priority(Priorities.AUTHORIZATION + 100)
public class TopicGuard implements ContainerRequestFilter, ContainerResponseFilter {
  private static final Set<String> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  /** The topic that an administrator asks to be cleared. */
  private static final String CLEARING = TopicGuard.class.getName();

  private static final String ADMINISTRATOR = "administrator";

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
    if (request.getMethod().equals(HttpMethod.DELETE)
        && caller.roles().contains(ADMINISTRATOR)
        && !topic.isOfHub()) {
      request.setProperty(CLEARING, topic);
      return;
    }
    boolean allowed =
        READING.contains(request.getMethod())
            ? policy.mayRead(topic, caller)
            : policy.mayWrite(topic, caller);
    if (!allowed) {
      audit.topicsRefused(caller.name(), asked.getRemoteAddr(), List.of(topic));
      throw Problem.forbidden("This topic is not yours to use in this way.");
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(CLEARING) instanceof Topic topic
        && response.getStatus() == Response.Status.NO_CONTENT.getStatusCode()) {
      Caller caller = Caller.of(request.getSecurityContext());
      audit.administered(caller.name(), asked.getRemoteAddr(), "clear topic", topic.path());
    }
  }
}
