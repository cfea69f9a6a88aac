/**
 * Traces of events, for who follows them with OpenTelemetry: from who published one to the commit,
 * and on to the first stream of each node that gets it. Off unless {@code otel.sdk.disabled} is
 * false.
 */
@NullMarked
package dev.tidings.tracing;

import org.jspecify.annotations.NullMarked;
