/**
 * The notification centre: what each user was told, what became of it, and the counts of the badge.
 */
@NullMarked
package dev.tidings.inbox;

import org.jspecify.annotations.NullMarked;
