/** How several nodes are one hub: what each tells the others, and who is there. */
@NullMarked
package dev.tidings.cluster;

import org.jspecify.annotations.NullMarked;
