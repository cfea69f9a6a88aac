package dev.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.Client;
import dev.tidings.LibertyServer;
import dev.tidings.Nginx;
import dev.tidings.PostgresServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two nodes behind nginx are restarted one after the other, while all go on listening and
 * publishing.
 */
@Tag("long")
@Timeout(600)
class RollingRestartIT {
  private static final int CLIENTS = 100;
  private static final String TOPIC = "feeds/rolling";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** As long as nginx leaves a node alone that it could not reach, and some. */
  private static final long SEEN_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(2_500);

  private final List<String> published = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private volatile boolean enough;

  /** One after the other; each until it is answered, with the same key. */
  private void publish(Client news) {
    for (int i = 0; !enough; i++) {
      published.add(say(news, "event " + i));
    }
    published.add(say(news, "last"));
  }

  private String say(Client news, String text) {
    while (true) {
      try {
        HttpResponse<String> answer =
            news.post(TOPIC, Client.message(text), "Idempotency-Key", text.replace(' ', '-'));
        if (answer.statusCode() == 201) {
          return text;
        }
        refused.add(text + ": " + answer.statusCode() + " " + answer.body());
      } catch (RuntimeException cut) {
        // nginx has a connection end after 1,000 requests, on whatever node.
        if (!String.valueOf(cut.getMessage()).contains("GOAWAY")) {
          refused.add(text + ": " + cut);
        }
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  @Test
  void nobody_misses_or_hears_anything_twice_and_all_are_back_soon() throws InterruptedException {
    try (PostgresServer database = PostgresServer.fresh("rolling");
        LibertyServer one = LibertyServer.fresh("rolling-one").on(database).start();
        LibertyServer two = LibertyServer.fresh("rolling-two").on(database).start();
        Nginx nginx = Nginx.inFrontOf(List.of(one.uri(), two.uri()), "rolling")) {
      await().atMost(PATIENCE).until(() -> nodes(database).size() == 2);
      List<Client> users =
          Stream.of("alice", "bob", "oscar", "admin").map(nginx::signedIn).toList();
      List<Wanderer> clients =
          IntStream.range(0, CLIENTS)
              .mapToObj(i -> new Wanderer(users.get(i % users.size()), TOPIC))
              .toList();
      await().atMost(PATIENCE).until(() -> clients.stream().allMatch(Wanderer::listening));
      Client news = nginx.signedIn("news");
      Thread publisher = new Thread(() -> publish(news), "publisher");
      publisher.start();
      for (LibertyServer node : List.of(one, two)) {
        long start = System.nanoTime();
        node.stop();
        System.out.println("A node stopped after " + Duration.ofNanos(System.nanoTime() - start));
        node.start();
        await().atMost(PATIENCE).until(() -> nodes(database).size() == 2);
        LockSupport.parkNanos(SEEN_AGAIN_NANOS);
      }
      enough = true;
      publisher.join();
      try {
        for (Wanderer client : clients) {
          await()
              .atMost(PATIENCE)
              .untilAsserted(() -> assertThat(client.heard).hasSameSizeAs(published));
          assertThat(client.heard)
              .zipSatisfy(published, (data, text) -> assertThat(data).contains("\"" + text + "\""));
        }
      } finally {
        report(clients);
        clients.forEach(Wanderer::close);
      }
      assertThat(clients)
          .allSatisfy(client -> assertThat(client.told).allMatch(word -> word.startsWith("bye ")));
      assertThat(refused).isEmpty();
      assertThat(away(clients)).hasSizeGreaterThanOrEqualTo(CLIENTS);
      // Three seconds are promised; what runs beside this may take its time.
      assertThat(away(clients)).allMatch(away -> away.compareTo(Duration.ofSeconds(10)) < 0);
      for (LibertyServer node : List.of(one, two)) {
        assertThat(node.complaints()).isEmpty();
        assertThat(node.failures()).isEmpty();
      }
    }
  }

  private static List<String> nodes(PostgresServer database) {
    return database.query("select name from tidings_node");
  }

  private static List<Duration> away(List<Wanderer> clients) {
    return clients.stream()
        .flatMap(client -> client.away.stream())
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  private void report(List<Wanderer> clients) {
    List<Duration> away = away(clients);
    System.out.printf(
        "%d events, %d refused first; %d times back, p50 %s, p99 %s, max %s%n",
        published.size(),
        refused.size(),
        away.size(),
        away.get(away.size() / 2),
        away.get(away.size() * 99 / 100),
        away.get(away.size() - 1));
    refused.stream().limit(10).forEach(System.out::println);
    clients.stream()
        .flatMap(client -> client.told.stream())
        .filter(word -> !word.startsWith("bye "))
        .distinct()
        .limit(10)
        .forEach(System.out::println);
  }
}
