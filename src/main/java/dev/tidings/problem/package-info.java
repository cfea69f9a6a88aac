/** What went wrong, said once: every error answer is an RFC 9457 problem made here. */
@NullMarked
package dev.tidings.problem;

import org.jspecify.annotations.NullMarked;
