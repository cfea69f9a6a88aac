package dev.tidings.inbox;

import dev.tidings.events.EventId;
import dev.tidings.events.HubIntake;
import dev.tidings.problem.Body;
import dev.tidings.problem.Problem;
import dev.tidings.problem.ProblemMapper;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/notifications}: tell users something, now or later. */
@Path("/notifications")
@RequestScoped
@RolesAllowed("publisher")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "notifications", description = "Telling users something")
public class NotificationsResource {
  private static final Duration YEAR = Duration.ofDays(366);

  @Inject HubIntake intake;
  @Inject NotificationRequests notifications;
  @Inject Schedule schedule;

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "notify",
      summary = "Send a notification, now or at a later moment",
      description =
          "Answered after the commit; it is in the inboxes a moment later, whatever happens to this"
              + " server in between. Named users need not have been here before.")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = InboxSchemas.NotificationShape.class)))
  @APIResponse(
      responseCode = "201",
      description = "Committed",
      content = @Content(schema = @Schema(implementation = InboxSchemas.IdsShape.class)))
  @APIResponse(
      responseCode = "202",
      description = "To be sent at the moment that was named",
      content = @Content(schema = @Schema(implementation = InboxSchemas.ScheduledIdShape.class)))
  @APIResponse(responseCode = "400", description = "A field is not acceptable; it is named")
  @APIResponse(responseCode = "403", description = "You are no publisher")
  @APIResponse(responseCode = "409", description = "Too many are waiting to be sent")
  @APIResponse(responseCode = "422", description = "The Idempotency-Key was used with another body")
  @APIResponse(responseCode = "429", description = "More than tidings.publish.rate")
  @APIResponse(responseCode = "503", description = "The database does not confirm; try again")
  public CompletionStage<Response> send(
      @HeaderParam("Idempotency-Key") @Nullable String key,
      String text,
      @Context SecurityContext security) {
    HubIntake.requireKey(key);
    Body body = Body.of(text);
    if (body.json().containsKey(NotificationJson.BY)) {
      throw Problem.badField(NotificationJson.BY, "by: this is who you are signed in as.");
    }
    Notification notification = NotificationJson.read(body.json());
    Instant at = body.instant(NotificationJson.AT);
    Instant now = Instant.now();
    if (notification.expiresAt() != null
        && !notification.expiresAt().isAfter(at == null ? now : at)) {
      throw Problem.badField("expiresAt", "expiresAt: is over before it is sent.");
    }
    String user = security.getUserPrincipal().getName();
    if (at != null) {
      return CompletableFuture.completedFuture(later(notification, at, now, user, key));
    }
    return notifications
        .submit(notification, user, key)
        .thenApply(ids -> Response.status(Response.Status.CREATED).entity(json(ids)).build())
        .exceptionally(new ProblemMapper()::toResponse);
  }

  private Response later(
      Notification notification, Instant at, Instant now, String user, @Nullable String key) {
    if (!at.isAfter(now) || at.isAfter(now.plus(YEAR))) {
      throw Problem.badField("at", "at: a moment to come, within a year.");
    }
    // What cannot be sent then is refused now.
    intake.take(user, Notifications.drafts(notification, user).size());
    String id =
        schedule
            .add(Scheduled.of(notification, at, user, key))
            .orElseThrow(
                () ->
                    new Problem(
                        409,
                        "Too many scheduled",
                        "At most " + Schedule.MAX + " can wait to be sent at the same time."));
    return Response.accepted(Json.createObjectBuilder().add("scheduled", id).build().toString())
        .build();
  }

  private static String json(List<EventId> ids) {
    JsonArrayBuilder all = Json.createArrayBuilder();
    ids.forEach(id -> all.add(id.toString()));
    return Json.createObjectBuilder().add("ids", all).build().toString();
  }

  @GET
  @Path("/scheduled")
  @Operation(operationId = "scheduled", summary = "What is to be sent later, the next first")
  @APIResponse(
      responseCode = "200",
      description = "The notifications",
      content = @Content(schema = @Schema(implementation = InboxSchemas.ScheduledListShape.class)))
  public String scheduled() {
    JsonArrayBuilder all = Json.createArrayBuilder();
    for (Scheduled scheduled : schedule.all()) {
      all.add(
          Json.createObjectBuilder()
              .add("id", scheduled.id)
              .add("at", ItemJson.time(scheduled.due))
              .add("by", scheduled.sender)
              .add("notification", Body.of(scheduled.notification).json()));
    }
    return Json.createObjectBuilder().add("scheduled", all).build().toString();
  }

  @DELETE
  @Path("/scheduled/{id}")
  @Operation(operationId = "cancelScheduled", summary = "Do not send it")
  @APIResponse(responseCode = "204", description = "It will not be sent")
  @APIResponse(responseCode = "404", description = "It was sent already, or never was there")
  public Response cancel(@PathParam("id") String id) {
    if (!schedule.cancel(id)) {
      throw new Problem(404, "Not found", "It was sent already, or cancelled before.");
    }
    return Response.noContent().build();
  }
}
