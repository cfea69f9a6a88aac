package dev.tidings.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Client;
import dev.tidings.LibertyServer;
import dev.tidings.SseParser;
import dev.tidings.SseParser.Message;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A client that reads 1 KB a second, on real sockets. */
class SlowReaderIT {
  private static final int EVENTS = 3_000;
  private static final int ARRAY = 1_000;
  private static final String PAD = "x".repeat(300);

  /** With a larger one, the kernel at this end would take for the client what it does not read. */
  private static final int RECEIVE_BUFFER = 4_096;

  private static final int KB = 1_024;

  /** At one a second: longer than the server waits for a write. */
  private static final int SIPS = 14;

  @Test
  void it_is_cut_comes_back_and_is_served_from_its_cursor_until_it_has_everything()
      throws IOException {
    try (LibertyServer server = LibertyServer.fresh("slow-reader").start()) {
      Client news = Client.signedIn(server.uri(), "news");
      String first = news.say("feeds/a", "first");
      for (int from = 0; from < EVENTS; from += ARRAY) {
        news.publish(
            "feeds/a",
            IntStream.range(from, from + ARRAY)
                .mapToObj(i -> Client.message(i + PAD))
                .collect(Collectors.joining(",", "[", "]")));
      }

      Reader reader = new Reader(server.uri(), Client.signedIn(server.uri(), "alice"), first);
      int connections = 0;
      while (reader.heard.size() < EVENTS) {
        reader.connect();
        connections++;
      }

      assertThat(connections).as("it was cut and came back").isGreaterThan(1);
      assertThat(reader.heard)
          .isEqualTo(IntStream.range(0, EVENTS).mapToObj(Integer::toString).toList());
      assertThat(server.log()).contains("\"ext_reason\":\"stalled\"");
      assertThat(server.failures()).isEmpty();
    }
  }

  /** Understands what it reads, and resumes from there. */
  private static final class Reader {
    private static final String TEXT = "\"text\":\"";

    private final List<String> heard = new ArrayList<>();
    private final URI server;
    private final Client user;
    private String cursor;
    private int sips = SIPS;

    Reader(URI server, Client user, String cursor) {
      this.server = server;
      this.user = user;
      this.cursor = cursor;
    }

    /** Listens until it is cut off or has everything. HTTP/1.0 has no chunks. */
    void connect() throws IOException {
      try (Socket socket = new Socket()) {
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
        String request =
            "GET /api/stream?topic=feeds/a HTTP/1.0\r\nHost: %s:%d\r\nCookie: %s\r\nLast-Event-ID: %s\r\n\r\n"
                .formatted(server.getHost(), server.getPort(), user.cookie(), cursor);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        SseParser parser = new SseParser();
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(sipping(socket.getInputStream()), StandardCharsets.UTF_8));
        for (String line = lines.readLine();
            line != null && heard.size() < EVENTS;
            line = lines.readLine()) {
          Message message = parser.line(line);
          if (message != null) {
            hear(message);
          }
        }
      }
    }

    private void hear(Message message) {
      cursor = message.id();
      if (message.type().equals("message")) {
        int text = message.data().indexOf(TEXT) + TEXT.length();
        heard.add(message.data().substring(text, message.data().indexOf('x', text)));
      }
    }

    private InputStream sipping(InputStream all) {
      return new FilterInputStream(all) {
        @Override
        public int read(byte[] into, int from, int length) throws IOException {
          if (sips == 0) {
            return super.read(into, from, length);
          }
          sips--;
          LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
          return super.read(into, from, Math.min(length, KB));
        }
      };
    }
  }
}
