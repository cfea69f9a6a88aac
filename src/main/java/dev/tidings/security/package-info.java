/** Who may: the session of the caller, the sites that may ask, and the policy of topics. */
@NullMarked
package dev.tidings.security;

import org.jspecify.annotations.NullMarked;
