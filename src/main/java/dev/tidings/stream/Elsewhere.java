package dev.tidings.stream;

import dev.tidings.events.LiveEvent;
import dev.tidings.events.LivePublished;
import dev.tidings.events.Published;
import dev.tidings.events.Topic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** What happens on other nodes, for this one: the way of the cluster into the hub. Any thread. */
@ApplicationScoped
public class Elsewhere {
  @Inject Engine engine;
  @Inject Event<LivePublished> live;

  /** Something was committed up to this position: the log is to be read now. */
  public void committed(long position) {
    if (position > engine.hub().watermark()) {
      engine.tail().look();
    }
  }

  /** What was committed there may not have been told: the log is to be read now. */
  public void missed() {
    engine.tail().look();
  }

  /** These events were committed. */
  public void committed(Published published) {
    engine.tail().announce(published);
  }

  /**
   * Where what other nodes commit is told, and not only that they did: how long to wait for events
   * that come before those that were told already, before they are read from the log.
   */
  public void toldWithin(Duration patience) {
    engine.tail().wait(patience);
  }

  /** These events were published live. */
  public void published(List<LiveEvent> events) {
    live.fire(new LivePublished(events, true));
  }

  /** Whether somebody listens to a topic there. */
  public void heard(Topic topic, boolean any) {
    engine.audiences().elsewhere(topic, any);
  }

  /**
   * The newest live event of each key of a topic, of those that were published on this node.
   *
   * @param ear told of them before anything newer is {@link LiveAppended}
   */
  public void newest(Topic topic, Consumer<LiveEvent> ear) {
    engine.tellNewest(topic, ear);
  }

  /** Whether this value, or a newer one of its key, is known here: several nodes may publish it. */
  public boolean knows(LiveEvent event) {
    return engine.hub().knows(event);
  }

  /** What is published live on a topic there is not told here any more. */
  public void untold(Topic topic) {
    engine.hub().forgetOthers(topic);
  }

  /** Of what was published live on a topic there, some may have been missed. */
  public void missed(Topic topic) {
    engine.hub().missLive(topic);
  }
}
