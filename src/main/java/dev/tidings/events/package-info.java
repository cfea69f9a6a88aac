/**
 * What happened: topics, events, the log they are kept in, and the ways to publish and read them.
 */
@NullMarked
package dev.tidings.events;

import org.jspecify.annotations.NullMarked;
