package dev.tidings.admin;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One setting as it is now, for the API. */
@Schema(name = "Setting")
public record SettingState(
    @Schema(required = true, examples = "tidings.stream.heartbeat") String key,
    @Schema(required = true, description = "What it belongs to") String chapter,
    @Schema(
            required = true,
            description =
                "In force. Of one that is read at the start: what holds after the next. Secrets are"
                    + " masked",
            examples = "PT15S")
        String value,
    @Schema(
            required = true,
            description =
                "Who has set it, also where that is refused: server.xml is a variable with a value,"
                    + " settings.xml a default value of a variable that is not the one delivered",
            examples = {"default", "settings.xml", "environment", "system property", "server.xml"})
        String source,
    @Schema(required = true, description = "What it was delivered with") String delivered,
    @Schema(
            required = true,
            enumeration = {"text", "flag", "number", "duration"})
        String type,
    @Schema(description = "The least that is taken, of a number or a duration")
        @Nullable String min,
    @Schema(description = "The most, likewise") @Nullable String max,
    @Schema(required = true, description = "Whether an edit holds within a second") boolean live,
    @Schema(required = true, description = "Whether its value is never shown") boolean secret,
    @Schema(description = "What was set, where it is not taken: the last good one is in force")
        @Nullable String refused,
    @Schema(description = "Why it is not taken") @Nullable String problem,
    @Schema(required = true, description = "What it is for, its bounds and the reason for them")
        String description) {}
