/** What is wrong between a user's browser and the hub, found by listening through all of it. */
@NullMarked
package dev.tidings.doctor;

import org.jspecify.annotations.NullMarked;
