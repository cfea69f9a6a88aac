package dev.tidings.security;

import dev.tidings.problem.Problem;
import dev.tidings.problem.ProblemMapper;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Stands before the container's sign-in: no other site signs a browser in (login cross-site request
 * forgery), and who has failed too often waits, without the registry being asked. Safe for any
 * thread.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class SignInFilter implements Filter {
  /** The cookie that a login is. */
  private static final Pattern LOGIN = Pattern.compile("LtpaToken2=\"?[^;\"].*");

  @Inject Origins origins;
  @Inject SignInConfig config;
  @Inject Audit audit;

  private final Attempts attempts = new Attempts(System::nanoTime);

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest asked = (HttpServletRequest) request;
    HttpServletResponse answer = (HttpServletResponse) response;
    if (SignIn.isContainersLogout(asked)) {
      // Any site could have a browser go there, and it would leave streams open.
      ProblemMapper.send(
          new Problem(404, "Not Found", "To sign out, send DELETE to api/session."), answer);
      return;
    }
    if (!SignIn.isIn(asked)) {
      chain.doFilter(request, response);
      return;
    }
    String given = SignIn.name(asked);
    String name = given == null ? "" : given;
    String address = request.getRemoteAddr();
    if (asked.getParameter("error_page") != null) {
      // The container would send whoever fails there, wherever that is.
      ProblemMapper.send(Problem.badField("error_page", "error_page: not here."), answer);
      return;
    }
    if (!Sender.of(asked).maySignIn(Origins.of(asked), origins::lists)) {
      audit.signInRefused(name, address, "cross-site");
      ProblemMapper.send(
          Problem.forbidden(
              "Another site wants to sign you in. If it should be allowed, the operator has to add"
                  + " its origin to tidings.security.origins."),
          answer);
      return;
    }
    Attempts.Bounds bounds = config.bounds();
    Duration wait = attempts.begin(name, address, bounds);
    if (!wait.isZero()) {
      if (attempts.isNews(name, address, bounds)) {
        audit.signInRefused(name, address, "too-many");
      }
      // Rounded up: nobody is sent away twice.
      refuse(asked, answer, (int) wait.plusMillis(999).toSeconds());
      return;
    }
    boolean in = false;
    try {
      chain.doFilter(request, response);
      in = succeeded(answer);
    } finally {
      if (in) {
        attempts.succeeded(name, address);
        audit.signedIn(name, address);
      } else {
        audit.signInFailed(name, address);
      }
    }
  }

  private static void refuse(HttpServletRequest asked, HttpServletResponse answer, int seconds)
      throws IOException {
    String accept = asked.getHeader("Accept");
    if (accept != null && accept.contains("text/html")) {
      answer.setStatus(HttpServletResponse.SC_SEE_OTHER);
      answer.setHeader("Location", asked.getContextPath() + "/login.html?wait=" + seconds);
      answer.setHeader("Cache-Control", "no-store");
    } else {
      ProblemMapper.send(
          Problem.tooMany("Too many tries to sign in have failed. Try again later.", seconds),
          answer);
    }
  }

  /** Where the container leads to says nothing: whoever fails may have a say in that. */
  private static boolean succeeded(HttpServletResponse answer) {
    return answer.getHeaders("Set-Cookie").stream().anyMatch(LOGIN.asMatchPredicate());
  }
}
