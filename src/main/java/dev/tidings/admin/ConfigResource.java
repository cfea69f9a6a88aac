package dev.tidings.admin;

import dev.tidings.config.NodeName;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/admin/config}: the settings of this node. */
@Path("/admin/config")
@RequestScoped
@RolesAllowed({"operator", "administrator"})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "administration", description = "For administrators")
public class ConfigResource {
  @Inject SettingsView view;
  @Inject NodeName node;

  /** The settings of a node. */
  @Schema(name = "Configuration")
  public record Configuration(
      @Schema(required = true, description = "Whose they are: each node has its own") String node,
      @Schema(required = true) List<SettingState> settings) {}

  @GET
  @Operation(
      operationId = "config",
      summary = "Every setting: what is in force, and where it comes from",
      description =
          "Of the node that answers. They are changed where they come from: in settings.xml, by"
              + " hand or with the tool Server Config of Admin Center, in server.xml or in the"
              + " environment. For operators and administrators.")
  @APIResponse(
      responseCode = "200",
      description = "In the order of the file that explains them",
      content = @Content(schema = @Schema(implementation = Configuration.class)))
  @APIResponse(responseCode = "403", description = "The caller is neither")
  public Configuration list() {
    return new Configuration(node.text(), view.all());
  }
}
