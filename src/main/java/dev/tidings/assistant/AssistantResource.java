package dev.tidings.assistant;

import dev.tidings.events.EventLog;
import dev.tidings.events.HubIntake;
import dev.tidings.problem.Problem;
import dev.tidings.problem.WholeNumber;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/assistant}: ask a language model, follow what it answers, stop it. */
@Path("/assistant")
@RequestScoped
@RolesAllowed("user")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "assistant", description = "Answers of a language model, as they are written")
public class AssistantResource {
  private static final int MAX_LIMIT = 100;

  @Inject AssistantConfig config;
  @Inject HubIntake intake;
  @Inject EventLog log;
  @Inject Desk desk;
  @Inject Shelf shelf;

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "ask",
      summary = "Ask the language model",
      description =
          "The answer comes on the topic: started once the model has taken the question; token"
              + " events {\"from\",\"text\"} with its text, from counting UTF-16 units; and one"
              + " end: complete, failed with code and reason, or cancelled. It is in the log:"
              + " whoever comes late or back gets all of it.")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = AssistantSchemas.QuestionShape.class)))
  @APIResponse(
      responseCode = "202",
      description = "The model is being asked",
      headers = @Header(name = "Location", schema = @Schema(implementation = String.class)),
      content = @Content(schema = @Schema(implementation = AssistantSchemas.AskedShape.class)))
  @APIResponse(responseCode = "400", description = "A field is not acceptable; it is named")
  @APIResponse(
      responseCode = "409",
      description = "The conversation is still being answered, or too long")
  @APIResponse(
      responseCode = "413",
      description = "The prompt is longer than tidings.assistant.max-prompt")
  @APIResponse(
      responseCode = "422",
      description = "The Idempotency-Key was used with another question")
  @APIResponse(
      responseCode = "429",
      description = "Too many at once or in an hour; see Retry-After")
  @APIResponse(
      responseCode = "503",
      description = "Not configured: the problem says how to; or too busy: see Retry-After")
  public Response ask(
      @HeaderParam("Idempotency-Key") @Nullable String key,
      String body,
      @Context SecurityContext security) {
    config.requireConfigured();
    HubIntake.requireKey(key);
    Question question = Question.of(body, config.maxPrompt());
    String user = user(security);
    intake.take(user, 1);
    // Before it can say anything.
    String cursor = log.head().id().toString();
    Asked asked = desk.ask(user, question, key);
    // Who repeats a question gets what was said meanwhile: it lies before the cursor.
    JsonObjectBuilder json =
        asked.fresh() ? json(asked, cursor) : json(shelf.snapshot(user, asked.id()));
    return Response.accepted(json.build().toString())
        .location(URI.create("assistant/" + asked.id()))
        .build();
  }

  @GET
  @Operation(
      operationId = "answers",
      summary = "The caller's answers, newest first, or those of a conversation in their order")
  @APIResponse(
      responseCode = "200",
      description = "A page of them; with conversation, all of it, with texts",
      content =
          @Content(
              schema =
                  @Schema(
                      oneOf = {
                        AssistantSchemas.ListShape.class,
                        AssistantSchemas.ConversationShape.class
                      })))
  @APIResponse(responseCode = "400", description = "A parameter is not acceptable")
  @APIResponse(responseCode = "404", description = "You have no such conversation")
  @APIResponse(responseCode = "503", description = "Not configured: the problem says how to")
  public String list(
      @Parameter(description = "A next from before") @QueryParam("after") @Nullable String after,
      @Parameter(description = "1 to 100") @QueryParam("limit") @DefaultValue("30") String limit,
      @Parameter(description = "true: only those that began a conversation")
          @QueryParam("first")
          @DefaultValue("false")
          boolean first,
      @Parameter(description = "The id of a conversation") @QueryParam("conversation")
          @Nullable String conversation,
      @Context SecurityContext security) {
    config.requireConfigured();
    String user = user(security);
    return conversation == null
        ? newest(user, after, WholeNumber.of("limit", limit, 1, MAX_LIMIT), first)
        : conversation(user, conversation);
  }

  private String newest(String user, @Nullable String after, int limit, boolean first) {
    Answer last = after == null ? null : shelf.last(user, after);
    List<Summary> answers = shelf.newest(user, last, limit + 1, first);
    List<Summary> page = answers.subList(0, Math.min(limit, answers.size()));
    JsonArrayBuilder all = Json.createArrayBuilder();
    for (Summary answer : page) {
      all.add(
          Json.createObjectBuilder()
              .add("id", answer.id())
              .add("conversation", answer.conversation())
              .add("state", answer.state().word())
              .add("prompt", answer.prompt())
              .add("at", time(answer.asked())));
    }
    JsonObjectBuilder json = Json.createObjectBuilder().add("answers", all);
    return (answers.size() > limit
            ? json.add("next", page.get(limit - 1).id())
            : json.addNull("next"))
        .build()
        .toString();
  }

  private String conversation(String user, String id) {
    List<String> ids = shelf.conversation(user, id);
    if (ids.isEmpty()) {
      throw new Problem(404, "Not found", "You have no conversation with this id.");
    }
    JsonArrayBuilder all = Json.createArrayBuilder();
    ids.forEach(each -> all.add(json(shelf.snapshot(user, each))));
    return Json.createObjectBuilder().add("answers", all).build().toString();
  }

  @GET
  @Path("/{id}")
  @Operation(
      operationId = "answer",
      summary = "An answer as it is now",
      description = "A stream of its topic, opened at the cursor, has the rest.")
  @APIResponse(
      responseCode = "200",
      description = "The text so far, and where it goes on",
      content = @Content(schema = @Schema(implementation = AssistantSchemas.AnswerShape.class)))
  @APIResponse(responseCode = "404", description = "You have no such answer")
  public String answer(@PathParam("id") String id, @Context SecurityContext security) {
    return json(shelf.snapshot(user(security), id)).build().toString();
  }

  @DELETE
  @Path("/{id}")
  @Operation(
      operationId = "cancelAnswer",
      summary = "Stop an answer",
      description = "The model is not listened to any longer. What it has said stays.")
  @APIResponse(responseCode = "204", description = "It is stopped, or had ended before")
  @APIResponse(responseCode = "404", description = "You have no such answer")
  public Response cancel(@PathParam("id") String id, @Context SecurityContext security) {
    Answer answer = shelf.mine(user(security), id);
    if (answer.state == State.RUNNING) {
      desk.cancel(id);
    }
    return Response.noContent().build();
  }

  private static JsonObjectBuilder json(Asked asked, String cursor) {
    return Json.createObjectBuilder()
        .add("id", asked.id())
        .add("topic", AssistantTopic.of(asked.id()).path())
        .add("conversation", asked.conversation())
        .add("state", asked.state().word())
        .add("cursor", cursor);
  }

  private static JsonObjectBuilder json(Snapshot snapshot) {
    Answer answer = snapshot.answer();
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", answer.id)
            .add("topic", AssistantTopic.of(answer.id).path())
            .add("conversation", answer.conversation)
            .add("state", answer.state.word())
            .add("begun", answer.begun)
            .add("prompt", answer.prompt)
            .add("text", snapshot.text())
            .add("cursor", snapshot.cursor())
            .add("model", answer.model)
            .add("at", time(answer.asked));
    if (answer.ended != null) {
      json.add("endedAt", time(answer.ended));
    }
    add(json, "finish", answer.finish);
    add(json, "code", answer.code);
    add(json, "reason", answer.reason);
    if (answer.tokensIn != null) {
      json.add("tokensIn", answer.tokensIn);
    }
    if (answer.tokensOut != null) {
      json.add("tokensOut", answer.tokensOut);
    }
    return json;
  }

  private static void add(JsonObjectBuilder json, String name, @Nullable String text) {
    if (text != null) {
      json.add(name, text);
    }
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private static String user(SecurityContext security) {
    return security.getUserPrincipal().getName();
  }
}
