package dev.tidings.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventScannerTest {
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String CONNECTED =
      """
      event: connected
      data: {"heartbeat":15000}
      retry: 3000
      id: epoch-7

      """;
  private static final String FIRST =
      """
      event: bench
      data: {"topic":"logs/ts","data":{"seq":0,"ts":123,"pad":"x"}}
      id: epoch-8

      """;
  private static final String SECOND =
      """
      event: bench
      data: {"pad":1,"ts":5,"seq":12}

      """;
  private static final String COMMENT = ": nothing\n\n";

  private final List<String> heard = new ArrayList<>();
  private final EventScanner scanner =
      new EventScanner(
          new EventScanner.Handler() {
            @Override
            public void status(int status) {
              heard.add("status " + status);
            }

            @Override
            public void event(long seq, long ts) {
              heard.add(seq + " at " + ts);
            }

            @Override
            public void own(String type) {
              heard.add(type);
            }
          });

  @Test
  void events_are_the_same_wherever_the_bytes_are_cut() {
    byte[] answer = bytes(HEAD + chunk(CONNECTED + FIRST.substring(0, 30)) + chunks());
    for (int cut = 1; cut < answer.length; cut++) {
      heard.clear();
      scanner.restart();
      for (int from = 0; from < answer.length; from += cut) {
        byte[] piece = java.util.Arrays.copyOfRange(answer, from, from + cut);
        scanner.feed(piece, Math.min(cut, answer.length - from));
      }
      assertThat(heard)
          .as("cut every %d bytes", cut)
          .containsExactly("status 200", "connected", "0 at 123", "12 at 5");
      assertThat(scanner.lastId()).isEqualTo("epoch-8");
      assertThat(scanner.over()).isTrue();
    }
  }

  @Test
  void an_event_that_was_cut_in_half_is_not_received_and_its_id_not_kept() {
    feed(HEAD + chunk(CONNECTED) + chunk(FIRST.substring(0, FIRST.length() - 1)));
    assertThat(heard).containsExactly("status 200", "connected");
    assertThat(scanner.lastId()).isEqualTo("epoch-7");
    scanner.restart();
    feed(HEAD + chunk(SECOND));
    assertThat(heard).endsWith("status 200", "12 at 5");
  }

  @Test
  void an_error_is_no_stream() {
    feed("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 9\r\n\r\ntry again");
    assertThat(heard).containsExactly("status 503");
  }

  private static String chunks() {
    return chunk(FIRST.substring(30) + COMMENT) + chunk(SECOND) + "0\r\n\r\n";
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  private void feed(String text) {
    byte[] bytes = bytes(text);
    scanner.feed(bytes, bytes.length);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
