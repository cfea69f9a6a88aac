package dev.tidings.stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The open streams of this node, for features. Safe for any thread. */
@ApplicationScoped
public class Streams {
  @Inject Engine engine;

  /**
   * Somebody who listens.
   *
   * @param client the user's browser, by a name that no other user has; null if it did not say
   * @param pages where it shows what it hears; empty if it did not say
   */
  public record Visit(String user, @Nullable String client, Set<String> pages) {}

  /** Whoever has a stream open now. */
  public List<Visit> visits() {
    return engine.hub().census().streams().stream()
        .map(stream -> new Visit(stream.user(), stream.client(), stream.pages()))
        .toList();
  }

  /**
   * A browser has told on which pages its stream is heard, which holds until it tells otherwise or
   * the stream ends.
   *
   * @param browser as in {@code client=} of its stream
   * @return false if it has no stream at this node
   */
  public boolean heardOn(String user, String browser, Set<String> pages) {
    return engine.hub().census().heardOn(user, browser, pages);
  }

  /** Whether a browser may have this name. */
  public static boolean isBrowser(String name) {
    return StreamResource.CLIENT.matcher(name).matches();
  }

  /** Has the registered counters say what is delivered up to now; they are late otherwise. */
  public void count() {
    engine.node().metrics().publish();
  }
}
