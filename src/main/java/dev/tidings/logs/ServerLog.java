package dev.tidings.logs;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

/**
 * Where the server writes its log. Liberty tells in its live configuration, which knows what {@code
 * LOG_DIR} and {@code <logging logDirectory messageFileName>} say (OSGi Compendium 104.10: the
 * MBean of the Configuration Admin Service).
 */
final class ServerLog {
  private static final Logger LOG = Logger.getLogger(ServerLog.class.getName());
  private static final String CONFIGURATIONS = "osgi.compendium:service=cm,*";
  private static final String LOGGING = "com.ibm.ws.logging";
  private static final String NAME = "messages.log";

  private ServerLog() {}

  /** The file of the messages, as of now. */
  static Path path() {
    Map<String, String> logging = new TreeMap<>();
    try {
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      for (ObjectName bean : server.queryNames(new ObjectName(CONFIGURATIONS), null)) {
        logging.putAll(properties(server, bean));
      }
    } catch (JMException untold) {
      LOG.log(Level.FINE, "Liberty does not tell where it logs.", untold);
    }
    // Set by Liberty's launcher: LOG_DIR, or logs in the server's directory.
    String usual = System.getProperty("server.logs.dir", "logs");
    return Path.of(logging.getOrDefault("logDirectory", usual))
        .resolve(logging.getOrDefault("messageFileName", NAME))
        .toAbsolutePath()
        .normalize();
  }

  private static Map<String, String> properties(MBeanServer server, ObjectName bean)
      throws JMException {
    Map<String, String> properties = new TreeMap<>();
    Object table =
        server.invoke(
            bean, "getProperties", new Object[] {LOGGING}, new String[] {String.class.getName()});
    if (table instanceof TabularData rows) {
      for (Object row : rows.values()) {
        if (row instanceof CompositeData pair) {
          properties.put(String.valueOf(pair.get("Key")), String.valueOf(pair.get("Value")));
        }
      }
    }
    return properties;
  }
}
