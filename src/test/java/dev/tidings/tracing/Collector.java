package dev.tidings.tracing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;

/** Takes the spans that a server exports (OTLP over HTTP), on a free port. */
final class Collector implements AutoCloseable {
  private static final HexFormat HEX = HexFormat.of();

  /** What came, in its order. */
  private final List<Received> spans = new CopyOnWriteArrayList<>();

  private final HttpServer server;

  /**
   * A span.
   *
   * @param parent empty where it has none
   * @param attributes as texts
   * @param millis from its start to its end
   */
  record Received(
      String trace,
      String id,
      String parent,
      String name,
      Span.SpanKind kind,
      Map<String, String> attributes,
      long millis) {}

  Collector() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  /** For {@code otel.exporter.otlp.endpoint}. */
  String endpoint() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  List<Received> spans() {
    return List.copyOf(spans);
  }

  /** Of one trace, with this name. */
  List<Received> spans(String trace, String name) {
    return spans.stream()
        .filter(span -> span.trace().equals(trace) && span.name().equals(name))
        .toList();
  }

  /** The first that fits, once it is there. */
  Received await(Predicate<Received> fits) {
    return Awaitility.await()
        .atMost(java.time.Duration.ofSeconds(20))
        .until(() -> spans.stream().filter(fits).findFirst(), java.util.Optional::isPresent)
        .orElseThrow();
  }

  Received await(String trace, String name) {
    return await(span -> span.trace().equals(trace) && span.name().equals(name));
  }

  private void take(HttpExchange exchange) throws IOException {
    boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    InputStream body = exchange.getRequestBody();
    try (InputStream plain = packed ? new GZIPInputStream(body) : body) {
      ExportTraceServiceRequest.parseFrom(plain).getResourceSpansList().stream()
          .flatMap(resource -> resource.getScopeSpansList().stream())
          .flatMap(scope -> scope.getSpansList().stream())
          .map(Collector::received)
          .forEach(spans::add);
    }
    exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  private static Received received(Span span) {
    return new Received(
        HEX.formatHex(span.getTraceId().toByteArray()),
        HEX.formatHex(span.getSpanId().toByteArray()),
        HEX.formatHex(span.getParentSpanId().toByteArray()),
        span.getName(),
        span.getKind(),
        span.getAttributesList().stream()
            .collect(Collectors.toMap(KeyValue::getKey, each -> text(each.getValue()))),
        (span.getEndTimeUnixNano() - span.getStartTimeUnixNano()) / 1_000_000);
  }

  private static String text(AnyValue value) {
    return value.hasIntValue() ? String.valueOf(value.getIntValue()) : value.getStringValue();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
