package dev.tidings.events;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Publishes to the hub's own topics, which {@link Publisher} refuses. Not in the publish jar. */
@ApplicationScoped
public class HubTopics {
  @Inject Enlisted enlisted;

  /** As {@link Publisher#publish(Topic, Draft)} does. */
  public Receipt publish(Topic topic, Draft draft) {
    if (!topic.isOfHub()) {
      throw new IllegalArgumentException(topic + " is not one of the hub's own.");
    }
    return enlisted.add(List.of(Entry.of(topic, draft)));
  }
}
