package dev.tidings.tracing;

import dev.tidings.config.NodeName;
import dev.tidings.events.Topic;
import dev.tidings.events.Tracing;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Follows events by OpenTelemetry: MicroProfile Telemetry begins the span of a request, two of ours
 * come below it. Spans go to a queue of the SDK, which drops what does not fit. Safe for any
 * thread.
 */
@ApplicationScoped
class OpenTelemetryTraces implements Tracing {
  private static final AttributeKey<String> TOPIC = AttributeKey.stringKey("tidings.topic");
  private static final AttributeKey<Long> EVENTS = AttributeKey.longKey("tidings.events");
  private static final AttributeKey<Long> POSITION = AttributeKey.longKey("tidings.position");
  private static final AttributeKey<Long> WAITED = AttributeKey.longKey("tidings.waited_ms");
  private static final AttributeKey<String> NODE = AttributeKey.stringKey("tidings.node");

  @Inject OpenTelemetry telemetry;
  @Inject NodeName node;

  private boolean on;
  private Tracer tracer = TracerProvider.noop().get("");
  private String name = "";

  @PostConstruct
  void begin() {
    tracer = telemetry.getTracer("dev.tidings");
    // A switched-off SDK gives spans that belong to no trace.
    Span probe = tracer.spanBuilder("probe").setNoParent().startSpan();
    on = probe.getSpanContext().isValid();
    name = node.text();
  }

  @Override
  public boolean on() {
    return on;
  }

  @Override
  public @Nullable Publishing begin(Topic topic, int events) {
    if (!Span.current().getSpanContext().isSampled() || topic.isOfHub()) {
      return null;
    }
    return new Commit(
        tracer
            .spanBuilder("commit")
            .setSpanKind(SpanKind.PRODUCER)
            .setAttribute(TOPIC, topic.path())
            .setAttribute(EVENTS, (long) events)
            .setAttribute(NODE, name)
            .startSpan());
  }

  @Override
  public void delivered(Topic topic, long position, Instant at, String trace) {
    Instant now = Instant.now();
    // Clocks of two nodes may differ.
    Instant from = at.isBefore(now) ? at : now;
    tracer
        .spanBuilder("deliver")
        .setSpanKind(SpanKind.CONSUMER)
        .setParent(TraceParent.read(trace))
        .setStartTimestamp(from)
        .setAttribute(TOPIC, topic.path())
        .setAttribute(POSITION, position)
        .setAttribute(WAITED, now.toEpochMilli() - from.toEpochMilli())
        .setAttribute(NODE, name)
        .startSpan()
        .end(now);
  }

  private record Commit(Span span) implements Publishing {
    @Override
    public String context() {
      return TraceParent.of(Context.root().with(span));
    }

    @Override
    public void committed(long position) {
      span.setAttribute(POSITION, position).end();
    }

    @Override
    public void failed(String why) {
      span.setStatus(StatusCode.ERROR, why).end();
    }
  }
}
