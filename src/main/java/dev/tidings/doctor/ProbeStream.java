package dev.tidings.doctor;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A stream with the headers of a real one that says when it says something. Its events are {@code
 * beat}, with {@code sent}, milliseconds since the first one; that one tells of the request, too.
 */
final class ProbeStream {
  private static final Logger LOG = Logger.getLogger(ProbeStream.class.getName());

  private final AsyncContext exchange;
  private final JsonObject about;
  private long began;

  private ProbeStream(AsyncContext exchange, JsonObject about) {
    this.exchange = exchange;
    this.about = about;
  }

  /**
   * Takes the response over from the container, and says something so many times. Blocks for as
   * long as that takes, or until the client is gone.
   *
   * @param every milliseconds between one event and the next
   */
  static void answer(AsyncContext exchange, JsonObject about, int beats, long every) {
    HttpServletResponse response = (HttpServletResponse) exchange.getResponse();
    response.setStatus(HttpServletResponse.SC_OK);
    response.setContentType(MediaType.SERVER_SENT_EVENTS);
    response.setCharacterEncoding("UTF-8");
    // As those of StreamResource: proxies go by them.
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-transform");
    response.setHeader("X-Accel-Buffering", "no");
    new ProbeStream(exchange, about).run(beats, every);
  }

  private void run(int beats, long every) {
    try {
      exchange.getResponse().flushBuffer();
      OutputStream out = exchange.getResponse().getOutputStream();
      began = System.nanoTime();
      beat(out, Json.createObjectBuilder(about).add("sent", 0).build());
      for (int i = 1; i < beats; i++) {
        // From the start, so that a slow write does not move all that come after it.
        long due = i * every - sent();
        if (due > 0) {
          Thread.sleep(due);
        }
        beat(out, Json.createObjectBuilder().add("sent", sent()).build());
      }
    } catch (IOException gone) {
      LOG.log(Level.FINE, "A probe's client is gone.", gone);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.complete();
    }
  }

  private long sent() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
  }

  private static void beat(OutputStream out, JsonObject data) throws IOException {
    out.write(("event: beat\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
