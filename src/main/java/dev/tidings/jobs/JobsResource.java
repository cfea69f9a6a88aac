package dev.tidings.jobs;

import dev.tidings.events.EventLog;
import dev.tidings.events.HubIntake;
import dev.tidings.problem.Body;
import dev.tidings.problem.PlainText;
import dev.tidings.problem.Problem;
import dev.tidings.problem.WholeNumber;
import dev.tidings.security.Audit;
import dev.tidings.security.Caller;
import dev.tidings.security.TopicPolicy;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/jobs}: what is done for the caller, and what applications report of it. */
@Path("/jobs")
@RequestScoped
@RolesAllowed("user")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "jobs", description = "What takes its time: exports, and jobs of applications")
public class JobsResource {
  private static final int MAX_LIMIT = 100;
  private static final int MAX_TITLE = 200;

  @Inject EventLog log;
  @Inject TopicPolicy policy;
  @Inject Audit audit;
  @Inject HubIntake intake;
  @Inject JobBook book;
  @Inject JobDesk desk;
  @Inject JobOrders orders;
  @Inject Results results;
  @Inject JobNews news;

  @GET
  @Operation(operationId = "jobs", summary = "The caller's jobs, newest first")
  @APIResponse(
      responseCode = "200",
      description = "Jobs, where to listen, and from where on",
      content = @Content(schema = @Schema(implementation = JobSchemas.PageShape.class)))
  public String list(
      @Parameter(description = "A next from before") @QueryParam("after") @Nullable String after,
      @Parameter(description = "1 to 100") @QueryParam("limit") @DefaultValue("50") String limit,
      @Context SecurityContext security) {
    String user = security.getUserPrincipal().getName();
    int most = WholeNumber.of("limit", limit, 1, MAX_LIMIT);
    JobCursor before = JobCursor.parse(after);
    // Before the list is read: what is committed in between is told by the stream, perhaps twice.
    EventLog.Head head = log.head();
    List<Job> jobs = book.of(user, before, most);
    JsonArrayBuilder array = Json.createArrayBuilder();
    jobs.forEach(job -> array.add(JobJson.object(job)));
    JsonObjectBuilder json = Json.createObjectBuilder().add("jobs", array);
    if (jobs.size() == most) {
      json.add("next", JobCursor.of(jobs.get(most - 1)).toString());
    } else {
      json.addNull("next");
    }
    return json.add("topic", Job.listOf(user).path())
        .add("cursor", head.id().toString())
        .build()
        .toString();
  }

  @POST
  @Operation(
      operationId = "startJob",
      summary = "Start an export of a topic's history or of the caller's inbox",
      description =
          "Listen on jobs/ID for started and then complete, failed or cancelled; on jobs/ID/progress"
              + " for how far it is.")
  @RequestBody(content = @Content(schema = @Schema(implementation = JobSchemas.ExportShape.class)))
  @APIResponse(
      responseCode = "202",
      description = "The job",
      content = @Content(schema = @Schema(implementation = JobSchemas.JobShape.class)))
  @APIResponse(responseCode = "400", description = "A field is not acceptable; it is named")
  @APIResponse(responseCode = "403", description = "You may not read this topic")
  @APIResponse(responseCode = "429", description = "You have too many exports under way")
  @APIResponse(responseCode = "503", description = "It cannot be started now; try again")
  public Response start(
      String text,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      @Context HttpServletRequest request,
      @Context SecurityContext security) {
    HubIntake.requireKey(key);
    Caller caller = Caller.of(security);
    Body body = Body.of(text);
    Export export = Export.asked(body, caller.name(), log.head());
    if (export.topic() != null && !policy.mayRead(export.topic(), caller)) {
      audit.topicsRefused(caller.name(), request.getRemoteAddr(), List.of(export.topic()));
      throw Problem.forbidden("You may not read " + export.topic() + ".");
    }
    String title = body.text("title");
    if (title != null) {
      PlainText.line("title", title, MAX_TITLE);
    }
    Job job = desk.export(export, caller.name(), title == null ? export.title() : title, key);
    return accepted(job);
  }

  @GET
  @Path("/{id}")
  @Operation(operationId = "job", summary = "One of the caller's jobs, and from where on to listen")
  @APIResponse(
      responseCode = "200",
      description =
          "The job, with a cursor: open a stream of its topic there, and nothing is missed",
      content = @Content(schema = @Schema(implementation = JobSchemas.JobShape.class)))
  @APIResponse(responseCode = "404", description = "You have no such job")
  public String job(@PathParam("id") String id, @Context SecurityContext security) {
    EventLog.Head head = log.head();
    Job job = mine(id, security.getUserPrincipal().getName());
    return JobJson.object(job).add("cursor", head.id().toString()).build().toString();
  }

