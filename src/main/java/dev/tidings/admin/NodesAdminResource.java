package dev.tidings.admin;

import dev.tidings.cluster.Node;
import dev.tidings.cluster.Roster;
import dev.tidings.config.NodeName;
import dev.tidings.problem.Problem;
import dev.tidings.problem.ProblemMapper;
import dev.tidings.security.Audit;
import dev.tidings.stream.Drain;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/admin/nodes}: all nodes, and how they are taken out of service and back. */
@Path("/admin/nodes")
@RequestScoped
@RolesAllowed({"operator", "administrator"})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "administration", description = "For administrators")
public class NodesAdminResource {
  @Inject NodeTable table;
  @Inject Roster roster;
  @Inject NodeName name;
  @Inject Drain drain;
  @Inject Orders orders;
  @Inject Audit audit;
  @Context HttpServletRequest request;

  @GET
  @Operation(
      operationId = "nodes",
      summary = "All nodes",
      description =
          "A node that is away has given a sign of late, but does not answer: only what it said a"
              + " few seconds ago is known.")
  @APIResponse(
      responseCode = "200",
      description = "By name",
      content = @Content(schema = @Schema(implementation = ConsoleSchemas.Nodes.class)))
  @APIResponse(responseCode = "403", description = "You are neither operator nor administrator")
  public String list() {
    return Rows.object().add("nodes", Rows.array(table.all())).build().toString();
  }

  @POST
  @Path("/{name:.+}/drain")
  @RolesAllowed("administrator")
  @Operation(
      operationId = "drain",
      summary = "Take a node out of service",
      description =
          "It says that it is not ready, moves its streams to other nodes over tidings.stream.leave,"
              + " and takes no others; all else goes on. It lasts until it is taken back or starts"
              + " anew. Where it is drained already, nothing happens.")
  @APIResponse(responseCode = "204", description = "It begins")
  @APIResponse(responseCode = "403", description = "You are no administrator")
  @APIResponse(responseCode = "404", description = "There is no node of this name")
  @APIResponse(responseCode = "409", description = "Several nodes have this name; use the id")
  @APIResponse(responseCode = "503", description = "The database does not confirm; try again")
  public CompletionStage<Response> drain(
      @Parameter(description = "Its name or id, as the list has it") @PathParam("name")
          String node) {
    return drained(node, true);
  }

  @DELETE
  @Path("/{name:.+}/drain")
  @RolesAllowed("administrator")
  @Operation(
      operationId = "takeBack",
      summary = "Take a drained node back into service",
      description =
          "It is ready and takes streams again; those that have gone stay where they are.")
  @APIResponse(responseCode = "204", description = "It is ready")
  @APIResponse(responseCode = "403", description = "You are no administrator")
  @APIResponse(responseCode = "404", description = "There is no node of this name")
  @APIResponse(responseCode = "409", description = "Several nodes have this name; use the id")
  @APIResponse(responseCode = "503", description = "The database does not confirm; try again")
  public CompletionStage<Response> takeBack(
      @Parameter(description = "Its name or id, as the list has it") @PathParam("name")
          String node) {
    return drained(node, false);
  }

  private CompletionStage<Response> drained(String node, boolean begin) {
    String run = run(node);
    Deed deed = Deed.of(audit, request, begin ? "drain" : "take back", node);
    if (run.equals(roster.run())) {
      if (begin) {
        drain.begin();
      } else {
        drain.cancel();
      }
      deed.done();
      return CompletableFuture.completedFuture(Response.noContent().build());
    }
    return orders
        .drain(deed.user(), run, begin)
        .thenApply(
            ids -> {
              deed.done();
              return Response.noContent().build();
            })
        .exceptionally(new ProblemMapper()::toResponse);
  }

  /** Also before this node has found itself in the database. */
  private String run(String node) {
    List<Node> known = roster.nodes();
    Set<String> runs =
        known.stream()
            .filter(each -> each.name().equals(node) || each.run().equals(node))
            .map(Node::run)
            .collect(Collectors.toSet());
    if (node.equals(name.text()) || node.equals(roster.run())) {
      runs.add(roster.run());
    }
    if (runs.size() > 1) {
      throw new Problem(
          409, "Ambiguous", "Several nodes have this name. Name the one you mean by its id.");
    }
    return runs.stream()
        .findFirst()
        .orElseThrow(
            () ->
                new Problem(
                    404,
                    "Not found",
                    "There is no node of this name. GET /api/admin/nodes has all."));
  }
}
