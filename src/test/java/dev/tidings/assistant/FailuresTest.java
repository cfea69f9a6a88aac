package dev.tidings.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailuresTest {
  private static final String KEY = "sk-secret";

  private final Logger log = Logger.getLogger(Failures.class.getName());
  private final List<String> told = new ArrayList<>();
  private final Handler ear =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          told.add(entry.getMessage() + " " + List.of(entry.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    log.setUseParentHandlers(false);
    log.addHandler(ear);
  }

  @AfterEach
  void leave() {
    log.removeHandler(ear);
    log.setUseParentHandlers(true);
  }

  private static String code(Throwable failure) {
    return String.valueOf(Failures.of(failure, KEY).code());
  }

  @Test
  void what_tells_a_kind_is_found_in_what_is_around_it() {
    // As the JDK has it.
    Throwable refused = new ConnectException().initCause(new ClosedChannelException());
    assertThat(code(new RuntimeException(new IOException("no answer", refused))))
        .isEqualTo("unavailable");
    assertThat(code(new IOException("x", new HttpConnectTimeoutException("y"))))
        .isEqualTo("unavailable");
    assertThat(code(new IOException("closed"))).isEqualTo("broken");
    assertThat(code(new RuntimeException(new Refused(429, null, "")))).isEqualTo("rate-limited");
  }

  @Test
  void what_is_not_known_is_a_matter_of_configuration_and_is_not_quoted() {
    // What the JDK says of a key that is no header.
    Throwable quoting = new IllegalArgumentException("invalid header value: Bearer " + KEY);
    assertThat(code(quoting)).isEqualTo("misconfigured");
    assertThat(told).singleElement().asString().doesNotContain(KEY);
  }

  @Test
  void what_the_endpoint_says_is_logged_without_the_key_and_controls() {
    assertThat(code(new Refused(400, null, "bad\n\u001b[31m " + KEY + " x".repeat(400))))
        .isEqualTo("rejected");
    assertThat(told)
        .singleElement()
        .asString()
        .contains("status 400: bad [31m *** x")
        .doesNotContain(KEY, "\n", "\u001b")
        .hasSizeLessThan(500);
    told.clear();
    Failures.of(new Refused(401, null, "Incorrect key: sk-s***et"), KEY);
    assertThat(told).singleElement().asString().doesNotContain("sk-");
  }
}
