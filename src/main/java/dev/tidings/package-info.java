/** Tidings: a real-time notification hub. Applications publish, browsers listen. */
@NullMarked
package dev.tidings;

import org.jspecify.annotations.NullMarked;
