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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what other sites make a browser send with its user's cookie (cross-site request forgery),
 * and streams that they open. Before anybody asks for the session, so that the answer does not tell
 * whether there is one.
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION - 100)
public class SameOriginFilter implements ContainerRequestFilter {
  private static final Set<String> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  @Inject Origins origins;

  @Override
  public void filter(ContainerRequestContext request) {
    if (request.getMethod().equals(HttpMethod.OPTIONS)) {
      return;
    }
    Problem refusal =
        READING.contains(request.getMethod()) ? ofReading(request) : ofChanging(request);
    if (refusal != null) {
      request.abortWith(ProblemMapper.answer(refusal));
    }
  }

  private @Nullable Problem ofReading(ContainerRequestContext request) {
    return Sender.of(request).mayRead(origins::lists) ? null : crossSite();
  }

  private @Nullable Problem ofChanging(ContainerRequestContext request) {
    // Nothing here was added by a browser on its own, so nobody can have been tricked.
    if (request.getHeaderString(HttpHeaders.COOKIE) == null) {
      return null;
    }
    Sender sender = Sender.of(request);
    String own = Origins.of(request.getUriInfo().getBaseUri());
    if (sender.mayChange(own, origins::lists)) {
      return null;
    }
    return sender.silent()
        ? Problem.forbidden(
            "A cookie alone does not show who wants this. Send the header 'Origin: " + own + "'.")
        : crossSite();
  }

  private static Problem crossSite() {
    return Problem.forbidden(
        "This request comes from another site. If it should be allowed, the operator has to add its"
            + " origin to tidings.security.origins.");
  }
}
