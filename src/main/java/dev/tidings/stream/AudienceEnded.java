package dev.tidings.stream;

import dev.tidings.events.Topic;

/** A CDI event: nobody listens to a topic on this node any more. See {@link AudienceBegan}. */
public record AudienceEnded(Topic topic) {}
