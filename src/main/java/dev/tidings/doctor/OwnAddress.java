package dev.tidings.doctor;

import dev.tidings.security.Origins;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;

/**
 * Whether an origin is one of the hub's own, so that the hub may ask there with the cookie of who
 * wants to know. The name comes with the request, and who sends one can write anything in its Host:
 * without this, the hub would ask whatever its network lets it reach (server-side request forgery).
 * Safe for any thread.
 */
@ApplicationScoped
class OwnAddress {
  @Inject Origins origins;

  /** Named by the operator, or of this machine alone. May ask a name service. */
  boolean isOurs(String origin) {
    return origins.lists(origin) || isThisMachine(origin);
  }

  static boolean isThisMachine(String origin) {
    try {
      String host = URI.create(origin).getHost();
      if (host == null) {
        return false;
      }
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!address.isLoopbackAddress() && NetworkInterface.getByInetAddress(address) == null) {
          return false;
        }
      }
      return true;
    } catch (IllegalArgumentException | UnknownHostException | SocketException unknown) {
      return false;
    }
  }
}
