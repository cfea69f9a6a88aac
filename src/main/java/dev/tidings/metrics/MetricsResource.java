package dev.tidings.metrics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidings.events.Event;
import dev.tidings.events.Topic;
import dev.tidings.metrics.Recent.Kept;
import dev.tidings.metrics.Ring.Sample;
import dev.tidings.problem.Problem;
import dev.tidings.security.Audit;
import dev.tidings.security.Caller;
import dev.tidings.security.TopicPolicy;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/metrics}: the recent values of gauges. */
@Path("/metrics")
@RequestScoped
@RolesAllowed("user")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "metrics", description = "How the server is doing")
public class MetricsResource {
  private static final JsonFactory JSON = new JsonFactory();

  @Inject Recent recent;
  @Inject TopicPolicy policy;
  @Inject Audit audit;

  @GET
  @Operation(
      operationId = "gauges",
      summary = "The recent samples of a topic's gauges, or the topics there are",
      description =
          "Open the stream first and read this second, also after each reconnect, and there is no"
              + " gap between the two.")
  @APIResponse(
      responseCode = "200",
      description = "The samples, or the topics",
      content = @Content(schema = @Schema(implementation = MetricsSchemas.GaugesShape.class)))
  @APIResponse(responseCode = "400", description = "Not a topic of gauges, or not a moment")
  @APIResponse(responseCode = "403", description = "This topic is not yours to read")
  public String gauges(
      @Parameter(description = "Such as metrics/server") @QueryParam("topic")
          @Nullable String topic,
      @Parameter(description = "Only what is from this moment on, such as 2026-01-31T12:00:00Z")
          @QueryParam("since")
          @Nullable String since,
      @Context HttpServletRequest request,
      @Context SecurityContext security) {
    Caller caller = Caller.of(security);
    if (!policy.readable()) {
      throw Problem.unavailable("The server does not know who may do what. Try again later.");
    }
    if (topic == null) {
      return json(topics(caller), null);
    }
    Topic asked = Topic.asked(topic, caller.name());
    if (!Recent.isOfGauges(asked)) {
      throw Problem.badField("topic", "topic: one below metrics/, such as metrics/server.");
    }
    Instant from = instant(since);
    if (!policy.mayRead(asked, caller)) {
      audit.topicsRefused(caller.name(), request.getRemoteAddr(), List.of(asked));
      throw Problem.forbidden("This topic is not yours to read.");
    }
    return json(null, recent.of(asked, from));
  }

  private Set<Topic> topics(Caller caller) {
    Set<Topic> topics = new TreeSet<>(recent.topics());
    topics.add(ServerSampler.TOPIC);
    topics.add(AudienceSampler.TOPIC);
    topics.removeIf(topic -> !policy.mayRead(topic, caller));
    return topics;
  }

  private static Instant instant(@Nullable String since) {
    try {
      return since == null ? Instant.EPOCH : Instant.parse(since);
    } catch (DateTimeParseException notAMoment) {
      throw Problem.badField("since", "since: a moment such as 2026-01-31T12:00:00Z.");
    }
  }

  private static String json(@Nullable Set<Topic> topics, @Nullable List<Kept> samples) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("now", Instant.now().toString());
      if (topics != null) {
        json.writeArrayFieldStart("topics");
        for (Topic topic : topics) {
          json.writeString(topic.path());
        }
        json.writeEndArray();
      }
      if (samples != null) {
        json.writeArrayFieldStart("samples");
        for (Kept kept : samples) {
          write(kept, json);
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("A string cannot fail to be written to.", impossible);
    }
    return text.toString();
  }

  private static void write(Kept kept, JsonGenerator json) throws IOException {
    Sample sample = kept.sample();
    json.writeStartObject();
    json.writeStringField("at", Event.time(sample.at()));
    json.writeStringField("type", sample.type());
    if (kept.key() != null) {
      json.writeStringField("key", kept.key());
    }
    json.writeFieldName("data");
    json.writeRawValue(sample.data());
    json.writeEndObject();
  }
}
