package dev.tidings.security;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Lets pages of the listed origins, by name and nobody else, use the API and the components that
 * speak to it. See the Fetch standard, "CORS protocol".
 */
@WebFilter(
    urlPatterns = {"/api/*", "/assets/*"},
    asyncSupported = true)
public class CorsHeaders extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Inject transient Origins origins;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    // Always: to a cache, the answer without an origin is another one, too.
    response.setHeader("Vary", "Origin");
    String origin = request.getHeader("Origin");
    if (origins.lists(origin)) {
      response.setHeader("Access-Control-Allow-Origin", origin);
      response.setHeader("Access-Control-Allow-Credentials", "true");
    }
    chain.doFilter(request, response);
  }
}
