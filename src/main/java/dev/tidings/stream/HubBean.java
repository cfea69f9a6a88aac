package dev.tidings.stream;

import dev.tidings.events.Draft;
import dev.tidings.events.Event;
import dev.tidings.events.HubMXBean;
import dev.tidings.events.Json;
import dev.tidings.events.LiveEvent;
import dev.tidings.events.LivePublished;
import dev.tidings.events.Topic;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** The hub, for the other applications of its server. */
final class HubBean implements HubMXBean {
  private static final Logger LOG = Logger.getLogger(HubBean.class.getName());

  private final Consumer<LivePublished> live;
  private final Tail tail;
  private final Consumer<String> signOut;
  private final MBeanServer applications = ManagementFactory.getPlatformMBeanServer();

  /**
   * @param live tells everybody in the hub
   */
  HubBean(Consumer<LivePublished> live, Tail tail, Consumer<String> signOut) {
    this.live = live;
    this.tail = tail;
    this.signOut = signOut;
  }

  void begin() {
    try {
      applications.registerMBean(this, new ObjectName(NAME));
    } catch (JMException taken) {
      LOG.log(
          Level.WARNING,
          "Other applications of this server cannot reach this hub, only its database: {0}",
          taken.toString());
    }
  }

  void end() {
    try {
      applications.unregisterMBean(new ObjectName(NAME));
    } catch (JMException neverBegan) {
      LOG.log(Level.FINE, "The hub was not registered.", neverBegan);
    }
  }

  @Override
  public void look() {
    tail.look();
  }

  @Override
  public void live(String topic, String type, String data, @Nullable String key) {
    Json json = new Json(data);
    if (!type.equals(Event.CLEAR)) {
      // Whoever calls may be of another version: what would not be taken over HTTP is not, here.
      json = new Draft(type, json, null).data();
    }
    Event event = new Event(0, new Topic(topic), type, json.text(), Instant.now());
    live.accept(new LivePublished(List.of(new LiveEvent(event, key))));
  }

  @Override
  public void signedOut(String user) {
    signOut.accept(user);
  }
}
