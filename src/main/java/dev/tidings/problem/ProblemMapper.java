package dev.tidings.problem;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.persistence.PersistenceException;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.TransactionalException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The one place where a failure becomes an answer: {@code application/problem+json}, RFC 9457. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = Logger.getLogger(ProblemMapper.class.getName());

  /** When the next request that the database did not answer is worth a word. */
  private static final AtomicLong NEXT = new AtomicLong(System.nanoTime());

  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** How RESTEasy says that a weight in an Accept header is no number; its type is not for us. */
  private static final Pattern BAD_WEIGHT = Pattern.compile("(?s)RESTEASY0035(?:40|45|50):.*");

  @Override
  public Response toResponse(Throwable failure) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof Problem problem) {
      return answer(problem);
    }
    if (cause instanceof WebApplicationException refused) {
      return answer(refused.getResponse());
    }
    if (cause instanceof PersistenceException || cause instanceof TransactionalException) {
      tell(cause);
      LOG.log(Level.FINE, "The failure in full.", cause);
      return answer(Problem.unavailable("The database does not answer. Try again later."));
    }
    if (cause instanceof RejectedExecutionException) {
      // Its threads end before its requests do. Whether something was stored nobody here knows.
      return answer(
          Problem.unavailable(
              "The server is stopping. Repeat this, with the same Idempotency-Key if it has one."));
    }
    if (cause.getCause() instanceof URISyntaxException) {
      return answer(new Problem(400, "Bad request", "The address has a broken percent-escape."));
    }
    if (BAD_WEIGHT.matcher(String.valueOf(cause.getMessage())).matches()) {
      return answer(new Problem(400, "Bad request", "A weight in an Accept header is no number."));
    }
    LOG.log(Level.SEVERE, "A request failed for a reason nobody expected.", cause);
    return answer(
        new Problem(500, "Internal error", "The server could not do this; its log says why."));
  }

  /** Not of each: a database that is away answers none of them. */
  private static void tell(Throwable failure) {
    long now = System.nanoTime();
    long next = NEXT.get();
    if (now - next >= 0 && NEXT.compareAndSet(next, now + QUIET_NANOS)) {
      LOG.log(
          Level.WARNING,
          "The database did not answer a request; of others in this minute the log says nothing: {0}",
          failure.toString());
    }
  }

  /** The answer for a problem; also for filters, which answer before a resource is reached. */
  public static Response answer(Problem problem) {
    return answer(problem, null);
  }

  /** The answer for a problem where there is no JAX-RS: from a servlet's filter. */
  public static void send(Problem problem, HttpServletResponse response) throws IOException {
    send(answer(problem), response);
  }

  static void send(Response answer, HttpServletResponse response) throws IOException {
    response.setStatus(answer.getStatus());
    answer.getStringHeaders().forEach((name, values) -> response.setHeader(name, values.get(0)));
    response
        .getOutputStream()
        .write(String.valueOf(answer.getEntity()).getBytes(StandardCharsets.UTF_8));
  }

  /** What the container refuses by itself: no such path, wrong method, wrong media type. */
  static Response answer(Response refusal) {
    int status = refusal.getStatus();
    if (status < 400) {
      return refusal;
    }
    String title = refusal.getStatusInfo().getReasonPhrase();
    String detail =
        switch (status) {
          case 401 -> Problem.unauthenticated().detail();
          case 403 -> "You may not do this.";
          case 404 -> "There is nothing at this address.";
          case 405 -> "This address does not answer to this method.";
          case 406 -> "This address cannot answer in the media type that was asked for.";
          case 415 -> "Send the body as application/json.";
          default -> "The request was refused: " + title + ".";
        };
    return answer(new Problem(status, title, detail), refusal.getHeaderString(HttpHeaders.ALLOW));
  }

  private static Response answer(Problem problem, @Nullable String allow) {
    JsonObjectBuilder body =
        Json.createObjectBuilder()
            .add("type", "about:blank")
            .add("title", problem.title())
            .add("status", problem.status())
            .add("detail", problem.detail());
    problem.members().forEach(body::add);
    ResponseBuilder response =
        Response.status(problem.status())
            .type("application/problem+json")
            .entity(body.build().toString());
    if (problem.retryAfter() > 0) {
      response.header(HttpHeaders.RETRY_AFTER, problem.retryAfter());
    }
    if (allow != null) {
      response.header(HttpHeaders.ALLOW, allow);
    }
    return response.build();
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
