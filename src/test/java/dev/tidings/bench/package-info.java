/** How fast it is: load of our own on a real server, beside the container's stock broadcaster. */
package dev.tidings.bench;
