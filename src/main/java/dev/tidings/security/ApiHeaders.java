package dev.tidings.security;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * What browsers are told about every answer of the API, whoever makes it: resources, filters, the
 * container when it refuses, and streams, which write their response themselves. A JAX-RS filter
 * would miss the last.
 */
@WebFilter(urlPatterns = "/api/*", asyncSupported = true)
public class ApiHeaders implements Filter {
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
    chain.doFilter(request, response);
  }
}
