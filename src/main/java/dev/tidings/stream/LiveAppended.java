package dev.tidings.stream;

import dev.tidings.events.LivePublished;

/**
 * A CDI event: live events that were published on this node stand in its channels, so that whoever
 * asks for the newest from here on finds them or newer ones.
 */
public record LiveAppended(LivePublished published) {}
