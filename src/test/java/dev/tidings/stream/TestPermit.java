package dev.tidings.stream;

import dev.tidings.events.Topic;
import dev.tidings.security.Permit;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Allows everything, until it is told otherwise. */
final class TestPermit implements Permit {
  private final String user;
  private final Set<Topic> forbidden = ConcurrentHashMap.newKeySet();
  volatile @Nullable Instant expires;

  TestPermit(String user) {
    this.user = user;
  }

  void forbid(String topic) {
    forbidden.add(new Topic(topic));
  }

  @Override
  public String user() {
    return user;
  }

  @Override
  public boolean mayRead(Topic topic) {
    return !forbidden.contains(topic);
  }

  @Override
  public int revision() {
    return forbidden.size();
  }

  @Override
  public @Nullable Instant expires() {
    return expires;
  }

  @Override
  public @Nullable End ended() {
    Instant end = expires;
    return end == null || Instant.now().isBefore(end) ? null : End.EXPIRED;
  }
}
