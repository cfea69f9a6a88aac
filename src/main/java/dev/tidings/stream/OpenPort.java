package dev.tidings.stream;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * Notices that the server has closed the port that streams come in by. It does so first when it is
 * told to stop; then it waits up to 30 s for open requests before it tells any application, and a
 * stream is a request that does not end by itself.
 *
 * <p>While somebody listens at a port, nobody else can bind to it, and afterwards anybody can, even
 * while connections are open. Where a system allows it all the same, this never notices anything.
 */
final class OpenPort {
  private volatile @Nullable InetSocketAddress address;

  /** Whether the port was ever seen to be taken. One thread. */
  private boolean known;

  /** A request has come in here. Any thread. */
  void used(String host, int port) {
    InetSocketAddress before = address;
    if (before == null || before.getPort() != port) {
      address = new InetSocketAddress(host, port);
    }
  }

  /** Whether nobody listens at the port any more. To be called by one thread. */
  boolean closed() {
    InetSocketAddress here = address;
    if (here == null) {
      return false;
    }
    try (Socket probe = new Socket()) {
      probe.setReuseAddress(true);
      probe.bind(here);
      return known;
    } catch (IOException taken) {
      known = true;
      return false;
    }
  }
}
