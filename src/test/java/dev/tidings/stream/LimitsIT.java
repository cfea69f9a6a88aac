package dev.tidings.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.Client;
import dev.tidings.Crowd;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Limits, dead clients and lifetimes on a real server, set while it runs. */
class LimitsIT {
  private static final String NEWS = "topic=feeds/news";
  private static final Duration SOON = Duration.ofSeconds(20);

  /** The state of a socket whose peer has closed, in /proc/net/tcp. */
  private static final String CLOSE_WAIT = "08";

  private static LibertyServer server;
  private static Client alice;
  private static Client news;

  @BeforeAll
  static void start() {
    server =
        LibertyServer.fresh("limits")
            .editVariable("tidings.stream.heartbeat", "PT1S")
            .editVariable("tidings.stream.max-per-user", "3")
            .start();
    alice = Client.signedIn(server.uri(), "alice");
    news = Client.signedIn(server.uri(), "news");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void set(String key, String value) {
    server.editVariable(key, value);
  }

  /** Sockets of this server that the kernel has in a state. */
  private static long sockets(String state) {
    String port = ":" + String.format(Locale.ROOT, "%04X", server.uri().getPort()) + " ";
    return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
        .map(Path::of)
        .flatMap(
            file -> {
              try {
                return Files.readAllLines(file).stream();
              } catch (IOException unreadable) {
                throw new AssertionError(unreadable);
              }
            })
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> (words[1] + " ").endsWith(port) && words[3].equals(state))
        .count();
  }

  @Test
  void a_limit_is_told_in_a_stream_that_ends_and_is_live_configuration() {
    set("tidings.stream.max-per-user", "2");
    try (Listener one = alice.listening(NEWS);
        Listener two = alice.listening(NEWS)) {
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                try (Listener three = alice.listen(NEWS)) {
                  assertThat(three.next().type()).isEqualTo("limit");
                  assertThat(three.retry()).isBetween(7_500L, 12_500L);
                  assertThat(three.ended(SOON)).isTrue();
                }
              });
      news.say("feeds/news", "undisturbed");
      one.until("undisturbed");
      two.until("undisturbed");
      set("tidings.stream.max-per-user", "3");
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                try (Listener three = alice.listen(NEWS)) {
                  assertThat(three.next().type()).isEqualTo("connected");
                }
              });
    }
  }

  @Test
  void behind_a_proxy_on_this_machine_the_address_is_the_browsers() {
    await().atMost(SOON).until(() -> server.openStreams() == 0);
    set("tidings.stream.max-per-address", "1");
    String header = "X-Forwarded-For";
    try (Listener here = alice.listening(NEWS, header, "192.0.2.1");
        Listener there = news.listening(NEWS, header, "192.0.2.2")) {
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                try (Listener second = news.listen(NEWS, header, "192.0.2.1")) {
                  assertThat(second.next().data()).startsWith("{\"per\":\"address\",");
                }
              });
      assertThat(here.ended(Duration.ofMillis(10)) || there.ended(Duration.ofMillis(10))).isFalse();
    } finally {
      set("tidings.stream.max-per-address", "10000");
    }
  }

  @Test
  void reloading_never_locks_a_user_out() {
    for (int i = 0; i < 12; i++) {
      // Each is hung up without the server being told; it finds out when the next one knocks.
      try (Crowd page = Crowd.of(3, server.uri(), alice, NEWS)) {
        assertThat(page).isNotNull();
      }
    }
    for (int i = 0; i < 12; i++) {
      // Never hung up: the next one of the same browser takes its place.
      assertThat(alice.listening(NEWS + "&client=tab-1")).isNotNull();
    }
    try (Listener last = alice.listening(NEWS + "&client=tab-1")) {
      assertThat(last.retry()).isPositive();
    }
  }

  @Test
  void clients_that_are_gone_are_noticed_on_a_quiet_topic_and_leave_nothing_behind() {
    await().atMost(SOON).until(() -> server.openStreams() == 0);
    set("tidings.stream.max-per-user", "100");
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .until(
            () -> {
              try (Crowd crowd = Crowd.of(4, server.uri(), alice, NEWS)) {
                return crowd != null;
              } catch (AssertionError refused) {
                return false;
              }
            });
    await().atMost(SOON).until(() -> server.openStreams() == 0);
    Crowd closed = Crowd.of(20, server.uri(), alice, NEWS);
    Crowd reset = Crowd.of(20, server.uri(), alice, NEWS);
    assertThat(server.openStreams()).isEqualTo(40);
    closed.close();
    reset.reset();
    await().atMost(SOON).until(() -> server.openStreams() == 0);
    await().atMost(SOON).until(() -> sockets(CLOSE_WAIT) == 0);
    assertThat(server.complaints()).isEmpty();
    assertThat(server.failures()).isEmpty();
    set("tidings.stream.max-per-user", "3");
  }

  @Test
  void a_stream_that_has_lived_long_enough_resumes_without_loss() {
    set("tidings.stream.lifetime", "PT2S");
    try {
      await()
          .atMost(SOON)
          .until(
              () -> {
                try (Listener probe = news.listening(NEWS)) {
                  return probe.ended(Duration.ofSeconds(4));
                }
              });
      try (Listener stream = news.listening(NEWS)) {
        assertThat(stream.next("bye").data()).contains("\"reason\":\"lifetime\"");
        assertThat(stream.retry()).isBetween(150L, 250L);
        assertThat(stream.ended(SOON)).isTrue();
        news.say("feeds/news", "while away");
        try (Listener resumed = news.listening(NEWS, "Last-Event-ID", stream.lastId())) {
          resumed.until("while away");
        }
      }
    } finally {
      set("tidings.stream.lifetime", "PT15M");
    }
  }
}
