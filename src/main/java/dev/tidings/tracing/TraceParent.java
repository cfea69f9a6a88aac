package dev.tidings.tracing;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A trace and a span in it as a text of 55 characters (W3C Trace Context, section 3.2). */
final class TraceParent {
  private static final String HEADER = "traceparent";

  private static final TextMapGetter<String> ONLY =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String carrier) {
          return List.of(HEADER);
        }

        @Override
        public @Nullable String get(@Nullable String carrier, String key) {
          return key.equals(HEADER) ? carrier : null;
        }
      };

  private TraceParent() {}

  /** Of the context's span, which has to be valid. */
  static String of(Context context) {
    Map<String, String> carrier = new HashMap<>();
    W3CTraceContextPropagator.getInstance().inject(context, carrier, TraceParent::put);
    return carrier.getOrDefault(HEADER, "");
  }

  private static void put(@Nullable Map<String, String> carrier, String key, String value) {
    if (carrier != null) {
      carrier.put(key, value);
    }
  }

  /** What {@link #of} has written; a text that is none is no span. */
  static Context read(String text) {
    return W3CTraceContextPropagator.getInstance().extract(Context.root(), text, ONLY);
  }
}
