package dev.tidings.metrics;

import dev.tidings.cluster.Relay;
import dev.tidings.problem.Problem;
import dev.tidings.stream.Streams;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/presence}: a browser tells which pages share its stream. */
@Path("/presence")
@RequestScoped
@RolesAllowed("user")
@Tag(name = "metrics", description = "How the server is doing")
public class PresenceResource {
  private static final int MAX_BODY = 256 * 1024;

  /** The characters of a path in RFC 3986, section 3.3. */
  private static final Pattern PAGE = Pattern.compile("/[A-Za-z0-9._~!$&'()*+,;=:@%/-]{0,199}");

  @Inject Streams streams;
  @Inject Relay relay;
  @Inject MetricsConfig config;

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "presence",
      summary = "Tell on which pages this browser is",
      description =
          "Holds until the browser tells otherwise or its stream ends. Only numbers come of it:"
              + " metrics/audience says how many users are on which page.")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = MetricsSchemas.PresenceShape.class)))
  @APIResponse(
      responseCode = "204",
      description = "Noted, or handed on to the nodes that may have the stream")
  @APIResponse(responseCode = "400", description = "A field is not acceptable; it is named")
  @APIResponse(responseCode = "404", description = "This browser has no stream of yours here")
  public void tell(InputStream body, @Context SecurityContext caller) {
    JsonObject told = read(body);
    String client = told.get("client") instanceof JsonString name ? name.getString() : "";
    if (!Streams.isBrowser(client)) {
      throw Problem.badField("client", "client: 1 to 64 of the characters A-Z a-z 0-9 . _ -");
    }
    Set<String> pages = pages(told.get("pages"));
    String user = caller.getUserPrincipal().getName();
    if (!streams.heardOn(user, client, pages) && !relay.tellPages(user, client, pages)) {
      throw new Problem(
          404, "Not found", "This browser has no stream open here. Open it first, then tell.");
    }
  }

  private static JsonObject read(InputStream body) {
    byte[] bytes;
    try {
      bytes = body.readNBytes(MAX_BODY + 1);
    } catch (IOException cutShort) {
      throw Problem.badField("body", "body: it ended before it was complete.");
    }
    if (bytes.length > MAX_BODY) {
      throw Problem.tooLarge("body", "body: at most " + MAX_BODY + " bytes.");
    }
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(bytes))) {
      return reader.readObject();
    } catch (JsonException malformed) {
      throw Problem.badField(
          "body", "body: an object such as {\"client\":\"…\",\"pages\":[\"/inbox.html\"]}.");
    }
  }

  private Set<String> pages(@Nullable JsonValue value) {
    int most = config.pagesPerBrowser();
    if (!(value instanceof JsonArray array) || array.size() > most) {
      throw Problem.badField("pages", "pages: an array of at most " + most + " paths.");
    }
    Set<String> pages = new HashSet<>();
    for (JsonValue page : array) {
      if (!(page instanceof JsonString path) || !PAGE.matcher(path.getString()).matches()) {
        throw Problem.badField(
            "pages", "pages: paths of at most 200 characters that begin with /, without a query.");
      }
      pages.add(path.getString());
    }
    return pages;
  }
}
