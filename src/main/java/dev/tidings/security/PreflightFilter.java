package dev.tidings.security;

import dev.tidings.problem.Problem;
import dev.tidings.problem.ProblemMapper;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;

/**
 * Answers a browser that asks whether a page of another origin may send a request. Such a question
 * never has a cookie, so it is answered before anybody asks for the session. See the Fetch
 * standard, "CORS-preflight fetch"; who it is for is in the headers that {@link CorsHeaders} sets.
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION - 100)
public class PreflightFilter implements ContainerRequestFilter {
  private static final String METHODS = "GET, POST, DELETE";
  private static final String HEADERS = "content-type, last-event-id, idempotency-key";

  /** Bounds for how long a browser believes in an origin that was taken off the list. */
  private static final int SECONDS = 600;

  @Inject Origins origins;

  @Override
  public void filter(ContainerRequestContext request) {
    if (!request.getMethod().equals(HttpMethod.OPTIONS)
        || request.getHeaderString("Access-Control-Request-Method") == null) {
      return;
    }
    request.abortWith(
        origins.lists(request.getHeaderString("Origin"))
            ? Response.noContent()
                .header("Access-Control-Allow-Methods", METHODS)
                .header("Access-Control-Allow-Headers", HEADERS)
                .header("Access-Control-Max-Age", SECONDS)
                .build()
            : ProblemMapper.answer(
                Problem.forbidden("This origin is not in tidings.security.origins.")));
  }
}
