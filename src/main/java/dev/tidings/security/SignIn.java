package dev.tidings.security;

import jakarta.servlet.http.HttpServletRequest;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A request in which somebody submits the container's sign-in form. */
final class SignIn {
  private static final String FORM = "/j_security_check";
  private static final String LOGOUT = "/ibm_security_logout";

  private SignIn() {}

  /** The container takes any path that ends so for it. */
  static boolean isIn(HttpServletRequest request) {
    return request.getServletPath().endsWith(FORM);
  }

  /** A request to Liberty's own sign-out, which every application has that has a form. */
  static boolean isContainersLogout(HttpServletRequest request) {
    return request.getServletPath().endsWith(LOGOUT);
  }

  /** The name in it, as the container will read it; null if there is none. */
  static @Nullable String name(HttpServletRequest request) throws UnsupportedEncodingException {
    // What the form is sent in, whatever the request says.
    request.setCharacterEncoding(StandardCharsets.UTF_8.name());
    return request.getParameter("j_username");
  }
}
