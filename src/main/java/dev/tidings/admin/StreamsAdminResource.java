package dev.tidings.admin;

import dev.tidings.cluster.Node;
import dev.tidings.cluster.Roster;
import dev.tidings.events.Topic;
import dev.tidings.problem.Problem;
import dev.tidings.problem.ProblemMapper;
import dev.tidings.security.Audit;
import dev.tidings.stream.Overview;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/admin/streams}: the open streams of all nodes, and how they are ended. */
@Path("/admin/streams")
@RequestScoped
@RolesAllowed({"operator", "administrator"})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "administration", description = "For administrators")
public class StreamsAdminResource {
  @Inject StreamTable table;
  @Inject Overview overview;
  @Inject Orders orders;
  @Inject Roster roster;
  @Inject Audit audit;
  @Context HttpServletRequest request;

  @GET
  @Operation(
      operationId = "openStreams",
      summary = "The open streams of all nodes",
      description = "In the order of their ids, as they are at this moment. Go on with cursor.")
  @APIResponse(
      responseCode = "200",
      description = "A page of them",
      content = @Content(schema = @Schema(implementation = ConsoleSchemas.Streams.class)))
  @APIResponse(responseCode = "400", description = "A parameter is not acceptable; it is named")
  @APIResponse(responseCode = "403", description = "You are neither operator nor administrator")
  public String list(
      @Parameter(description = "Whose, by the whole name") @QueryParam("user")
          @Nullable String user,
      @Parameter(description = "That listen to this topic") @QueryParam("topic")
          @Nullable String topic,
      @Parameter(description = "Of one node, by its name or id") @QueryParam("node")
          @Nullable String node,
      @Parameter(description = "As the page before told it") @QueryParam("cursor")
          @Nullable String cursor,
      @Parameter(description = "How many at most, 1 to 1,000")
          @QueryParam("limit")
          @DefaultValue(Asked.USUAL)
          String limit) {
    StreamId after = null;
    if (cursor != null) {
      after =
          StreamId.parse(cursor)
              .orElseThrow(() -> Problem.badField("cursor", "cursor: the one of the page before."));
    }
    StreamTable.Table found =
        table.all(
            new StreamQuery(
                Asked.name("user", user),
                topic == null ? null : new Topic(topic),
                Asked.name("node", node),
                after,
                Asked.limit(limit)));
    var page = Rows.object().add("streams", Rows.array(found.rows())).add("total", found.total());
    Rows.text(page, "cursor", found.cursor());
    return page.add("missing", Rows.names(found.silent())).build().toString();
  }

  @DELETE
  @Path("/{id}")
  @RolesAllowed("administrator")
  @Operation(
      operationId = "endStream",
      summary = "End a stream",
      description =
          "It is told bye with the reason ended. Its browser comes back as after any other end, or"
              + " after retry. On another node it ends as soon as that has seen the order in the log.")
  @APIResponse(responseCode = "204", description = "It ends")
  @APIResponse(responseCode = "400", description = "retry is not acceptable")
  @APIResponse(responseCode = "403", description = "You are no administrator")
  @APIResponse(responseCode = "404", description = "There is no such stream, or not any more")
  @APIResponse(responseCode = "503", description = "The database does not confirm; try again")
  public CompletionStage<Response> end(
      @Parameter(description = "As the list has it") @PathParam("id") String id,
      @Parameter(description = "After how long its browser may come back, PT0.1S to P1D")
          @QueryParam("retry")
          @Nullable String retry) {
    Duration back = Asked.retry(retry);
    StreamId stream = StreamId.parse(id).orElseThrow(StreamsAdminResource::missing);
    StreamTable.Table found =
        table.all(
            new StreamQuery(
                null, null, stream.run(), new StreamId(stream.run(), stream.number() - 1), 1));
    List<JsonObject> rows =
        found.rows().stream().filter(row -> row.getString("id").equals(id)).toList();
    if (rows.isEmpty() && found.silent().isEmpty()) {
      throw missing();
    }
    String of = rows.isEmpty() ? "" : " of " + rows.get(0).getString("user");
    Deed deed = Deed.of(audit, request, "end stream", stream + of);
    if (stream.run().equals(roster.run())) {
      overview.end(stream.number(), back);
      deed.done();
      return CompletableFuture.completedFuture(Response.noContent().build());
    }
    return orders
        .end(deed.user(), stream, back)
        .thenApply(
            ids -> {
              deed.done();
              return Response.noContent().build();
            })
        .exceptionally(new ProblemMapper()::toResponse);
  }

  @DELETE
  @RolesAllowed("administrator")
  @Operation(
      operationId = "endStreams",
      summary = "End all streams of a user, on all nodes",
      description =
          "They are told bye with the reason ended; the user stays signed in, and browsers come"
              + " back. To keep a user out, revoke the logins.")
  @APIResponse(
      responseCode = "200",
      description = "How many there were",
      content = @Content(schema = @Schema(implementation = ConsoleSchemas.Ended.class)))
  @APIResponse(responseCode = "400", description = "No user is named, or retry is not acceptable")
  @APIResponse(responseCode = "403", description = "You are no administrator")
  @APIResponse(responseCode = "503", description = "The database does not confirm; try again")
  public CompletionStage<Response> endOf(
      @Parameter(required = true, description = "By the whole name") @QueryParam("user")
          @Nullable String user,
      @Parameter(description = "After how long the browsers may come back, PT0.1S to P1D")
          @QueryParam("retry")
          @Nullable String retry) {
    String name = Asked.name("user", user);
    if (name == null) {
      throw Problem.badField("user", "user: whose streams are to end.");
    }
    Duration back = Asked.retry(retry);
    long total = table.all(new StreamQuery(name, null, null, null, 1)).total();
    overview.endOf(name, back);
    Deed deed = Deed.of(audit, request, "end streams", name);
    if (others().isEmpty()) {
      deed.done();
      return CompletableFuture.completedFuture(ended(total));
    }
    return orders
        .endOf(deed.user(), name, back)
        .thenApply(
            ids -> {
              deed.done();
              return ended(total);
            })
        .exceptionally(new ProblemMapper()::toResponse);
  }

  private static Problem missing() {
    return new Problem(404, "Not found", "There is no such stream, or not any more.");
  }

  private List<Node> others() {
    return roster.nodes().stream().filter(node -> !node.run().equals(roster.run())).toList();
  }

  private static Response ended(long streams) {
    return Response.ok(Rows.object().add("ended", streams).build().toString()).build();
  }
}
