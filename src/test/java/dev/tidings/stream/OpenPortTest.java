package dev.tidings.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class OpenPortTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final OpenPort port = new OpenPort();

  @Test
  void a_port_is_closed_when_nobody_listens_any_more_even_if_connections_are_open()
      throws IOException {
    ServerSocket server = new ServerSocket(0, 1, LOOPBACK);
    int number = server.getLocalPort();
    try (Socket client = new Socket(LOOPBACK, number);
        Socket accepted = server.accept()) {
      assertThat(port.closed()).isFalse();
      port.used(LOOPBACK.getHostAddress(), number);
      assertThat(port.closed()).isFalse();
      server.close();
      assertThat(port.closed()).isTrue();
      accepted.getOutputStream().write(1);
      assertThat(client.getInputStream().read()).isEqualTo(1);
      try (ServerSocket again = new ServerSocket(number, 1, LOOPBACK)) {
        assertThat(port.closed()).isFalse();
        assertThat(again.isBound()).isTrue();
      }
    }
  }

  @Test
  void one_that_was_never_seen_taken_is_not_called_closed() throws IOException {
    int number;
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
      number = server.getLocalPort();
    }
    port.used(LOOPBACK.getHostAddress(), number);
    assertThat(port.closed()).isFalse();
  }
}
