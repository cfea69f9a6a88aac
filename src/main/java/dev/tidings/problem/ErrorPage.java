package dev.tidings.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;

/**
 * What the container refuses by itself, before a page or a resource is reached: no such page, a
 * role that is missing, a token that does not hold. It would show its own page, with messages and
 * stack traces that tell what runs here. See the {@code error-page} in web.xml.
 */
@WebServlet(urlPatterns = "/problem", asyncSupported = true)
public class ErrorPage extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    // Null for who asks for this address itself.
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    int code = status instanceof Integer refused && refused >= 400 ? refused : 404;
    ProblemMapper.send(
        ProblemMapper.answer(new WebApplicationException(code).getResponse()), response);
  }
}
