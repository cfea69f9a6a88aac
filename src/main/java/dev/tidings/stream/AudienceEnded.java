package dev.tidings.stream;

import dev.tidings.events.Topic;

/** A CDI event: nobody listens to a topic any more, on any node. See {@link AudienceBegan}. */
public record AudienceEnded(Topic topic) {}
