package dev.tidings.events;

/**
 * Up to this position a topic's events are gone: expired or cleared. It is fired once that is
 * committed.
 */
public record FloorRaised(Topic topic, long position) {}
