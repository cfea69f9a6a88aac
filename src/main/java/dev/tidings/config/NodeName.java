package dev.tidings.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** By what people tell this node from others. Safe for any thread. */
@ApplicationScoped
public class NodeName {
  private static final int MOST = 100;

  /** What Liberty calls its server: a variable that it sets itself. */
  private static final String SERVER = "wlp.server.name";

  @Inject Settings settings;

  /** {@code tidings.cluster.node}; where it is empty, those of its host and its server. */
  public String text() {
    String name = settings.text("tidings.cluster.node").strip();
    String known = name.isEmpty() ? usual() : name;
    return known.length() <= MOST ? known : known.substring(0, MOST);
  }

  private String usual() {
    String server = settings.text(SERVER).strip();
    return server.isEmpty() ? Host.NAME : Host.NAME + "/" + server;
  }

  /** Not before it is needed: a name service may take its time. */
  private static final class Host {
    static final String NAME = name();

    private static String name() {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException nameless) {
        return "node";
      }
    }
  }
}
