package dev.tidings.jobs;

import dev.tidings.events.Topic;
import dev.tidings.security.TopicOwner;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whose {@code jobs/ID} is, and {@code jobs/ID/progress}. Streams ask while they write, so what was
 * found is kept for a while.
 */
@ApplicationScoped
class JobOwners implements TopicOwner {
  private static final int KNOWN = 10_000;
  private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(1);

  @Inject JobBook book;

  private record Known(String owner, long at) {}

  private final Map<String, Known> known = new ConcurrentHashMap<>();

  @Override
  public @Nullable String ownerOf(Topic topic) {
    List<String> segments = topic.segments();
    if (segments.size() < 2 || !segments.get(0).equals(Job.TOPICS) || !Job.isId(segments.get(1))) {
      return null;
    }
    String id = segments.get(1);
    Known recent = known.get(id);
    long now = System.nanoTime();
    if (recent != null && now - recent.at() < KEPT_NANOS) {
      return recent.owner();
    }
    String owner = book.find(id).map(job -> job.owner).orElse(null);
    if (known.size() >= KNOWN) {
      known.clear();
    }
    if (owner != null) {
      known.put(id, new Known(owner, now));
    }
    return owner;
  }

  /** Of a job that is gone. */
  void forget(String id) {
    known.remove(id);
  }
}
