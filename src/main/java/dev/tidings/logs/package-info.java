/** Log files, followed line by line for operators: which, what of them, and nothing secret. */
@NullMarked
package dev.tidings.logs;

import org.jspecify.annotations.NullMarked;