  @POST
  @Path("/{id}/cancel")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      operationId = "cancelJob",
      summary = "Cancel one of the caller's jobs",
      description =
          "It is over when its topic says cancelled. An application that reports the job is told with"
              + " its next report, and may still complete it.")
  @APIResponse(
      responseCode = "202",
      description = "The job, as it is now; as it ended, if it has",
      content = @Content(schema = @Schema(implementation = JobSchemas.JobShape.class)))
  @APIResponse(responseCode = "404", description = "You have no such job")
  public Response cancel(@PathParam("id") String id, @Context SecurityContext security) {
    return accepted(desk.cancel(mine(id, security.getUserPrincipal().getName()).id));
  }

  @DELETE
  @Path("/{id}")
  @Operation(
      operationId = "removeJob",
      summary = "Take a job that is over out of the list, with its result")
  @APIResponse(responseCode = "204", description = "It is gone")
  @APIResponse(responseCode = "404", description = "You have no such job")
  @APIResponse(responseCode = "409", description = "It is not over: cancel it first")
  public void remove(@PathParam("id") String id, @Context SecurityContext security) {
    orders.remove(mine(id, security.getUserPrincipal().getName()).id).orThrow();
  }

  @GET
  @Path("/{id}/result")
  @Produces(MediaType.WILDCARD)
  @Operation(
      operationId = "jobResult",
      summary = "What an export wrote",
      description = "Understands Range and If-Range; the ETag is the checksum.")
  @APIResponse(responseCode = "200", description = "All of it")
  @APIResponse(responseCode = "206", description = "The part that was asked for")
  @APIResponse(responseCode = "404", description = "You have no such job, or it has no result here")
  @APIResponse(responseCode = "409", description = "It is not complete")
  @APIResponse(responseCode = "410", description = "The result has expired")
  @APIResponse(responseCode = "416", description = "There is no such part")
  public Response result(
      @PathParam("id") String id,
      @Parameter(hidden = true) @HeaderParam("Range") @Nullable String range,
      @Parameter(hidden = true) @HeaderParam("If-Range") @Nullable String ifRange,
      @Context SecurityContext security) {
    Job job = complete(id, security);
    long size = job.size == null ? 0 : job.size;
    Optional<ByteRange> asked =
        ifRange == null || ifRange.equals(tag(job))
            ? ByteRange.asked(range, size)
            : Optional.empty();
    if (asked.isPresent() && asked.get().length() == 0) {
      return Response.status(416)
          .header("Content-Range", asked.get().of(size))
          .type("application/problem+json")
          .entity("{\"type\":\"about:blank\",\"title\":\"No such part\",\"status\":416}")
          .build();
    }
    ByteRange part = asked.orElse(new ByteRange(0, size));
    Response.ResponseBuilder answer =
        described(job, Response.status(asked.isPresent() ? 206 : 200))
            .entity(new Download(results, job.id, part))
            .header("Content-Length", part.length());
    return (asked.isPresent() ? answer.header("Content-Range", part.of(size)) : answer).build();
  }

  private static String tag(Job job) {
    return "\"" + job.checksum + "\"";
  }

  private static Response.ResponseBuilder described(Job job, Response.ResponseBuilder answer) {
    Format format = job.export == null ? Format.JSONL : Export.read(job.export).format();
    return answer
        .type(format.mediaType())
        .header("Content-Disposition", "attachment; filename=\"" + job.name + "\"")
        .header("Accept-Ranges", "bytes")
        .header("ETag", tag(job))
        .header("Cache-Control", "private, no-transform");
  }

  /** A job of the caller's with a result here. */
  private Job complete(String id, SecurityContext security) {
    Job job = mine(id, security.getUserPrincipal().getName());
    if (job.export == null) {
      throw new Problem(404, "No result here", "The application keeps the result of this job.");
    }
    if (job.state != JobState.COMPLETE || job.size == null) {
      throw new Problem(409, "Not complete", "This job is " + job.state.word() + ".");
    }
    if (job.url == null) {
      throw new Problem(410, "Expired", "The result has expired; start the export again.");
    }
    return job;
  }

  /** What would otherwise read all of it, for nothing. */
  @HEAD
  @Path("/{id}/result")
  @Produces(MediaType.WILDCARD)
  @Operation(hidden = true)
  public Response head(@PathParam("id") String id, @Context SecurityContext security) {
    Job job = complete(id, security);
    return described(job, Response.ok()).header("Content-Length", job.size).build();
  }

  @PUT
  @Path("/{id}/progress")
  @RolesAllowed("publisher")
  @Operation(
      operationId = "reportJob",
      summary = "Report how far a job of your application is, or how it ended",
      description =
          "The first report makes the job, and says whose it is. Reports after its end are answered"
              + " 409, but the same end once more is fine.")
  @RequestBody(content = @Content(schema = @Schema(implementation = JobSchemas.ReportShape.class)))
  @APIResponse(
      responseCode = "200",
      description = "The job. Where cancelling is true its owner wants it no more",
      content = @Content(schema = @Schema(implementation = JobSchemas.JobShape.class)))
  @APIResponse(responseCode = "400", description = "A field is not acceptable; it is named")
  @APIResponse(responseCode = "403", description = "You are no publisher, or it is not your job")
  @APIResponse(responseCode = "409", description = "It is over")
  @APIResponse(responseCode = "429", description = "More than tidings.publish.rate")
  public String report(@PathParam("id") String id, String text, @Context SecurityContext security) {
    String reporter = security.getUserPrincipal().getName();
    Report report = Report.read(id, Body.of(text));
    intake.take(reporter, 1);
    return JobJson.object(orders.report(report, reporter).orThrow()).build().toString();
  }

  /** A job of the caller's. Unknown ones and those of others are the same. */
  private Job mine(String id, String user) {
    return Optional.of(id)
        .filter(Job::isId)
        .flatMap(book::find)
        .filter(job -> job.owner.equals(user))
        .orElseThrow(() -> new Problem(404, "No such job", "You have no job of this id."));
  }

  private Response accepted(Job job) {
    return Response.accepted(JobJson.object(job).build().toString())
        .header("Location", news.address("/api/jobs/" + job.id))
        .build();
  }
}
