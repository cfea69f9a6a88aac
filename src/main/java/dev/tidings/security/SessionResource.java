package dev.tidings.security;

import dev.tidings.config.Settings;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/session}: who am I, and sign out. Signing in is the container's form. */
@Path("/session")
@RequestScoped
@RolesAllowed("user")
@Tag(name = "session", description = "Who is signed in")
public class SessionResource {
  private static final Logger LOG = Logger.getLogger(SessionResource.class.getName());

  /** Where the database is away, nobody waits for it to sign out. */
  private static final long PATIENCE_MILLIS = 1_000;

  @Inject Event<SignedOut> signedOut;
  @Inject EndedLogins logins;
  @Inject Settings settings;
  @Inject Audit audit;
  @Inject @Any Instance<Feature> features;

  /** What a page wants to know about its user. */
  @Schema(name = "Session")
  public record Session(
      @Schema(required = true) String name,
      @Schema(required = true) List<String> roles,
      @Schema(required = true, description = "What this server has besides, such as assistant")
          List<String> features,
      @Schema(format = "date-time", description = "When signing in again will be needed")
          @Nullable String expires) {}

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(operationId = "session", summary = "Who is signed in")
  @APIResponse(
      responseCode = "200",
      description = "Name, roles, expiry",
      content = @Content(schema = @Schema(implementation = Session.class)))
  @APIResponse(responseCode = "401", description = "Nobody is")
  public Response get(@Context SecurityContext security) {
    Caller caller = Caller.of(security);
    List<String> roles = Caller.ROLES.stream().filter(caller.roles()::contains).toList();
    Instant expires = Login.current(settings).ends();
    Session session =
        new Session(
            caller.name(),
            roles,
            features.stream().filter(Feature::isOffered).map(Feature::name).sorted().toList(),
            expires == null ? null : expires.truncatedTo(ChronoUnit.SECONDS).toString());
    return Response.ok(session).build();
  }

  @DELETE
  @Operation(
      operationId = "signOut",
      summary = "Sign out",
      description =
          "Ends all streams of this user, in every browser. The login is refused from then on, on"
              + " all nodes; other logins of the user are good. A bearer token stays valid until it"
              + " ends.")
  @APIResponse(responseCode = "204", description = "Signed out")
  public Response signOut(@Context HttpServletRequest request, @Context SecurityContext security)
      throws ServletException {
    String user = security.getUserPrincipal().getName();
    Instant login = Login.current(settings).name();
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
    // Clears the LTPA cookie, and has the server refuse it should it come back.
    request.logout();
    audit.signedOut(user, request.getRemoteAddr());
    CompletionStage<Void> told = logins.signOut(user, login);
    signedOut.fire(new SignedOut(user));
    await(told);
    return Response.noContent().build();
  }

  /** So that it holds on all nodes, even if this one is gone the moment after the answer. */
  private static void await(CompletionStage<Void> told) {
    try {
      told.toCompletableFuture().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException later) {
      LOG.log(Level.FINE, "A sign-out holds on this node only, for now.", later);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
