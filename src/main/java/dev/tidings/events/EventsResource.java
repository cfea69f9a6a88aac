package dev.tidings.events;

import dev.tidings.problem.Problem;
import dev.tidings.problem.ProblemMapper;
import dev.tidings.problem.WholeNumber;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/events}: publish, page through history, clear. */
@Path("/events")
@RequestScoped
@RolesAllowed("user")
@Tag(name = "events", description = "What happened on a topic")
public class EventsResource {
  private static final int MAX_LIMIT = 1_000;

  @Inject Intake intake;
  @Inject Throttle throttle;
  @Inject Publisher publisher;
  @Inject LiveTopics live;
  @Inject History history;

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "publish",
      summary = "Publish one event, or up to 1,000 in one transaction",
      description =
          "Answered after the commit. Listeners get the events in this order. Events of a live topic"
              + " are not stored: they go to whoever listens now, and an Idempotency-Key has no"
              + " effect on them.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema =
                  @Schema(oneOf = {ApiSchemas.DraftShape.class, ApiSchemas.DraftShape[].class})))
  @APIResponse(
      responseCode = "201",
      description = "Committed",
      content = @Content(schema = @Schema(implementation = ApiSchemas.Ids.class)))
  @APIResponse(responseCode = "202", description = "A live topic: sent to whoever listens now")
  @APIResponse(
      responseCode = "400",
      description = "A field is not acceptable; the problem names it")
  @APIResponse(responseCode = "403", description = "This topic is not yours to write")
  @APIResponse(responseCode = "413", description = "Over a bound; nothing was stored")
  @APIResponse(responseCode = "415", description = "Not application/json")
  @APIResponse(responseCode = "422", description = "The Idempotency-Key was used with another body")
  @APIResponse(
      responseCode = "429",
      description = "More than tidings.publish.rate; see Retry-After")
  @APIResponse(responseCode = "503", description = "The database does not confirm; try again")
  public CompletionStage<Response> publish(
      @Parameter(required = true, description = "Such as feeds/news") @QueryParam("topic")
          @Nullable String topic,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      InputStream body,
      @Context SecurityContext caller) {
    String user = caller.getUserPrincipal().getName();
    Topic target = Topic.asked(topic, user);
    HubIntake.requireKey(key);
    List<Draft> drafts = Drafts.read(body);
    throttle.take(user, drafts.size());
    if (live.kind(target) != LiveTopics.Kind.DURABLE) {
      publisher.publish(target, drafts);
      return CompletableFuture.completedFuture(Response.accepted().build());
    }
    List<Entry> entries = drafts.stream().map(draft -> Entry.of(target, draft)).toList();
    return intake
        .submit(new PublishRequest(user, key, entries))
        .thenApply(ids -> Response.status(Response.Status.CREATED).entity(json(ids)).build())
        .exceptionally(new ProblemMapper()::toResponse);
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "history",
      summary = "A page of a topic's history",
      description =
          "Go on with after=cursor. A stream opened with after=cursor meets the page without a gap.")
  @APIResponse(
      responseCode = "200",
      description = "The events, and the id to go on from",
      content = @Content(schema = @Schema(implementation = ApiSchemas.Page.class)))
  @APIResponse(responseCode = "400", description = "A parameter is not acceptable")
  @APIResponse(responseCode = "403", description = "This topic is not yours to read")
  @APIResponse(
      responseCode = "410",
      description = "History does not reach back to this id; the problem has the oldest one")
  public Response page(
      @Parameter(required = true, description = "Such as feeds/news") @QueryParam("topic")
          @Nullable String topic,
      @QueryParam("after") @Nullable String after,
      @QueryParam("limit") @DefaultValue("100") String limit,
      @QueryParam("order") @DefaultValue("asc") String order,
      @Context SecurityContext caller) {
    Topic source = Topic.asked(topic, caller.getUserPrincipal().getName());
    Optional<String> id = Optional.ofNullable(after);
    String page =
        switch (order) {
          case "asc" -> history.oldest(source, id, WholeNumber.of("limit", limit, 1, MAX_LIMIT));
          case "desc" -> history.newest(source, id, WholeNumber.of("limit", limit, 1, MAX_LIMIT));
          default -> throw Problem.badField("order", "order: asc or desc.");
        };
    return Response.ok(page).build();
  }

  @DELETE
  @Operation(
      operationId = "clear",
      summary = "Clear a topic",
      description = "Its history is gone after the commit, and listeners get a clear event.")
  @APIResponse(responseCode = "204", description = "Cleared")
  @APIResponse(responseCode = "403", description = "This topic is not yours to clear")
  @APIResponse(responseCode = "503", description = "The database does not confirm; try again")
  public CompletionStage<Response> clear(
      @Parameter(required = true, description = "Such as feeds/news") @QueryParam("topic")
          @Nullable String topic,
      @Context SecurityContext caller) {
    String user = caller.getUserPrincipal().getName();
    Topic target = Topic.asked(topic, user);
    throttle.take(user, 1);
    if (live.kind(target) != LiveTopics.Kind.DURABLE) {
      publisher.clear(target);
      return CompletableFuture.completedFuture(Response.noContent().build());
    }
    return intake
        .submit(new PublishRequest(user, null, List.of(Entry.clear(target))))
        .thenApply(ids -> Response.noContent().build())
        .exceptionally(new ProblemMapper()::toResponse);
  }

  private static String json(List<EventId> ids) {
    return ids.stream()
        .map(id -> "\"" + id + "\"")
        .collect(Collectors.joining(",", "{\"ids\":[", "]}"));
  }
}
