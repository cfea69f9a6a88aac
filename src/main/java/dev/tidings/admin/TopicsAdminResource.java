package dev.tidings.admin;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/admin/topics}: the topics there are, on all nodes and in the log. */
@Path("/admin/topics")
@RequestScoped
@RolesAllowed({"operator", "administrator"})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "administration", description = "For administrators")
public class TopicsAdminResource {
  @Inject TopicTable table;

  @GET
  @Operation(
      operationId = "topics",
      summary = "The topics there are",
      description =
          "Those that somebody listens to on any node, and those that are in the log; if there are"
              + " more than the limit, those that most listen to. The hub's own, below tidings/, only"
              + " where the prefix asks for them.")
  @APIResponse(
      responseCode = "200",
      description = "In the order of their paths",
      content = @Content(schema = @Schema(implementation = ConsoleSchemas.Topics.class)))
  @APIResponse(responseCode = "400", description = "A parameter is not acceptable; it is named")
  @APIResponse(responseCode = "403", description = "You are neither operator nor administrator")
  @APIResponse(responseCode = "503", description = "The database does not answer; try again")
  public String list(
      @Parameter(description = "What their paths begin with, such as feeds/") @QueryParam("prefix")
          @Nullable String prefix,
      @Parameter(description = "How many at most, 1 to 1,000")
          @QueryParam("limit")
          @DefaultValue(Asked.USUAL)
          String limit) {
    TopicTable.Table found = table.all(Asked.prefix(prefix), Asked.limit(limit));
    return Rows.object()
        .add("topics", Rows.array(found.rows()))
        .add("more", found.more())
        .add("missing", Rows.names(found.silent()))
        .build()
        .toString();
  }
}
