package dev.tidings.portal.sample;

import dev.tidings.portal.HubBeside;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code /sign-out}: as a portal signs out, and the one line that ends the hub's streams. */
@WebServlet("/sign-out")
public class SignOutServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject transient HubBeside hub;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    hub.signedOut(request.getRemoteUser());
    request.logout();
    response.sendRedirect(request.getContextPath() + "/");
  }
}
