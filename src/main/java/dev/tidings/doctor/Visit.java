package dev.tidings.doctor;

import dev.tidings.doctor.Pulse.Beat;
import dev.tidings.problem.Body;
import dev.tidings.problem.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLException;
import org.apache.commons.io.input.BoundedInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Opens probes where the hub's clients open streams. Each call blocks until its probe is over, or
 * somebody calls {@link #hangUp}. Safe for any thread.
 */
final class Visit {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** More than any probe sends; whatever else answers is not read to its end. */
  private static final long MOST = 1 << 16;

  /** Milliseconds after which an answer was cut, and did not just fail. */
  private static final long NO_FAILURE = 500;

  private final HttpClient http;
  private final String base;
  private final Map<String, String> login;
  private final List<InputStream> open = new ArrayList<>(); // Guarded by itself.
  private boolean hungUp; // Guarded by open.

  /**
   * @param base origin and context path
   * @param login headers that say who asks
   */
  Visit(HttpClient http, String base, Map<String, String> login) {
    this.http = http;
    this.base = base;
    this.login = login;
  }

  Pulse pulse() {
    long asked = System.nanoTime();
    List<Beat> beats = new ArrayList<>();
    Arrival arrival = null;
    try {
      HttpResponse<InputStream> answer = open("pulse");
      try (BufferedReader lines = lines(answer)) {
        for (Body beat = next(lines); beat != null; beat = next(lines)) {
          beats.add(new Beat(beat.number("sent", 0, Long.MAX_VALUE, 0), millisSince(asked)));
          Body told = beat.object("arrival");
          if (told != null) {
            arrival = Arrival.of(told);
          }
        }
      } catch (IOException cut) {
        // What came before says enough.
      }
      return new Pulse(
          null,
          answer.statusCode(),
          answer.headers().firstValue("content-type").orElse(""),
          answer.headers().firstValue("content-encoding").orElse(null),
          answer.version() == HttpClient.Version.HTTP_2 ? "h2" : "http/1.1",
          allowed(answer),
          List.copyOf(beats),
          arrival);
    } catch (SSLException untrusted) {
      return Pulse.failed(
          "this server's JDK does not trust the certificate there ("
              + untrusted.getMessage()
              + ").");
    } catch (IOException failure) {
      return Pulse.failed("the hub could not connect to that address, or got no answer.");
    } catch (Problem strange) {
      return Pulse.failed("what came was not said by the hub.");
    }
  }

  /** Null where the stream did not even begin. */
  @Nullable Silence silence(long asked) {
    long before = System.nanoTime();
    try {
      HttpResponse<InputStream> answer = open("silence&silence=" + asked);
      if (answer.statusCode() != 200) {
        return null;
      }
      try (BufferedReader lines = lines(answer)) {
        if (next(lines) != null) {
          return silence(asked, lines, System.nanoTime());
        }
      }
      return early(asked, before);
    } catch (ConnectException | HttpTimeoutException | Problem neverBegun) {
      return null;
    } catch (IOException cut) {
      return early(asked, before);
    }
  }

  /** What holds events back may cut a stream before the first one is through. */
  private @Nullable Silence early(long asked, long before) {
    long lasted = millisSince(before);
    return lasted < NO_FAILURE || isHungUp() ? null : new Silence(asked, false, true, lasted);
  }

  private Silence silence(long asked, BufferedReader lines, long began) {
    boolean whole = false;
    try {
      whole = next(lines) != null;
    } catch (IOException cut) {
      // Told below.
    }
    return new Silence(asked, whole, !whole && !isHungUp(), millisSince(began));
  }

  /** The cookies that somebody gets who comes without one. */
  @Nullable List<SetCookie> cookies() {
    try {
      HttpResponse<Void> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(base + "/doctor.html")).timeout(PATIENCE).build(),
              BodyHandlers.discarding());
      return answer.headers().allValues("set-cookie").stream().map(SetCookie::parse).toList();
    } catch (IOException unknown) {
      return null;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /** Ends what is open; what is read of it ends then, too. */
  void hangUp() {
    List<InputStream> streams;
    synchronized (open) {
      streams = List.copyOf(open);
      open.clear();
      hungUp = true;
    }
    for (InputStream stream : streams) {
      try {
        stream.close();
      } catch (IOException closed) {
        // That was the aim.
      }
    }
  }

  private boolean isHungUp() {
    synchronized (open) {
      return hungUp;
    }
  }

  private HttpResponse<InputStream> open(String probe) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + "/api/stream?probe=" + probe))
            .timeout(PATIENCE)
            .header("Accept", "text/event-stream")
            // As browsers do.
            .header("Accept-Encoding", "gzip, deflate")
            .header("Last-Event-ID", StreamFindings.LAST_EVENT_ID);
    login.forEach(request::header);
    try {
      HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
      synchronized (open) {
        open.add(answer.body());
      }
      return answer;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IOException("stopping", stopping);
    }
  }

  private static BufferedReader lines(HttpResponse<InputStream> answer) throws IOException {
    Optional<String> encoding = answer.headers().firstValue("content-encoding");
    boolean gzip =
        encoding.filter(each -> each.toLowerCase(Locale.ROOT).contains("gzip")).isPresent();
    InputStream body =
        BoundedInputStream.builder()
            .setInputStream(gzip ? new Unzipped(answer.body()) : answer.body())
            .setMaxCount(MOST)
            .get();
    return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  /** Readers ask whether there is more at once, and wait for it where the answer is yes. */
  private static final class Unzipped extends GZIPInputStream {
    Unzipped(InputStream in) throws IOException {
      super(in);
    }

    /** Its own is 1 up to the end, though nothing may come for long. */
    @Override
    public int available() {
      return 0;
    }
  }

  /** The data of the next event; null at the end. */
  private static @Nullable Body next(BufferedReader lines) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("data: {")) {
        Body data = Body.of(line.substring("data: ".length()));
        if (data.json().containsKey("sent")) {
          return data;
        }
      }
    }
    return null;
  }

  private static @Nullable String allowed(HttpResponse<?> answer) {
    List<String> values = answer.headers().allValues("access-control-allow-origin");
    return values.isEmpty() ? null : String.join(", ", values);
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }
}
