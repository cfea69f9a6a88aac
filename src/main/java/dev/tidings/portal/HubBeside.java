package dev.tidings.portal;

import dev.tidings.events.Event;
import dev.tidings.events.HubMXBean;
import dev.tidings.events.LiveEvent;
import dev.tidings.events.LiveOffered;
import dev.tidings.events.LivePublished;
import dev.tidings.events.Published;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.lang.management.ManagementFactory;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * The hub in the same server, for the application that this class is deployed with. It is told of
 * what this application publishes as soon as that is committed. Where there is no hub in the same
 * server, others find what was committed when they next look into the log, and live topics cannot
 * be published to. Safe for any thread.
 */
@ApplicationScoped
public class HubBeside {
  private static final Logger LOG = Logger.getLogger(HubBeside.class.getName());
  private static final ObjectName NAME = name();

  private final MBeanServer applications = ManagementFactory.getPlatformMBeanServer();

  /** By name: whoever stands there when it is called. */
  private final HubMXBean hub = JMX.newMXBeanProxy(applications, NAME, HubMXBean.class);

  /** Whether there is one. */
  public boolean isThere() {
    return applications.isRegistered(NAME);
  }

  /**
   * Ends all streams of a user who signs out here, and has the hub refuse the login of the current
   * request on all nodes: call it before {@code request.logout()}, after which nobody knows which
   * login it was. Does nothing where there is no hub in this server; let the page send {@code
   * DELETE /api/session} to the hub there.
   */
  public void signedOut(String user) {
    tell(() -> hub.signedOut(user));
  }

  void committed(@Observes Published published) {
    tell(hub::look);
  }

  /** While whoever publishes can still be told. */
  void offered(@Observes LiveOffered offered) {
    if (!isThere()) {
      throw new IllegalStateException(
          "Events of live topics are in no log, and there is no hub in this server to take them."
              + " Publish them over HTTP.");
    }
  }

  void committed(@Observes LivePublished published) {
    for (LiveEvent live : published.events()) {
      Event event = live.event();
      tell(() -> hub.live(event.topic().path(), event.type(), event.data(), live.key()));
    }
  }

  private void tell(Runnable message) {
    if (isThere()) {
      try {
        message.run();
      } catch (RuntimeException stoppedMeanwhile) {
        LOG.log(Level.FINE, "The hub could not be told.", stoppedMeanwhile);
      }
    }
  }

  private static ObjectName name() {
    try {
      return new ObjectName(HubMXBean.NAME);
    } catch (MalformedObjectNameException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
