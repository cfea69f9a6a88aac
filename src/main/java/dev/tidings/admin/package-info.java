/** What those who operate the hub see of all its nodes, and what they do with it. */
@NullMarked
package dev.tidings.admin;

import org.jspecify.annotations.NullMarked;
