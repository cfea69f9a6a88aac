package dev.tidings.security;

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
import org.jspecify.annotations.Nullable;

/**
 * What browsers are told about every answer of the API, whoever makes it: resources, filters, the
 * container when it refuses, and streams, which write their response themselves. A JAX-RS filter
 * would miss the last.
 */
@WebFilter(urlPatterns = "/api/*", asyncSupported = true)
public class ApiHeaders implements Filter {
  @Inject Origins origins;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletResponse answer = (HttpServletResponse) response;
    // Nothing here is a page, a script or an image, whatever an address in one may claim.
    answer.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    answer.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    answer.setHeader("X-Content-Type-Options", "nosniff");
    // Streams say more.
    answer.setHeader("Cache-Control", "no-store");
    share(((HttpServletRequest) request).getHeader("Origin"), answer);
    chain.doFilter(request, response);
  }

  /** CORS, see the Fetch standard: for the listed origins by name, and nobody else. */
  private void share(@Nullable String origin, HttpServletResponse answer) {
    // Always: to a cache, the answer without an origin is another one, too.
    answer.setHeader("Vary", "Origin");
    if (origins.lists(origin)) {
      answer.setHeader("Access-Control-Allow-Origin", origin);
      answer.setHeader("Access-Control-Allow-Credentials", "true");
    }
  }
}
