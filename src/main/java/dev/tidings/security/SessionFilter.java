package dev.tidings.security;

import dev.tidings.problem.Problem;
import dev.tidings.problem.ProblemMapper;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;

/**
 * An API call without a session is answered 401. Were it left to the container, form login would
 * answer it with a redirect to a page, which no API client can use.
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION)
public class SessionFilter implements ContainerRequestFilter {
  @Override
  public void filter(ContainerRequestContext request) {
    if (request.getSecurityContext().getUserPrincipal() == null) {
      request.abortWith(ProblemMapper.answer(Problem.unauthenticated()));
    }
  }
}
