package dev.tidings.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.Client;
import dev.tidings.Crowd;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that stops, or is given another WAR, while many listen. */
class StopIT {
  private static final int STREAMS = 1_000;
  private static final Pattern BYE =
      Pattern.compile(
          "event: bye\ndata: \\{\"reason\":\"stopping\",\"retry\":([0-9]+)}\nretry: \\1\nid: ");

  /** Without being told, Liberty waits for 30 s until it cuts them off. */
  private static final Duration WAIT_OF_LIBERTY = Duration.ofSeconds(30);

  private static final int REDEPLOYMENTS = 4;
  private static final String CLASS_LOADER = "com.ibm.ws.classloading.internal.AppClassLoader";
  private static final String POLLING =
      "<server><applicationMonitor updateTrigger=\"polled\" pollingRate=\"200ms\"/></server>";

  private static Set<String> retries(List<String> lastWords) {
    return lastWords.stream()
        .map(BYE::matcher)
        .peek(bye -> assertThat(bye.find()).isTrue())
        .map((Matcher bye) -> bye.group(1))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"server stop", "SIGTERM"})
  void every_stream_is_told_its_own_moment_to_come_back_and_the_server_does_not_wait(String how) {
    try (LibertyServer server = LibertyServer.fresh("stop").start();
        Crowd crowd =
            Crowd.of(
                STREAMS, server.uri(), Client.signedIn(server.uri(), "alice"), "topic=feeds/a")) {
      long start = System.nanoTime();
      if (how.equals("SIGTERM")) {
        server.stop();
      } else {
        server.stopByCommand();
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      System.out.println(how + " with " + STREAMS + " open streams took " + took);
      assertThat(took).isLessThan(WAIT_OF_LIBERTY.minusSeconds(5));
      Set<String> retries = retries(crowd.lastWords());
      assertThat(retries).hasSizeGreaterThan(STREAMS / 3);
      assertThat(retries).allMatch(retry -> Integer.parseInt(retry) >= 1_125);
      assertThat(server.failures()).isEmpty();
      assertThat(server.complaints()).allMatch(line -> line.contains("\"loglevel\":\"WARN"));
    }
  }

  @Test
  @Tag("long")
  void another_war_ends_the_streams_and_leaves_nothing_of_the_one_before() {
    try (LibertyServer server =
        LibertyServer.fresh("redeploy")
            .file("configDropins/overrides/redeploy.xml", POLLING)
            // What caches hold softly goes when memory gets tight; here, at once.
            .jvmOption("-XX:SoftRefLRUPolicyMSPerMB=0")
            .start()) {
      long loaders = server.instances(CLASS_LOADER);
      for (int i = 0; i < REDEPLOYMENTS; i++) {
        Client oscar = Client.signedIn(server.uri(), "oscar");
        try (Crowd crowd =
                Crowd.of(
                    50, server.uri(), Client.signedIn(server.uri(), "alice"), "topic=feeds/a");
            Listener log = oscar.listening("topic=logs/server")) {
          assertThat(oscar.get("api/logs/server").statusCode()).isEqualTo(200);
          assertThat(server.instances("dev.tidings.logs.Follower")).isEqualTo(1);
          server.redeploy();
          assertThat(retries(crowd.lastWords())).isNotEmpty();
        }
        // While one goes and the other comes, there is nothing to sign in to.
        await()
            .atMost(Duration.ofMinutes(1))
            .untilAsserted(() -> assertThat(Client.signedIn(server.uri(), "alice")).isNotNull());
      }
      assertThat(server.instances("dev.tidings.stream.Hub")).isEqualTo(1);
      assertThat(server.instances("dev.tidings.stream.Subscriber")).isZero();
      assertThat(server.instances("dev.tidings.logs.Follower")).isZero();
      // That of the first WAR stays: Liberty's loggers keep the class that named them first. A
      // pooled
      // thread may keep its last request until the next one.
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () -> {
                Client.signedIn(server.uri(), "alice").get("api/session");
                assertThat(server.instances(CLASS_LOADER)).isLessThanOrEqualTo(loaders + 1);
              });
      assertThat(server.failures()).isEmpty();
    }
  }
}
