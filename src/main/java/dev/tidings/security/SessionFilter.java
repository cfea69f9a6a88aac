package dev.tidings.security;

import dev.tidings.config.Settings;
import dev.tidings.problem.Problem;
import dev.tidings.problem.ProblemMapper;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.security.Principal;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * An API call without a session is answered 401. Were it left to the container, form login would
 * answer it with a redirect to a page, which no API client can use. A session that was revoked, or
 * that its user signed out of on whichever node, is none.
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION)
public class SessionFilter implements ContainerRequestFilter {
  private static final Logger LOG = Logger.getLogger(SessionFilter.class.getName());

  @Inject EndedLogins ended;
  @Inject Settings settings;
  @Context HttpServletRequest servlet;

  @Override
  public void filter(ContainerRequestContext request) {
    Principal user = request.getSecurityContext().getUserPrincipal();
    if (user == null) {
      request.abortWith(ProblemMapper.answer(Problem.unauthenticated()));
    } else if (ended.any(user.getName())
        && ended.contains(user.getName(), Login.current(settings))) {
      forget();
      request.abortWith(ProblemMapper.answer(Problem.unauthenticated()));
    }
  }

  /** Takes the cookie away: with it, the container would lead to no form. */
  private void forget() {
    try {
      servlet.logout();
    } catch (ServletException alreadyOut) {
      LOG.log(Level.FINE, "There was nothing to sign out of.", alreadyOut);
    }
  }
}
