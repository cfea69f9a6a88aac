/** What is done for a user and takes its time: how far it is, and what came of it. */
@NullMarked
package dev.tidings.jobs;

import org.jspecify.annotations.NullMarked;
