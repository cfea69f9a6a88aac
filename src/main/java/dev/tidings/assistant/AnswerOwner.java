package dev.tidings.assistant;

import dev.tidings.events.Topic;
import dev.tidings.security.TopicOwner;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** The topic of an answer belongs to who asked. */
@ApplicationScoped
class AnswerOwner implements TopicOwner {
  @Inject Answers answers;

  @Override
  public @Nullable String ownerOf(Topic topic) {
    return AssistantTopic.idOf(topic).map(answers::owner).orElse(null);
  }
}
