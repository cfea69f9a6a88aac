package dev.tidings.assistant;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How LangChain4j speaks HTTP for one answer. Unlike its own client this one reads on the thread
 * that asks, can be hung up on from the first moment (before there is an answer, too), tells an
 * answer that broke off from one that is complete, and knows {@code Retry-After}. It follows no
 * redirects: the key goes where the administrator says, and nowhere else.
 */
final class Upstream implements HttpClient {
  private static final String DONE = "[DONE]";
  private static final Pattern FINISHED = Pattern.compile("\"finish_reason\"\\s*:\\s*\"");
  private static final int MAX_TOLD = 4_096;
  private static final JsonFactory JSON = new JsonFactory();

  private final java.net.http.HttpClient http;
  private final Run run;
  private final long maxBytes;

  Upstream(java.net.http.HttpClient http, Run run, long maxBytes) {
    this.http = http;
    this.run = run;
    this.maxBytes = maxBytes;
  }

  /** For LangChain4j, which wants to build it; the time-outs are those of the run. */
  HttpClientBuilder builder() {
    return new HttpClientBuilder() {
      @Override
      public Duration connectTimeout() {
        return Duration.ZERO;
      }

      @Override
      public HttpClientBuilder connectTimeout(Duration ofTheClient) {
        return this;
      }

      @Override
      public Duration readTimeout() {
        return Duration.ZERO;
      }

      @Override
      public HttpClientBuilder readTimeout(Duration ofTheRun) {
        return this;
      }

      @Override
      public HttpClient build() {
        return Upstream.this;
      }
    };
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    throw new UnsupportedOperationException("Answers are streamed.");
  }

  /** Returns when all is read, or nobody wants it any more. */
  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    try {
      HttpResponse<InputStream> response = send(request);
      run.hangUpBy(() -> close(response.body()));
      try (InputStream body = new Bounded(response.body(), maxBytes)) {
        read(response, body, parser, listener);
      }
    } catch (IOException | RuntimeException failure) {
      listener.onError(failure);
    }
  }

  private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
    java.net.http.HttpRequest.Builder asked =
        java.net.http.HttpRequest.newBuilder(URI.create(request.url()))
            .header("Accept", "text/event-stream")
            .POST(BodyPublishers.ofString(String.valueOf(request.body())));
    request.headers().forEach((name, values) -> values.forEach(value -> asked.header(name, value)));
    CompletableFuture<HttpResponse<InputStream>> coming =
        http.sendAsync(asked.build(), BodyHandlers.ofInputStream());
    run.hangUpBy(() -> coming.cancel(true));
    try {
      return coming.get();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      coming.cancel(true);
      throw new IOException("interrupted", stop);
    } catch (ExecutionException failed) {
      throw new IOException("no answer", failed.getCause());
    }
  }

  private void read(
      HttpResponse<InputStream> response,
      InputStream body,
      ServerSentEventParser parser,
      ServerSentEventListener listener)
      throws IOException {
    int status = response.statusCode();
    if (status < 200 || status >= 300) {
      throw new Refused(status, retryAfter(response), told(body));
    }
    run.begin();
    run.hear();
    Reading reading = new Reading(listener);
    parser.parse(body, reading);
    if (!run.hasEnded()) {
      if (!reading.any) {
        throw new Broken(Broken.Kind.MALFORMED, "no event in it");
      }
      if (!reading.finished) {
        throw new Broken(Broken.Kind.CUT_OFF, "it ended without a finish_reason and [DONE]");
      }
      listener.onClose();
    }
  }

  /** Between the parser and LangChain4j: sees what it would not tell. */
  private final class Reading implements ServerSentEventListener {
    private final ServerSentEventListener listener;
    private boolean any;

    /** Not every endpoint says [DONE]. */
    private boolean finished;

    Reading(ServerSentEventListener listener) {
      this.listener = listener;
    }

    @Override
    public void onEvent(ServerSentEvent event, ServerSentEventContext context) {
      run.hear();
      any = true;
      if (event.data().strip().equals(DONE)) {
        // This ends the run, which hangs up: some endpoints would keep the connection open.
        listener.onClose();
        return;
      }
      String error = error(event.data());
      if (error != null) {
        listener.onError(new Broken(Broken.Kind.ERROR, error));
        return;
      }
      finished |= FINISHED.matcher(event.data()).find();
      listener.onEvent(event, context);
    }

    @Override
    public void onError(Throwable failure) {
      listener.onError(failure);
    }
  }

  /** What an endpoint says that fails in the middle: {@code {"error":{"message":…}}}. */
  private static @Nullable String error(String data) {
    if (!data.contains("\"error\"")) {
      return null;
    }
    try (JsonParser json = JSON.createParser(data)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean error = json.currentName().equals("error");
        boolean something = json.nextToken() != JsonToken.VALUE_NULL;
        if (error && something) {
          return data;
        }
        json.skipChildren();
      }
    } catch (IOException malformed) {
      // LangChain4j tells.
    }
    return null;
  }

  private static @Nullable Integer retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.matches("[0-9]{1,6}"))
        .map(Integer::valueOf)
        .orElse(null);
  }

  private static String told(InputStream body) {
    try {
      return new String(body.readNBytes(MAX_TOLD), StandardCharsets.UTF_8);
    } catch (IOException cutOff) {
      return "";
    }
  }

  private static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException closed) {
      // One way or the other.
    }
  }
}
