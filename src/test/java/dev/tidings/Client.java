package dev.tidings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** Somebody at the other end of HTTP: signs in, publishes, reads, listens. */
public final class Client {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern ID = Pattern.compile("\"([a-z0-9]{8}-[0-9]+)\"");

  private final URI base;
  private final CookieManager cookies;
  private final HttpClient http;

  private Client(URI base, HttpClient.Builder http) {
    this(base, new CookieManager(), http);
  }

  private Client(URI base, CookieManager cookies, HttpClient.Builder http) {
    this.base = base;
    this.cookies = cookies;
    this.http = http.cookieHandler(cookies).connectTimeout(PATIENCE).build();
  }

  /** Whoever has this cookie, as {@link #cookie} tells it, wherever it was given. */
  public static Client withCookie(URI base, String cookie) {
    Client client = anonymous(base);
    for (String each : cookie.split("; ", -1)) {
      HttpCookie one = HttpCookie.parse(each).get(0);
      one.setPath("/");
      one.setVersion(0);
      client.cookies.getCookieStore().add(base, one);
    }
    return client;
  }

  /** Nobody: no session. */
  public static Client anonymous(URI base) {
    return new Client(base, HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1));
  }

  /** Nobody, over TLS and HTTP/2. */
  public static Client anonymous(URI base, SSLContext trust) {
    return new Client(
        base, HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).sslContext(trust));
  }

  /** One of the development accounts, signed in by the form. */
  public static Client signedIn(URI base, String name) {
    return anonymous(base).signIn(name);
  }

  /** The same over TLS and HTTP/2. */
  public static Client signedIn(URI base, SSLContext trust, String name) {
    return anonymous(base, trust).signIn(name);
  }

  /** The same user, with the same cookies, at another server. */
  public Client at(URI other) {
    return new Client(other, cookies, HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1));
  }

  private Client signIn(String name) {
    HttpResponse<String> answer = submit(name);
    if (answer.statusCode() != 302
        || answer.headers().firstValue("Location").orElse("").contains("login")) {
      throw new AssertionError(name + " could not sign in: " + answer);
    }
    return this;
  }

  /** Submits the form, and answers what comes of it. */
  public HttpResponse<String> submit(String name) {
    return send(
        request("j_security_check")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString("j_username=" + name + "&j_password=" + name + "-secret")));
  }

  /** The value of the header that says who this is. */
  public String cookie() {
    return cookies.getCookieStore().getCookies().stream()
        .map(cookie -> cookie.getName() + "=" + cookie.getValue())
        .collect(Collectors.joining("; "));
  }

  /** A request to a path below the base, such as {@code api/session}, from a page of the server. */
  public HttpRequest.Builder request(String path) {
    return silent(path).header("Origin", base.getScheme() + "://" + base.getAuthority());
  }

  /** The same without a word of where it comes from. */
  public HttpRequest.Builder silent(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stop) {
      throw new AssertionError("interrupted", stop);
    }
  }

  public HttpResponse<String> get(String path) {
    return send(request(path));
  }

  public HttpResponse<String> delete(String path) {
    return send(request(path).DELETE());
  }

  public static String events(String topic) {
    return "api/events?topic=" + URLEncoder.encode(topic, StandardCharsets.UTF_8);
  }

  /** Publishes a body, whatever it is. */
  public HttpResponse<String> post(String topic, String body, String... headers) {
    HttpRequest.Builder request =
        request(events(topic))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  /** Publishes an event and answers the ids; fails unless it was committed. */
  public List<String> publish(String topic, String body) {
    HttpResponse<String> answer = post(topic, body);
    if (answer.statusCode() != 201) {
      throw new AssertionError("Not published: " + answer.statusCode() + " " + answer.body());
    }
    return ids(answer.body());
  }

  /** Publishes {@code {"type":"message","data":{"text":TEXT}}}. */
  public String say(String topic, String text) {
    return publish(topic, message(text)).get(0);
  }

  /** The same at a server that is busy or has just come back: tried again while it answers 503. */
  public void sayAnyway(String topic, String text) {
    String key = UUID.randomUUID().toString();
    HttpResponse<String> answer = post(topic, message(text), "Idempotency-Key", key);
    for (int i = 0; i < 10 && answer.statusCode() == 503; i++) {
      answer = post(topic, message(text), "Idempotency-Key", key);
    }
    if (answer.statusCode() != 201) {
      throw new AssertionError("Not published: " + answer.statusCode() + " " + answer.body());
    }
  }

  public static String message(String text) {
    return "{\"type\":\"message\",\"data\":{\"text\":\"" + text + "\"}}";
  }

  /** All ids in an answer, in order. */
  public static List<String> ids(String body) {
    Matcher ids = ID.matcher(body);
    return ids.results().map((MatchResult id) -> id.group(1)).toList();
  }

  /** Opens a stream; the query is such as {@code topic=feeds/news}. */
  public HttpResponse<InputStream> open(String query, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve("api/stream?" + query))
            .header("Accept", "text/event-stream");
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofInputStream());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stop) {
      throw new AssertionError("interrupted", stop);
    }
  }

  /** Listens; fails unless the answer is a stream. */
  public Listener listen(String query, String... headers) {
    HttpResponse<InputStream> answer = open(query, headers);
    if (answer.statusCode() != 200) {
      throw new AssertionError("Not a stream: " + answer);
    }
    return new Listener(answer.body());
  }

  /** Listens and waits until the stream is open. */
  public Listener listening(String query, String... headers) {
    Listener listener = listen(query, headers);
    listener.next("connected");
    return listener;
  }
}
