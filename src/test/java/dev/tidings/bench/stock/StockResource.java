package dev.tidings.bench.stock;

import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;
import org.jspecify.annotations.Nullable;

/** One {@code sse.newBroadcaster()}, and nothing else. */
@Path("/")
@Singleton
public class StockResource {
  private @Nullable SseBroadcaster broadcaster;

  @GET
  @Path("stream")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public void open(@Context SseEventSink sink, @Context Sse sse) {
    broadcaster(sse).register(sink);
    // Without a first event the client would not know that it listens.
    sink.send(sse.newEventBuilder().name("connected").data(String.class, "{}").build());
  }

  @POST
  @Path("events")
  @Consumes(MediaType.APPLICATION_JSON)
  public void publish(String data, @Context Sse sse) {
    broadcaster(sse)
        .broadcast(sse.newEventBuilder().name("bench").data(String.class, data).build());
  }

  private synchronized SseBroadcaster broadcaster(Sse sse) {
    if (broadcaster == null) {
      broadcaster = sse.newBroadcaster();
    }
    return broadcaster;
  }
}
