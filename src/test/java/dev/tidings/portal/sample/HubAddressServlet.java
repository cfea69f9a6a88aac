package dev.tidings.portal.sample;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** {@code /hub.js}: where the hub is. */
@WebServlet("/hub.js")
public class HubAddressServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject
  @ConfigProperty(name = "portal.hub", defaultValue = "/")
  String hub;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/javascript");
    response.getWriter().println("export const hub = '" + hub + "';");
  }
}
