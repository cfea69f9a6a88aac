package dev.tidings.stream;

import dev.tidings.events.Topic;

/**
 * A topic with a channel on this node, at one moment.
 *
 * @param listeners streams of this node that listen
 * @param rate events a second that came to the channel in the last minute
 */
public record OpenTopic(Topic topic, int listeners, double rate) {}
