package dev.tidings.doctor;

import dev.tidings.problem.Body;
import dev.tidings.problem.Problem;
import dev.tidings.problem.WholeNumber;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/admin/doctor}: does what stands between the hub and its users let streams through?
 */
@Path("/admin/doctor")
@RequestScoped
@RolesAllowed({"operator", "administrator"})
@Tag(name = "administration", description = "For administrators")
public class DoctorResource {
  private static final Logger LOG = Logger.getLogger(DoctorResource.class.getName());

  /** Where probes are, whatever address they come by: below the base of the API. */
  static final String PROBE = "admin/doctor/probe";

  private static final int MOST = 10;
  private static final Pattern ORIGIN =
      Pattern.compile("https?://([a-z0-9._-]{1,253}|\\[[0-9a-f:.]{2,45}])(:[0-9]{1,5})?");

  @Inject Doctor doctor;
  @Inject DoctorThreads threads;
  @Inject DoctorConfig config;

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "doctor",
      summary = "Examine the way between clients and the hub",
      description =
          "The hub opens streams at the address that this request was sent to, and judges what"
              + " becomes of them. That takes a little longer than a heartbeat; meanwhile the answer"
              + " goes on with blank lines, so that nothing cuts it. Only at an address that the hub"
              + " knows as its own: of its own machine, or in tidings.security.origins. At most three"
              + " examinations are under way at the same time.")
  @APIResponse(
      responseCode = "200",
      description = "What was found",
      content = @Content(schema = @Schema(implementation = DoctorSchemas.ReportShape.class)))
  @APIResponse(responseCode = "400", description = "silence is not acceptable")
  @APIResponse(responseCode = "403", description = "The doctor is for operators and administrators")
  @APIResponse(responseCode = "429", description = "Too many examinations are under way")
  public void examine(
      @Parameter(
              description =
                  "For how many seconds to try whether silent streams are cut: 1 to 120. Without it,"
                      + " a third longer than a heartbeat")
          @QueryParam("silence")
          @Nullable String silence,
      @Suspended AsyncResponse suspended,
      @Context HttpServletRequest request) {
    long millis =
        silence == null
            ? Silence.enough(config.heartbeat())
            : WholeNumber.of("silence", silence, 1, Silence.MOST / 1_000) * 1_000;
    Arrival asked = Arrival.of(request, config.node());
    String path = request.getContextPath();
    Map<String, String> login = login(request);
    answer(request, waiting -> doctor.examine(asked, path, login, millis, waiting));
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "doctorJudge",
      summary = "Judge what a client saw of the probes",
      description = "What doctor.html sends when the browser has opened them. Nothing is stored.")
  @RequestBody(
      content = @Content(schema = @Schema(implementation = DoctorSchemas.ObservationShape.class)))
  @APIResponse(
      responseCode = "200",
      description = "What was found",
      content = @Content(schema = @Schema(implementation = DoctorSchemas.ReportShape.class)))
  @APIResponse(responseCode = "400", description = "Not what a client can have seen")
  @APIResponse(responseCode = "403", description = "The doctor is for operators and administrators")
  @APIResponse(responseCode = "429", description = "Too many examinations are under way")
  public void judge(
      String body, @Suspended AsyncResponse suspended, @Context HttpServletRequest request) {
    Observed observed = observed(Body.of(body), Arrival.of(request, config.node()));
    String path = request.getContextPath();
    answer(request, waiting -> doctor.judge(observed, path));
  }

  @GET
  @Path("/probe")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(
      operationId = "doctorProbe",
      summary = "A stream that says when it says something",
      description =
          "pulse: 8 events, 200 ms apart. silence: two events with silence between them. The first"
              + " event tells how the request reached the node. Also at /api/stream?probe=…, where"
              + " proxies treat it as they treat streams. At most 16 are open on a node at the same"
              + " time.")
  @APIResponse(
      responseCode = "200",
      description = "Events of the type beat; sent is in milliseconds since the first one",
      content =
          @Content(mediaType = "text/event-stream", schema = @Schema(type = SchemaType.STRING)))
  @APIResponse(responseCode = "400", description = "Not a probe, or not a silence")
  @APIResponse(responseCode = "403", description = "The doctor is for operators and administrators")
  @APIResponse(responseCode = "429", description = "Too many probes are open")
  public void probe(
      @Parameter(description = "pulse or silence") @QueryParam("probe") @Nullable String probe,
      @Parameter(description = "Milliseconds, 1 to 120,000; for silence") @QueryParam("silence")
          @Nullable String silence,
      @Suspended AsyncResponse suspended,
      @Context HttpServletRequest request) {
    boolean pulse = "pulse".equals(probe);
    if (!pulse && !"silence".equals(probe)) {
      throw Problem.badField("probe", "probe: pulse or silence.");
    }
    long enough = Silence.enough(config.heartbeat());
    long millis = silence == null ? enough : WholeNumber.of("silence", silence, 1, Silence.MOST);
    JsonObject about =
        Json.createObjectBuilder()
            .add("arrival", Arrival.of(request, config.node()).json())
            .add("at", System.currentTimeMillis())
            .add("silence", enough)
            .build();
    AsyncContext exchange = exchange(request);
    if (!threads.probe(
        () ->
            ProbeStream.answer(
                exchange, about, pulse ? Pulse.BEATS : 2, pulse ? Pulse.EVERY : millis))) {
      throw Problem.tooMany("Too many probes are open. Try again later.", 10);
    }
  }

  /** What takes its time, and may be interrupted. */
  private interface Work {
    Report report(Examination.Waiting waiting) throws InterruptedException;
  }

  /** Answers later, and until then with blank lines, which are nothing in JSON. */
  private void answer(HttpServletRequest request, Work work) {
    AsyncContext exchange = exchange(request);
    if (!threads.report(() -> write(exchange, work))) {
      throw Problem.tooMany("Other examinations are under way. Try again later.", 20);
    }
  }

  /** The container's own time-out would write an error text into the answer. */
  private static AsyncContext exchange(HttpServletRequest request) {
    AsyncContext exchange = request.getAsyncContext();
    exchange.setTimeout(0);
    return exchange;
  }

  private static void write(AsyncContext exchange, Work work) {
    try {
      HttpServletResponse response = (HttpServletResponse) exchange.getResponse();
      response.setStatus(HttpServletResponse.SC_OK);
      response.setContentType(MediaType.APPLICATION_JSON);
      response.setCharacterEncoding("UTF-8");
      response.flushBuffer();
      Report report = work.report(() -> sign(response));
      response.getOutputStream().write(report.json().getBytes(StandardCharsets.UTF_8));
    } catch (IOException gone) {
      LOG.log(Level.FINE, "Nobody waits for the doctor any more.", gone);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException failure) {
      // The headers are out: an answer that is cut off is all there can be.
      LOG.log(Level.WARNING, "An examination failed.", failure);
    } finally {
      exchange.complete();
    }
  }

  private static boolean sign(ServletResponse response) {
    try {
      OutputStream out = response.getOutputStream();
      out.write('\n');
      out.flush();
      return true;
    } catch (IOException gone) {
      return false;
    }
  }

  private static Observed observed(Body body, Arrival asked) {
    String address = body.text("address");
    if (address == null || !ORIGIN.matcher(address).matches()) {
      throw Problem.badField("address", "address: an origin such as https://tidings.example.com.");
    }
    long day = 86_400_000;
    boolean timed = body.json().containsKey("ahead");
    String readable = body.text("readable");
    return new Observed(
        address,
        body.objects("pulses", MOST).stream().map(Pulse::of).toList(),
        body.objects("silences", MOST).stream().map(Silence::of).toList(),
        timed ? (Long) body.number("ahead", -10_000 * day, 10_000 * day, 0) : null,
        readable == null ? Set.of() : names(readable),
        asked);
  }

  /** Cookies of a sign-in, among those that a client names. */
  private static Set<String> names(String readable) {
    return Arrays.stream(readable.split(" ", -1))
        .filter(name -> name.equals("LtpaToken2") || name.equals("JSESSIONID"))
        .collect(Collectors.toSet());
  }

  private static Map<String, String> login(HttpServletRequest request) {
    Map<String, String> login = new LinkedHashMap<>();
    for (String name : new String[] {"Cookie", "Authorization"}) {
      String value = request.getHeader(name);
      if (value != null) {
        login.put(name, value);
      }
    }
    return login;
  }
}
