/**
 * How the server is doing: what it measures while somebody looks, who is online, and the recent
 * values of all gauges.
 */
@NullMarked
package dev.tidings.metrics;

import org.jspecify.annotations.NullMarked;
