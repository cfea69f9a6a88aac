package dev.tidings.security;

import dev.tidings.problem.Problem;
import dev.tidings.problem.ProblemMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses control characters where the container would log them as they come: in the path, in
 * headers (it reports those it cannot read), in the name of a sign-in that fails. An escape
 * sequence would speak to the terminal of whoever reads the log.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class ControlFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  /** Never logged, and may be UTF-8, whose bytes look like C1 controls before they are decoded. */
  private static final Set<String> OPAQUE = Set.of("user-agent", "cookie");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String unfit = unfit(request);
    if (unfit == null) {
      chain.doFilter(request, response);
      return;
    }
    ProblemMapper.send(Problem.badField(unfit, unfit + ": no control characters."), response);
  }

  /** The name of what has to be refused; null if nothing has. */
  private static @Nullable String unfit(HttpServletRequest request) throws IOException {
    if (hasControls(request.getServletPath()) || hasControls(request.getPathInfo())) {
      return "path";
    }
    for (String name : Collections.list(request.getHeaderNames())) {
      int bound = OPAQUE.contains(name.toLowerCase(Locale.ROOT)) ? 0x7F : 0x9F;
      for (String value : Collections.list(request.getHeaders(name))) {
        if (value.chars().anyMatch(c -> c != '\t' && c <= bound && Character.isISOControl(c))) {
          return name;
        }
      }
    }
    return SignIn.isIn(request) && hasControls(SignIn.name(request)) ? "j_username" : null;
  }

  private static boolean hasControls(@Nullable String text) {
    return text != null
        && text.chars().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029);
  }
}
