package dev.tidings;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** The HTTP API, all of it below {@code /api}. */
@ApplicationPath("/api")
@OpenAPIDefinition(
    info =
        @Info(
            title = "Tidings",
            version = "0.1",
            description =
                "Applications publish events on topics; browsers listen over Server-Sent Events."
                    + " Nothing is delivered before it is committed, nothing is lost on a reconnect."
                    + " Errors are RFC 9457 problems (application/problem+json).",
            license =
                @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0")),
    security = {@SecurityRequirement(name = "cookie"), @SecurityRequirement(name = "token")})
@SecurityScheme(
    securitySchemeName = "token",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    bearerFormat = "JWT",
    description =
        "For programs, where the operator has switched tokens on. The groups of the token are its"
            + " roles: user for everything, and publisher to publish. Neither cookie nor Origin is"
            + " needed.")
@SecurityScheme(
    securitySchemeName = "cookie",
    type = SecuritySchemeType.APIKEY,
    in = SecuritySchemeIn.COOKIE,
    apiKeyName = "LtpaToken2",
    description =
        "The cookie that the sign-in form (POST /j_security_check) sets. A request that changes"
            + " something needs a header Origin beside it, with the server's own origin; browsers"
            + " send it by themselves.")
public class Api extends Application {}
