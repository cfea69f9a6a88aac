package dev.tidings.cluster;

import dev.tidings.Client;
import dev.tidings.cluster.Ledger.Item;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Publishers, each a thread that publishes one event after the other, on two topics in turn: in
 * front and at each node. Those that send an idempotency key repeat an event until it is answered
 * 2xx, at the next door each time; one of them sends none, and never says anything twice.
 */
final class Load implements AutoCloseable {
  static final List<String> TOPICS = List.of("feeds/fault-a", "feeds/fault-b");
  static final String TYPE = "load";

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration AGAIN = Duration.ofMillis(150);
  private static final Duration LONGEST = Duration.ofMinutes(6);

  private final Ledger ledger;
  private final HttpClient http;
  private final String cookie;
  private final Duration pace;
  private final String run = UUID.randomUUID().toString();
  private final List<Thread> threads = new ArrayList<>();
  private final Map<String, Integer> failures = new ConcurrentSkipListMap<>();
  private final AtomicLong answered = new AtomicLong();
  private volatile boolean stopped;
  private volatile boolean abandoned;
  private volatile AssertionError broken;

  private Load(Nodes nodes, Ledger ledger, double perSecond) {
    this.ledger = ledger;
    SSLContext trust = nodes.front().trust();
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(trust)
            .connectTimeout(PATIENCE)
            .build();
    cookie = Client.signedIn(nodes.node(0).uri(), "news").cookie();
    List<URI> doors = nodes.doors();
    int publishers = doors.size() + 2;
    pace = Duration.ofNanos((long) (publishers * 1e9 / perSecond));
    for (int i = 0; i < publishers; i++) {
      int publisher = i;
      Thread thread =
          new Thread(() -> publish(publisher, doors, publisher != 0), "publisher-" + publisher);
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
  }

  /** So many events a second, of all publishers together, until it is closed. */
  static Load on(Nodes nodes, Ledger ledger, double perSecond) {
    return new Load(nodes, ledger, perSecond);
  }

  /** Events answered 2xx so far. */
  long answered() {
    return answered.get();
  }

  /** Answers other than 2xx and failures, and how often there was which. */
  Map<String, Integer> failures() {
    return failures;
  }

  /** Returns when all that was begun is answered. */
  @Override
  public void close() {
    stopped = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException stop) {
      throw new AssertionError("interrupted", stop);
    }
    if (broken != null) {
      throw broken;
    }
  }

  /** Ends it without waiting for anything. */
  void abandon() {
    stopped = true;
    abandoned = true;
  }

  private void publish(int publisher, List<URI> doors, boolean keyed) {
    try {
      long due = System.nanoTime();
      for (int number = 0; !stopped; number++) {
        Item item = new Item(publisher, number);
        // Once: it is to be the same whenever it is repeated.
        String body = "{\"type\":\"" + TYPE + "\",\"data\":" + ledger.data(item) + "}";
        if (keyed) {
          untilAnswered(item, body, doors);
        } else if (!answered(item, body, doors.get(0), null)) {
          ledger.uncertain(item);
        }
        due = Math.max(due + pace.toNanos(), System.nanoTime() - pace.toNanos());
        sleep(Duration.ofNanos(due - System.nanoTime()));
      }
    } catch (AssertionError failed) {
      broken = failed;
    }
  }

  private void untilAnswered(Item item, String body, List<URI> doors) {
    long since = System.nanoTime();
    String key = run + "-" + item.publisher() + "-" + item.number();
    int first = item.publisher() % doors.size();
    // One of them always comes through the front.
    int step = first == 0 ? 0 : 1;
    for (int turn = first;
        !answered(item, body, doors.get(turn % doors.size()), key);
        turn += step) {
      if (abandoned || System.nanoTime() - since > LONGEST.toNanos()) {
        throw new AssertionError(item + " is not taken: " + failures);
      }
      sleep(AGAIN);
    }
  }

  /** Whether the answer was 2xx. */
  private boolean answered(Item item, String body, URI door, @Nullable String key) {
    String topic = TOPICS.get(item.number() % TOPICS.size());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(door.resolve(Client.events(topic)))
            .timeout(PATIENCE)
            .header("Cookie", cookie)
            .header("Origin", door.getScheme() + "://" + door.getAuthority())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    try {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() == 201) {
        ledger.answered(item, Client.ids(answer.body()).get(0));
        answered.incrementAndGet();
        return true;
      }
      // A failure of the server's own says more than that it failed.
      String said = answer.statusCode() == 500 ? " " + answer.body().lines().findFirst() : "";
      failures.merge("status " + answer.statusCode() + said, 1, Integer::sum);
      return false;
    } catch (IOException lost) {
      failures.merge(lost.getClass().getSimpleName(), 1, Integer::sum);
      return false;
    } catch (InterruptedException stop) {
      throw new AssertionError("interrupted", stop);
    }
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(Math.max(0, time.toMillis()));
    } catch (InterruptedException stop) {
      throw new AssertionError("interrupted", stop);
    }
  }
}
