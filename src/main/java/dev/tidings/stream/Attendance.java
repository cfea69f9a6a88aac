package dev.tidings.stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;

/** How many streams each user has on this node, for who counts those of all. Any thread. */
@ApplicationScoped
public class Attendance {
  @Inject Engine engine;
  @Inject StreamConfig config;

  /** Open streams of this node. */
  public int streams() {
    return engine.hub().census().streams().size();
  }

  /** Whether this node lets its streams go, and takes no others. */
  public boolean draining() {
    return !engine.departure().ready();
  }

  /** Whether streams that this node lets go can come back on another one, at once. */
  public void elsewhere(boolean there) {
    engine.departure().elsewhere(there);
  }

  /** Streams that a user may have. */
  public int mostPerUser() {
    return config.limits().perUser();
  }

  /** How many streams each user has. From here on, changes are kept for {@link #changes}. */
  public Map<String, Integer> watch() {
    return engine.hub().census().watch();
  }

  /** Of users whose streams have come or gone since this was asked last, how many they have. */
  public Map<String, Integer> changes() {
    return engine.hub().census().changes();
  }

  /** Keeps no changes any more. */
  public void unwatch() {
    engine.hub().census().unwatch();
  }

  /** Writes to all streams of a user: whoever is gone is noticed at the second time. */
  public void probe(String user) {
    engine.hub().census().of(user).forEach(Subscriber::probe);
  }

  /**
   * Ends the newest streams of a user with {@code limit}; the others are undisturbed.
   *
   * @return how many there were
   */
  public int refuse(String user, int count) {
    return engine.admission().refuse(user, count);
  }
}
