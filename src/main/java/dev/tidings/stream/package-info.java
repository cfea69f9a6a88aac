/** Who is listening: the tail, the hub with its channels, the subscribers and their sinks. */
@NullMarked
package dev.tidings.stream;

import org.jspecify.annotations.NullMarked;
