package dev.tidings.stream;

import dev.tidings.events.Topic;

/**
 * A CDI event: a topic has gained its first or lost its last listener on this node, whatever other
 * nodes have. Fired on a thread of its own, after the fact; beginnings and ends alternate.
 */
public record ListenersHere(Topic topic, boolean any) {}
