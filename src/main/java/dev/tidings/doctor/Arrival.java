package dev.tidings.doctor;

import dev.tidings.problem.Body;
import dev.tidings.problem.Problem;
import dev.tidings.security.Origins;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request looked like when it reached its node. The first event of a probe says it.
 *
 * @param protocol such as HTTP/1.1
 * @param origin that the request was addressed to, as the node believes
 * @param remote the client's address, as the node believes
 * @param headers what proxies say of themselves, by name in lower case
 */
record Arrival(
    String node,
    String protocol,
    String origin,
    String remote,
    @Nullable String lastEventId,
    Map<String, String> headers) {
  private static final int LONGEST = 200;

  private static final List<String> TOLD_BY_PROXIES =
      List.of(
          "forwarded",
          "via",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-port",
          "x-forwarded-proto");

  static Arrival of(HttpServletRequest request, String node) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : TOLD_BY_PROXIES) {
      String value = request.getHeader(name);
      if (value != null && !value.isBlank()) {
        headers.put(name, cut(value));
      }
    }
    String id = request.getHeader("Last-Event-ID");
    return new Arrival(
        node,
        request.getProtocol(),
        cut(Origins.of(request)),
        request.getRemoteAddr(),
        id == null ? null : cut(id),
        headers);
  }

  /**
   * As a browser passes it on.
   *
   * @throws Problem 400 if something is missing
   */
  static Arrival of(Body body) {
    Map<String, String> headers = new LinkedHashMap<>();
    Body told = body.object("headers");
    if (told != null) {
      for (String name : TOLD_BY_PROXIES) {
        String value = told.text(name);
        if (value != null) {
          headers.put(name, cut(value));
        }
      }
    }
    String id = body.text("lastEventId");
    return new Arrival(
        required(body, "node"),
        required(body, "protocol"),
        required(body, "origin"),
        required(body, "remote"),
        id == null ? null : cut(id),
        headers);
  }

  JsonObjectBuilder json() {
    JsonObjectBuilder told = Json.createObjectBuilder();
    headers.forEach(told::add);
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("node", node)
            .add("protocol", protocol)
            .add("origin", origin)
            .add("remote", remote)
            .add("headers", told);
    return lastEventId == null ? json : json.add("lastEventId", lastEventId);
  }

  /** Whether a proxy has said that it was there. */
  boolean proxied() {
    return !headers.isEmpty();
  }

  /** The scheme that a proxy says it was asked by. */
  Optional<String> forwardedScheme() {
    return Optional.ofNullable(headers.get("x-forwarded-proto"))
        .map(value -> value.replaceFirst(",.*", "").strip().toLowerCase(Locale.ROOT));
  }

  /** The client that the proxy next to the node names. */
  Optional<String> forwardedFor() {
    return Optional.ofNullable(headers.get("x-forwarded-for"))
        .map(value -> value.substring(value.lastIndexOf(',') + 1).strip());
  }

  private static String required(Body body, String field) {
    String text = body.text(field);
    if (text == null) {
      throw Problem.badField(field, field + ": is missing in what the probe said.");
    }
    return cut(text);
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }
}
