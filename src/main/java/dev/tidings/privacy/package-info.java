/** What the hub keeps of a person: each feature hands out its part, and takes it away. */
@NullMarked
package dev.tidings.privacy;

import org.jspecify.annotations.NullMarked;
