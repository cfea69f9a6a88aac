package dev.tidings.stream;

import dev.tidings.events.EventId;
import dev.tidings.events.Json;
import dev.tidings.events.Topic;
import dev.tidings.problem.Problem;
import dev.tidings.security.Audit;
import dev.tidings.security.Caller;
import dev.tidings.security.Permit;
import dev.tidings.security.TopicPolicy;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/stream}: listen to topics. */
@Path("/stream")
@RequestScoped
@RolesAllowed("user")
@Tag(name = "stream", description = "Who is listening")
public class StreamResource {
  private static final Logger LOG = Logger.getLogger(StreamResource.class.getName());

  /**
   * By this header a proxy says that it asks another node where this one answers 503. Browsers say
   * no such thing: told 503, they would never come back.
   */
  private static final String PROXY = "Tidings-Proxy";

  private static final String ELSEWHERE = "elsewhere";

  static final Pattern CLIENT = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  @Inject Engine engine;
  @Inject StreamConfig config;
  @Inject TopicPolicy policy;
  @Inject Audit audit;

  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(
      operationId = "stream",
      summary = "Listen to topics",
      description =
          "Server-Sent Events. The data of an event is {topic, at, data}. The stream's own events"
              + " are connected, tick, reset, gap, refused, limit, unavailable, session and bye; after a"
              + " reset, read the topics' history again. Events of live topics have no id.")
  @APIResponse(
      responseCode = "200",
      description = "The stream",
      content =
          @Content(mediaType = "text/event-stream", schema = @Schema(type = SchemaType.STRING)))
  @APIResponse(responseCode = "400", description = "No topic, too many, or one that is not a topic")
  @APIResponse(
      responseCode = "503",
      description = "The node is being drained; only for a proxy that asks for it")
  @APIResponse(
      responseCode = "403",
      description = "None of the topics is yours to read, or another site asks")
  public void open(
      @QueryParam("topic") List<String> asked,
      @Parameter(description = "Resume after this id, where there is no Last-Event-ID")
          @QueryParam("after")
          @Nullable String after,
      @Parameter(description = "Names the browser: its new stream replaces its old one")
          @QueryParam("client")
          @Nullable String client,
      @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
      @Suspended AsyncResponse suspended,
      @Context HttpServletRequest request,
      @Context SecurityContext security,
      @Context Sse sse)
      throws IOException {
    if (engine.departure().begun() && ELSEWHERE.equals(request.getHeader(PROXY))) {
      throw Problem.unavailable("This node takes no streams now. Another one does.");
    }
    Caller caller = Caller.of(security);
    Set<Topic> topics = topics(asked, caller);
    if (client != null && !CLIENT.matcher(client).matches()) {
      throw Problem.badField("client", "client: 1 to 64 of the characters A-Z a-z 0-9 . _ -");
    }
    Permit permit = policy.permit(security);
    boolean known = policy.readable();
    List<Topic> allowed = topics.stream().filter(topic -> !known || permit.mayRead(topic)).toList();
    String address = request.getRemoteAddr();
    topics.removeAll(allowed);
    if (!topics.isEmpty()) {
      audit.topicsRefused(caller.name(), address, topics);
    }
    if (allowed.isEmpty()) {
      throw Problem.forbidden("None of these topics is yours to read.");
    }
    String agent = request.getHeader(HttpHeaders.USER_AGENT);
    Subscriber.Client from =
        new Subscriber.Client(permit, address, client, agent == null ? "" : agent);
    engine.port().used(request.getLocalAddr(), request.getLocalPort());
    AsyncContext exchange = begin(request);
    try {
      listen(exchange, from, allowed, topics, lastEventId == null ? after : lastEventId, sse);
    } catch (IOException | RuntimeException failure) {
      // The headers are out: all that is left is to end what would otherwise never end.
      LOG.log(Level.WARNING, "A stream could not be opened.", failure);
      exchange.complete();
    }
  }

