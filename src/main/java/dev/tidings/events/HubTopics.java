package dev.tidings.events;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Publishes to the hub's own topics, which {@link Publisher} refuses. */
@ApplicationScoped
public class HubTopics {
  @Inject Enlisted enlisted;

  /** As {@link Publisher#publish(Topic, Draft)} does. */
  public Receipt publish(Topic topic, Draft draft) {
    return publish(topic, List.of(draft));
  }

  /** As {@link Publisher#publish(Topic, List)} does. */
  public Receipt publish(Topic topic, List<Draft> drafts) {
    return enlisted.add(entries(topic, drafts));
  }

  static List<Entry> entries(Topic topic, List<Draft> drafts) {
    if (!topic.isOfHub()) {
      throw new IllegalArgumentException(topic + " is not one of the hub's own.");
    }
    return drafts.stream().map(draft -> Entry.of(topic, draft)).toList();
  }
}
