package dev.tidings.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.management.ManagementFactory;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What Liberty remembers of users who signed in: for ten minutes it asks the registry neither for
 * their roles nor whether they are still there.
 */
@ApplicationScoped
class LoginCache {
  private static final Logger LOG = Logger.getLogger(LoginCache.class.getName());
  private static final String NAME =
      "WebSphere:service=com.ibm.websphere.security.authentication.cache.DeleteAuthCache";

  /** From the next request on, the registry is asked again, for everybody. */
  public void forget() {
    try {
      ManagementFactory.getPlatformMBeanServer()
          .invoke(new ObjectName(NAME), "removeAllEntries", new Object[0], new String[0]);
    } catch (JMException | RuntimeException absent) {
      LOG.log(
          Level.WARNING,
          "Roles that were taken away may hold for ten more minutes: {0}",
          absent.toString());
    }
  }
}
