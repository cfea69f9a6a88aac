package dev.tidings.bench;

import dev.tidings.LibertyServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** A server under load: what it is asked for streams, and how it is published to. */
interface Target extends AutoCloseable {
  LibertyServer server();

  /**
   * Path and query of a stream; the client key tells browsers apart, where the server does that.
   */
  String streamPath(String topic, String client);

  String publishPath(String topic);

  /** The body of a request that publishes events with this data. */
  byte[] body(List<String> data);

  /** Headers of those who listen, each with its line end. */
  String listenerHeaders();

  /** Headers of those who publish to a topic, each with its line end. */
  String publisherHeaders(String topic);

  default InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server().uri().getPort());
  }

  default String host() {
    return "Host: localhost:" + server().uri().getPort() + "\r\n";
  }

  @Override
  default void close() {
    server().close();
  }
}
