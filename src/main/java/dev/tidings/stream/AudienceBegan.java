package dev.tidings.stream;

import dev.tidings.events.Topic;

/**
 * A CDI event: somebody listens to a topic, on this node or another, where nobody did before. A
 * source of live events need not run before it. Fired on a thread of its own, after the fact.
 */
public record AudienceBegan(Topic topic) {}