  private void listen(
      AsyncContext exchange,
      Subscriber.Client client,
      List<Topic> allowed,
      Set<Topic> refused,
      @Nullable String from,
      Sse sse)
      throws IOException {
    Hub hub = engine.hub();
    // The cursor first: whatever commits from here on is after it.
    long now = hub.watermark();
    Optional<EventId> resume = from == null ? Optional.empty() : EventId.parse(from);
    boolean known = resume.filter(id -> id.epoch().equals(hub.epoch())).isPresent();
    Subscriber subscriber =
        new Subscriber(
            engine.node(),
            client,
            allowed,
            known ? resume.orElseThrow().position() : now,
            from != null && !known,
            exchange.getResponse().getOutputStream(),
            exchange::complete);
    if (!engine.tail().current() || !policy.readable()) {
      // Without an id: nothing was served, so the browser keeps the id it has.
      subscriber.sink().send(unavailable(sse));
      subscriber.sink().end(Ending.UNAVAILABLE);
      return;
    }
    engine.admission().ask(subscriber, () -> welcome(subscriber, refused, sse));
  }

  private void welcome(Subscriber subscriber, Set<Topic> refused, Sse sse) {
    Sink sink = subscriber.sink();
    try {
      sink.send(connected(sse, subscriber));
      if (!refused.isEmpty()) {
        sink.send("refused", "{\"topics\":" + Json.from(paths(refused)).text() + "}");
      }
    } catch (IllegalStateException closed) {
      if (!sink.isClosed()) {
        throw closed;
      }
      // Its browser has opened another one meanwhile, which took its place.
    }
  }

  /** A stream has nothing to say in a HEAD, and nobody would notice when its client is gone. */
  @HEAD
  @Operation(hidden = true)
  public void head() {
    throw new NotAllowedException(HttpMethod.GET);
  }

  private Set<Topic> topics(List<String> asked, Caller caller) {
    Set<Topic> topics = new LinkedHashSet<>();
    asked.forEach(topic -> topics.add(Topic.asked(topic, caller.name())));
    if (topics.isEmpty()) {
      Topic.asked(null, caller.name());
    }
    if (topics.size() > config.maxTopics()) {
      throw Problem.badField(
          "topic", "topic: at most " + config.maxTopics() + " topics in one stream.");
    }
    return topics;
  }

  private static List<String> paths(Set<Topic> topics) {
    return topics.stream().map(Topic::path).toList();
  }

  /** Takes the response over from the container and sends its headers. */
  private static AsyncContext begin(HttpServletRequest request) throws IOException {
    AsyncContext exchange = request.getAsyncContext();
    // The container's own time-out would write an error text into the stream.
    exchange.setTimeout(0);
    HttpServletResponse response = (HttpServletResponse) exchange.getResponse();
    response.setStatus(HttpServletResponse.SC_OK);
    response.setContentType(MediaType.SERVER_SENT_EVENTS);
    response.setCharacterEncoding("UTF-8");
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-transform");
    response.setHeader("X-Accel-Buffering", "no");
    response.flushBuffer();
    return exchange;
  }

  private OutboundSseEvent connected(Sse sse, Subscriber subscriber) {
    OutboundSseEvent.Builder connected = sse.newEventBuilder().name("connected");
    EventId id = subscriber.id();
    if (id != null) {
      connected.id(id.toString());
    }
    return connected
        .reconnectDelay(config.retry().toMillis())
        .data(String.class, "{\"heartbeat\":" + config.heartbeat().toMillis() + "}")
        .build();
  }

  private OutboundSseEvent unavailable(Sse sse) {
    long retry = config.retryUnavailable().toMillis();
    return sse.newEventBuilder()
        .name("unavailable")
        .reconnectDelay(retry)
        .data(
            String.class,
            "{\"detail\":\"The server cannot serve this now. Try again later.\",\"retry\":"
                + retry
                + "}")
        .build();
  }
}
