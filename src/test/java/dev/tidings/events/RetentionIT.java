package dev.tidings.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Client;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What retention has deleted is told by {@code reset}, never passed over in silence. */
class RetentionIT {
  private static LibertyServer server;
  private static Client news;

  @BeforeAll
  static void start() {
    server =
        LibertyServer.fresh("retention")
            .editVariable("tidings.retention.interval", "PT1S")
            .editVariable("tidings.retention.chunk", "3")
            .editVariable(
                "tidings.retention.rules", "feeds/few P30D 5, feeds/young PT3S 1000, ** P30D 1000")
            .start();
    news = Client.signedIn(server.uri(), "news");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<String> publish(String topic, int count) {
    return IntStream.range(0, count).mapToObj(i -> news.say(topic, "m" + i)).toList();
  }

  private static void awaitEvents(String topic, List<String> ids) {
    Awaitility.await()
        .untilAsserted(
            () -> {
              List<String> page = Client.ids(news.get(Client.events(topic)).body());
              assertThat(page.subList(0, page.size() - 1)).isEqualTo(ids);
            });
  }

  @Test
  void by_count_the_oldest_go_and_who_resumes_before_them_is_reset() {
    try (Listener keepsItInMemory = news.listening("topic=feeds/few")) {
      List<String> ids = publish("feeds/few", 20);
      awaitEvents("feeds/few", ids.subList(15, 20));
      for (String resume : List.of(ids.get(2), ids.get(13))) {
        try (Listener away = news.listening("topic=feeds/few", "Last-Event-ID", resume)) {
          assertThat(away.next().type()).isEqualTo("reset");
          assertThat(away.take(5)).extracting("id").isEqualTo(ids.subList(15, 20));
        }
      }
      try (Listener inTime = news.listening("topic=feeds/few", "Last-Event-ID", ids.get(16))) {
        assertThat(inTime.next().id()).isEqualTo(ids.get(17));
      }
      assertThat(news.get(Client.events("feeds/few") + "&after=" + ids.get(2)).statusCode())
          .isEqualTo(410);
      assertThat(keepsItInMemory.take(20)).hasSize(20);
    }
  }

  @Test
  void by_age_the_oldest_go() {
    List<String> ids = publish("feeds/young", 10);
    assertThat(ids).hasSize(10);
    awaitEvents("feeds/young", List.of());
    String fresh = news.say("feeds/young", "fresh");
    try (Listener away = news.listening("topic=feeds/young", "Last-Event-ID", ids.get(0))) {
      assertThat(away.next().type()).isEqualTo("reset");
      assertThat(away.next().id()).isEqualTo(fresh);
    }
  }
}
