package dev.tidings.security;

import dev.tidings.config.Settings;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Scanner;

/**
 * Tells the sign-in page which accounts for development there are. Their names come from {@code
 * tidings.development.accounts}, which stands beside the accounts in {@code liberty/accounts.xml}
 * and goes with them. Public, like the page.
 */
@WebServlet("/assets/accounts.json")
public class DevelopmentAccounts extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject transient Settings settings;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    JsonArrayBuilder names = Json.createArrayBuilder();
    new Scanner(settings.text("tidings.development.accounts")).forEachRemaining(names::add);
    response.setContentType("application/json");
    response.setCharacterEncoding("UTF-8");
    response.getWriter().write(Json.createObjectBuilder().add("names", names).build().toString());
  }
}
