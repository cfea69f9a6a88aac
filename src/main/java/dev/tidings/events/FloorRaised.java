package dev.tidings.events;

/**
 * Up to this position a topic's events are gone: expired or cleared. Observe it with {@code during
 * = AFTER_SUCCESS}.
 */
public record FloorRaised(Topic topic, long position) {}
