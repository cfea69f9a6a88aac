package dev.tidings.security;

import dev.tidings.events.Topic;
import org.jspecify.annotations.Nullable;

/**
 * Knows whose topics are that do not say so themselves, such as {@code jobs/42}. Every bean of this
 * type is asked where a topic rule names the {@code owner} without {@code {user}} in its pattern;
 * while none knows, the topic is nobody's. Called by any thread.
 */
public interface TopicOwner {
  /**
   * The name of the user whose topic it is; null if this is not known here.
   *
   * @throws RuntimeException if this cannot be found out now, which lets nobody in
   */
  @Nullable String ownerOf(Topic topic);
}
