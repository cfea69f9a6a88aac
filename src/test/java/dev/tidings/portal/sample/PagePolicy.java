package dev.tidings.portal.sample;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The strictest policy under which the elements of the hub work. */
@WebFilter(urlPatterns = {"/", "/index.html"})
public class PagePolicy extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Inject
  @ConfigProperty(name = "portal.hub", defaultValue = "/")
  String hub;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    URI address = URI.create(hub);
    String from =
        address.isAbsolute() ? " " + address.getScheme() + "://" + address.getAuthority() : "";
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; form-action 'self'; require-trusted-types-for 'script';"
            + " script-src 'self'%1$s; connect-src 'self'%1$s; img-src 'self'%1$s".formatted(from));
    chain.doFilter(request, response);
  }
}
