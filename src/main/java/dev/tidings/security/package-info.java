/** Who may: the session of the caller and the policy of topics. */
@NullMarked
package dev.tidings.security;

import org.jspecify.annotations.NullMarked;
