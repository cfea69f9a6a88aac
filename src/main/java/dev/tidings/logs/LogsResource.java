package dev.tidings.logs;

import dev.tidings.events.Topic;
import dev.tidings.problem.Problem;
import dev.tidings.problem.WholeNumber;
import dev.tidings.security.Caller;
import dev.tidings.security.TopicPolicy;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/logs}: the log files that the caller may read, and the last lines of each. */
@Path("/logs")
@RequestScoped
@RolesAllowed("user")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "logs", description = "Log files, for operators")
public class LogsResource {
  private static final int MOST_LINES = 10_000;
  private static final long PATIENCE_MILLIS = 5_000;

  @Inject AllowedFiles files;
  @Inject Followers followers;
  @Inject TopicPolicy policy;
  @Inject LogsConfig config;

  @GET
  @Operation(
      operationId = "logs",
      summary = "The log files there are",
      description = "Those that the caller may read; the operator of the server names them.")
  @APIResponse(
      responseCode = "200",
      description = "Their names, and where their lines are published",
      content = @Content(schema = @Schema(implementation = LogsSchemas.Files.class)))
  public String list(@Context SecurityContext security) {
    Caller caller = Caller.of(security);
    JsonArrayBuilder list = Json.createArrayBuilder();
    for (LogFile file : files.all()) {
      if (policy.mayRead(file.topic(), caller)) {
        list.add(
            Json.createObjectBuilder().add("name", file.name()).add("topic", file.topic().path()));
      }
    }
    return Json.createObjectBuilder().add("logs", list).build().toString();
  }

  @GET
  @Path("/{name}")
  @Operation(
      operationId = "logLines",
      summary = "The last lines of a log file",
      description =
          "Further ones are published on its topic as events of the type lines, with the same run"
              + " and numbers: listen first, then ask, and leave out what comes twice.")
  @APIResponse(
      responseCode = "200",
      description = "Entries, the oldest first",
      content = @Content(schema = @Schema(implementation = LogsSchemas.Excerpt.class)))
  @APIResponse(responseCode = "400", description = "lines is not acceptable")
  @APIResponse(responseCode = "403", description = "Log files are not the caller's to read")
  @APIResponse(responseCode = "404", description = "There is no log file of this name")
  @APIResponse(responseCode = "503", description = "The file takes too long to be read")
  public String lines(
      @PathParam("name") String name,
      @Parameter(description = "How many at most, 1 to 10,000")
          @QueryParam("lines")
          @DefaultValue("1000")
          String lines,
      @Context SecurityContext security) {
    // Who may not read log files does not learn either which there are.
    if (!policy.mayRead(Topic.of("logs", name), Caller.of(security))) {
      throw Problem.forbidden("Log files are for operators and administrators.");
    }
    int count = WholeNumber.of("lines", lines, 1, MOST_LINES);
    LogFile file = files.named(name).orElseThrow(LogsResource::missing);
    Follower follower = followers.of(file);
    if (!follower.recent().await(PATIENCE_MILLIS)) {
      throw Problem.unavailable("The log file takes too long to be read. Try again.");
    }
    Recent.Excerpt excerpt = follower.recent().last(count);
    return LogLine.head(config.node(), follower.id())
        + ",\"name\":\""
        + file.name()
        + "\",\"topic\":\""
        + file.topic()
        + "\",\"next\":"
        + excerpt.next()
        + ",\"entries\":["
        + String.join(",", excerpt.entries())
        + "]}";
  }

  private static Problem missing() {
    return new Problem(
        404, "Not found", "There is no log file of this name. GET /api/logs says which there are.");
  }
}
