package dev.tidings.admin;

import dev.tidings.events.EventId;
import dev.tidings.events.HubIntake;
import dev.tidings.inbox.Audience;
import dev.tidings.inbox.Notification;
import dev.tidings.inbox.NotificationRequests;
import dev.tidings.inbox.Severity;
import dev.tidings.problem.Body;
import dev.tidings.problem.Problem;
import dev.tidings.problem.ProblemMapper;
import dev.tidings.security.Audit;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/admin/broadcast}: tells every user something. */
@Path("/admin/broadcast")
@RequestScoped
@RolesAllowed("administrator")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "administration", description = "For administrators")
public class BroadcastResource {
  private static final String CATEGORY = "announcements";

  @Inject NotificationRequests notifications;
  @Inject Audit audit;
  @Context HttpServletRequest request;

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "broadcast",
      summary = "Tell all users something",
      description =
          "A notification to everybody the hub has met, answered after the commit. Without a"
              + " category it is one of announcements.")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = ConsoleSchemas.Broadcast.class)))
  @APIResponse(
      responseCode = "201",
      description = "Committed",
      content = @Content(schema = @Schema(implementation = ConsoleSchemas.BroadcastIds.class)))
  @APIResponse(responseCode = "400", description = "A field is not acceptable; it is named")
  @APIResponse(responseCode = "403", description = "You are no administrator")
  @APIResponse(responseCode = "422", description = "The Idempotency-Key was used with another body")
  @APIResponse(responseCode = "429", description = "More than tidings.publish.rate")
  @APIResponse(responseCode = "503", description = "The database does not confirm; try again")
  public CompletionStage<Response> send(
      @HeaderParam("Idempotency-Key") @Nullable String key, String text) {
    HubIntake.requireKey(key);
    Notification notification = notification(Body.of(text));
    Deed deed = Deed.of(audit, request, "broadcast", notification.category());
    return notifications
        .submit(notification, deed.user(), key)
        .thenApply(
            ids -> {
              deed.done();
              return Response.status(Response.Status.CREATED).entity(json(ids)).build();
            })
        .exceptionally(new ProblemMapper()::toResponse);
  }

  private static Notification notification(Body body) {
    String title = body.text("title");
    if (title == null) {
      throw Problem.badField("title", "title: is missing.");
    }
    String category = body.text("category");
    Notification notification =
        Notification.of(Audience.everyone(), category == null ? CATEGORY : category, title)
            .severity(Severity.of(body.text("severity")));
    String said = body.text("body");
    return said == null ? notification : notification.body(said);
  }

  private static String json(List<EventId> ids) {
    JsonArrayBuilder all = Json.createArrayBuilder();
    ids.forEach(id -> all.add(id.toString()));
    return Json.createObjectBuilder().add("ids", all).build().toString();
  }
}
