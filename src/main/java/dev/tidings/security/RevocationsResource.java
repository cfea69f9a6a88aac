package dev.tidings.security;

import dev.tidings.problem.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.StringReader;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/admin/revocations}: ends all logins that a user has, as of now. */
@Path("/admin/revocations")
@RequestScoped
@RolesAllowed("administrator")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "administration", description = "For administrators")
public class RevocationsResource {
  private static final int MAX_NAME = 255;
  private static final int MAX_BODY = 4_096;

  @Inject EndedLogins logins;
  @Inject Audit audit;

  /** A moment before which all logins of a user were revoked. */
  @Schema(name = "Revocation")
  public record Revocation(
      @Schema(required = true) String user,
      @Schema(required = true, format = "date-time") String at) {}

  /** The revocations that still matter. */
  @Schema(name = "Revocations")
  public record Revocations(@Schema(required = true) List<Revocation> revocations) {}

  @GET
  @Operation(
      operationId = "revocations",
      summary = "Whose logins were revoked",
      description = "Those whose logins from before would not have ended by themselves since.")
  @APIResponse(
      responseCode = "200",
      description = "By user",
      content = @Content(schema = @Schema(implementation = Revocations.class)))
  public Response list() {
    return Response.ok(
            new Revocations(
                logins.revocations().entrySet().stream()
                    .map(each -> new Revocation(each.getKey(), each.getValue().toString()))
                    .toList()))
        .build();
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "revoke",
      summary = "End all logins of a user",
      description =
          "For a user who was disabled or has lost a role. All streams of that user end within a"
              + " second (on other nodes, once they have seen it in the log), and every login from"
              + " before is refused. Name the user as GET /api/session does. Change the registry"
              + " first: whoever can still sign in may do so at once, with the roles of that moment.")
  @RequestBody(
      content =
          @Content(
              schema =
                  @Schema(
                      type = SchemaType.OBJECT,
                      requiredProperties = "user",
                      example = "{\"user\":\"alice\"}")))
  @APIResponse(responseCode = "204", description = "They are over")
  @APIResponse(responseCode = "400", description = "No user is named")
  public Response revoke(
      String body, @Context HttpServletRequest request, @Context SecurityContext security) {
    String user = user(body);
    logins.revoke(user);
    audit.administered(
        security.getUserPrincipal().getName(), request.getRemoteAddr(), "revoke logins", user);
    return Response.noContent().build();
  }

  private static String user(String body) {
    if (body.length() > MAX_BODY) {
      throw Problem.tooLarge("body", "Send {\"user\":\"NAME\"} and no more.");
    }
    try (JsonReader reader = Json.createReader(new StringReader(body))) {
      JsonValue user = reader.readObject().get("user");
      if (user instanceof JsonString name
          && !name.getString().isBlank()
          && name.getString().length() <= MAX_NAME
          && name.getString().chars().noneMatch(Character::isISOControl)) {
        return name.getString().strip();
      }
    } catch (JsonException malformed) {
      throw Problem.badField("body", "Send JSON: {\"user\":\"NAME\"}.");
    }
    throw Problem.badField("user", "user: the name of a user, of 1 to 255 characters.");
  }
}
