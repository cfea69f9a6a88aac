/** Running the hub: what operators see of it, and what administrators do. */
@NullMarked
package dev.tidings.admin;

import org.jspecify.annotations.NullMarked;
