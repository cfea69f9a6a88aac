/**
 * Settings that are read anew at every use, so that an edit is live, and that stay within bounds.
 */
@NullMarked
package dev.tidings.config;

import org.jspecify.annotations.NullMarked;
