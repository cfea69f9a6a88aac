package dev.tidings.jobs;

import dev.tidings.events.Topic;
import dev.tidings.security.TopicOwner;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whose {@code jobs/ID} is, and {@code jobs/ID/progress}. */
@ApplicationScoped
class JobOwners implements TopicOwner {
  @Inject JobBook book;

  @Override
  public @Nullable String ownerOf(Topic topic) {
    List<String> segments = topic.segments();
    return segments.size() > 1 && segments.get(0).equals(Job.TOPICS)
        ? book.find(Topic.unescape(segments.get(1))).map(job -> job.owner).orElse(null)
        : null;
  }
}
