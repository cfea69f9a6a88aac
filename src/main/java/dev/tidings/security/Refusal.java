package dev.tidings.security;

import dev.tidings.problem.Problem;
import dev.tidings.problem.ProblemMapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** How a servlet filter says no: with the same problem as the API. */
final class Refusal {
  private Refusal() {}

  static void send(Problem problem, HttpServletResponse response) throws IOException {
    Response answer = ProblemMapper.answer(problem);
    response.setStatus(answer.getStatus());
    answer.getStringHeaders().forEach((name, values) -> response.setHeader(name, values.get(0)));
    response
        .getOutputStream()
        .write(String.valueOf(answer.getEntity()).getBytes(StandardCharsets.UTF_8));
  }
}
