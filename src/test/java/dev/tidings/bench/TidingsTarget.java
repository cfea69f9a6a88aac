package dev.tidings.bench;

import dev.tidings.Client;
import dev.tidings.LibertyServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tidings. An operator listens to everything and publishes to topics below {@code logs/}, a
 * publisher to the others.
 */
final class TidingsTarget implements Target {
  private static final String EVENT = "{\"type\":\"" + EventScanner.TYPE + "\",\"data\":";

  /** One user, one address and one node has all streams here; nobody's limits are measured. */
  private static final List<String> LIMITS =
      List.of(
          "tidings.stream.max-per-user",
          "tidings.stream.max-per-address",
          "tidings.stream.max-per-node");

  private static final String UNLIMITED = "100000";

  private final LibertyServer server;
  private final String operator;
  private final String publisher;

  /** For a server that runs, and has no limits that are in the way. */
  TidingsTarget(LibertyServer server) {
    this.server = server;
    this.operator = SignIn.headers(server.uri(), "oscar");
    this.publisher = SignIn.headers(server.uri(), "news");
  }

  /** For a server that is set up and not started. */
  static TidingsTarget start(LibertyServer server) {
    LIMITS.forEach(limit -> server.editVariable(limit, UNLIMITED));
    return new TidingsTarget(server.optimised().start());
  }

  @Override
  public LibertyServer server() {
    return server;
  }

  @Override
  public String streamPath(String topic, String client) {
    return "/api/stream?client=" + client + "&topic=" + topic;
  }

  @Override
  public String publishPath(String topic) {
    return "/" + Client.events(topic);
  }

  @Override
  public byte[] body(List<String> data) {
    String body =
        data.size() == 1
            ? EVENT + data.get(0) + "}"
            : data.stream()
                .map(one -> EVENT + one + "}")
                .collect(Collectors.joining(",", "[", "]"));
    return body.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public String listenerHeaders() {
    return host() + operator;
  }

  @Override
  public String publisherHeaders(String topic) {
    return host() + (topic.startsWith("logs/") ? operator : publisher);
  }
}
