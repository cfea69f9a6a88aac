package dev.tidings.admin;

import dev.tidings.events.EventLog;
import dev.tidings.privacy.Archive;
import dev.tidings.problem.Problem;
import dev.tidings.security.Audit;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/admin/users/NAME/data}: what the hub keeps of a user, to be handed out or erased. A
 * name that cannot stand in a path ({@code a//b}, {@code ..}) goes into {@code
 * /api/admin/users/data?user=}.
 */
@Path("/admin/users")
@RequestScoped
@RolesAllowed("administrator")
@Tag(name = "administration", description = "For administrators")
public class PeopleResource {
  private static final int MAX_NAME = 255;
  private static final String ZIP = "application/zip";

  /** Each holds a thread and reads as fast as it can: of a node, at the same time. Others wait. */
  private static final Semaphore PLACES = new Semaphore(2);

  private static final long WAIT_SECONDS = 20;

  @Inject People people;
  @Inject EventLog log;
  @Inject Audit audit;

  /**
   * What was erased.
   *
   * @param removed how many of what: items, events, jobs and so on; all 0 where nothing was left
   */
  @Schema(name = "ErasedData")
  public record Erased(
      @Schema(required = true) String user,
      @Schema(
              required = true,
              description =
                  "How many of what: answers, events, items of the inbox, jobs, notifications in the"
                      + " log, preferences and other rows of the inbox, reports, requests, scheduled")
          Map<String, Long> removed) {}

  @GET
  @Path("/{user: .+}/data")
  @Produces({ZIP, "application/problem+json"})
  @Operation(
      operationId = "exportUserData",
      summary = "All that the hub keeps of a user",
      description =
          "A zip with a file of JSON lines for each part. Sent while it is read, as of each part: a"
              + " user who is at work meanwhile may be in one part and not in the next.")
  @APIResponse(
      responseCode = "200",
      description =
          "The archive: inbox.jsonl, preferences.json, events.jsonl, jobs.jsonl, answers.jsonl and"
              + " what else there is",
      content = @Content(mediaType = ZIP))
  @APIResponse(responseCode = "400", description = "This cannot be a name")
  @APIResponse(responseCode = "403", description = "You are no administrator")
  @APIResponse(responseCode = "503", description = "The database does not answer; try again")
  public Response export(
      @PathParam("user") String user,
      @Context HttpServletRequest request,
      @Context SecurityContext security) {
    return archive(user, request, security);
  }

  /** The same for any name. */
  @GET
  @Path("/data")
  @Produces({ZIP, "application/problem+json"})
  @Operation(
      operationId = "exportDataOf",
      summary = "All that the hub keeps of a user, whatever the name",
      description = "As /api/admin/users/{user}/data, also for names that cannot stand in a path.")
  @APIResponse(
      responseCode = "200",
      description = "The archive",
      content = @Content(mediaType = ZIP))
  @APIResponse(responseCode = "400", description = "This cannot be a name")
  public Response exportOf(
      @Parameter(required = true, description = "As the registry has it, to the letter")
          @QueryParam("user")
          @Nullable String user,
      @Context HttpServletRequest request,
      @Context SecurityContext security) {
    return archive(user, request, security);
  }

  private Response archive(
      @Nullable String text, HttpServletRequest request, SecurityContext security) {
    String user = name(text);
    // Once bytes are sent, nobody can be told any more that the database is away.
    log.head();
    administered("export data", user, request, security);
    StreamingOutput output = out -> write(user, out);
    return Response.ok(output, ZIP)
        .header("Content-Disposition", "attachment; filename=\"" + fileName(user) + "\"")
        .build();
  }

  private void write(String user, OutputStream out) throws IOException {
    if (!place()) {
      throw new IOException("Too many archives are being written at this node.");
    }
    try {
      people.export(user, new Archive(out));
    } finally {
      PLACES.release();
    }
  }

  /** Whether there is one, after a wait. */
  private static boolean place() throws IOException {
    try {
      return PLACES.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IOException("The server is stopping.", stop);
    }
  }

  private static String fileName(String user) {
    return "tidings-" + user.replaceAll("[^A-Za-z0-9._-]+", "-") + ".zip";
  }

  @DELETE
  @Path("/{user: .+}/data")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "eraseUserData",
      summary = "Erase all that the hub keeps of a user",
      description =
          "For good. Ends the user's logins and streams first. Whoever listens to a topic of that"
              + " user is told clear, whoever comes back with an older cursor, reset. May be repeated."
              + " Whoever can still sign in is met as a new user: take the account away before.")
  @APIResponse(
      responseCode = "200",
      description = "How much there was",
      content = @Content(schema = @Schema(implementation = Erased.class)))
  @APIResponse(responseCode = "400", description = "This cannot be a name")
  @APIResponse(responseCode = "403", description = "You are no administrator")
  @APIResponse(
      responseCode = "503",
      description = "The database does not confirm: some of it may be left; repeat this")
  public Erased erase(
      @PathParam("user") String user,
      @Context HttpServletRequest request,
      @Context SecurityContext security) {
    return erased(user, request, security);
  }

  /** The same for any name. */
  @DELETE
  @Path("/data")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "eraseDataOf",
      summary = "Erase all that the hub keeps of a user, whatever the name",
      description = "As /api/admin/users/{user}/data, also for names that cannot stand in a path.")
  @APIResponse(
      responseCode = "200",
      description = "How much there was",
      content = @Content(schema = @Schema(implementation = Erased.class)))
  @APIResponse(responseCode = "400", description = "This cannot be a name")
  public Erased eraseOf(
      @Parameter(required = true, description = "As the registry has it, to the letter")
          @QueryParam("user")
          @Nullable String user,
      @Context HttpServletRequest request,
      @Context SecurityContext security) {
    return erased(user, request, security);
  }

  private Erased erased(
      @Nullable String text, HttpServletRequest request, SecurityContext security) {
    String user = name(text);
    // Before anything is gone: a node that ends meanwhile must not take that with it.
    administered("erase data", user, request, security);
    Erased erased = new Erased(user, people.erase(user));
    administered("erased data", user, request, security);
    return erased;
  }

  private void administered(
      String deed, String user, HttpServletRequest request, SecurityContext security) {
    audit.administered(security.getUserPrincipal().getName(), request.getRemoteAddr(), deed, user);
  }

  /** To the letter: in a name, a blank at the end is another name. */
  private static String name(@Nullable String text) {
    if (text == null
        || text.isBlank()
        || text.length() > MAX_NAME
        || text.chars().anyMatch(Character::isISOControl)) {
      throw Problem.badField("user", "user: the name of a user, of 1 to 255 characters.");
    }
    return text;
  }
}
