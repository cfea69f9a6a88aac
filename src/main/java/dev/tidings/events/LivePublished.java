package dev.tidings.events;

import java.util.List;

/**
 * Events of live topics. Observe it with {@code during = AFTER_SUCCESS}: published inside a
 * transaction they may still be rolled back; without one, that is at once.
 */
public record LivePublished(List<LiveEvent> events) {}
