/**
 * What an application beside the hub, such as a portal, needs to publish inside its own
 * transactions. It is in {@code tidings-VERSION-publish.jar} and not in the hub.
 */
@NullMarked
package dev.tidings.portal;

import org.jspecify.annotations.NullMarked;
