package dev.tidings.cluster;

import dev.tidings.Client;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Many clients that listen in front, each on a connection of its own, with few threads. */
final class Fleet implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final int MOST_MILLIS = 60_000;

  /**
   * What clients have received, and what not.
   *
   * @param invented received, but not in the log
   */
  record Verdict(long received, long lost, long doubled, long disordered, long invented) {
    static final Verdict NONE = new Verdict(0, 0, 0, 0, 0);

    Verdict plus(Verdict other) {
      return new Verdict(
          received + other.received,
          lost + other.lost,
          doubled + other.doubled,
          disordered + other.disordered,
          invented + other.invented);
    }

    Verdict withoutReceived() {
      return new Verdict(0, lost, doubled, disordered, invented);
    }
  }

  /** How long clients waited for news. */
  record Recovery(Duration p50, Duration p99, Duration max) {
    static Recovery of(Collection<Duration> waits) {
      List<Duration> sorted = waits.stream().sorted().toList();
      return new Recovery(at(sorted, 50), at(sorted, 99), at(sorted, 100));
    }

    private static Duration at(List<Duration> sorted, int percent) {
      return sorted.get(Math.max(0, (int) Math.ceil(sorted.size() * percent / 100.0) - 1));
    }
  }

  private final Ledger ledger;
  private final HttpClient http;
  private final ExecutorService readers = Executors.newFixedThreadPool(2, daemon("fleet-reader"));
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(daemon("fleet-clock"));
  private final List<Follower> followers = new ArrayList<>();
  private final Map<String, Integer> told = new ConcurrentHashMap<>();
  private final Queue<Duration> absences = new ConcurrentLinkedQueue<>();
  private final AtomicLong deliveries = new AtomicLong();
  private final AtomicIntegerArray lateness = new AtomicIntegerArray(MOST_MILLIS + 1);

  private Fleet(Nodes nodes, Ledger ledger, int clients) {
    this.ledger = ledger;
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(nodes.front().trust())
            .executor(readers)
            .build();
    String cookie = Client.signedIn(nodes.node(0).uri(), "alice").cookie();
    String topics =
        Load.TOPICS.stream().map(topic -> "topic=" + topic + "&").collect(Collectors.joining());
    for (int i = 0; i < clients; i++) {
      URI stream = nodes.front().uri("api/stream?" + topics + "client=fleet-" + i);
      followers.add(
          new Follower(
              this,
              HttpRequest.newBuilder(stream)
                  .header("Cookie", cookie)
                  .header("Accept", "text/event-stream")));
    }
    for (int i = 0; i < clients; i++) {
      // As fast as a small machine shakes hands.
      later(followers.get(i)::open, 5L * i);
    }
    var unused =
        clock.scheduleWithFixedDelay(
            () -> followers.forEach(Follower::watch), 500, 500, TimeUnit.MILLISECONDS);
  }

  /** So many clients; returns when all of them listen. */
  static Fleet of(int clients, Nodes nodes, Ledger ledger) {
    Fleet fleet = new Fleet(nodes, ledger, clients);
    fleet.awaitListening();
    return fleet;
  }

  void awaitListening() {
    Awaitility.await("that all listen")
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .until(() -> followers.stream().allMatch(Follower::listening));
  }

  /** From here on, each client's first event that is made after this is news to it. */
  void mark() {
    long now = System.nanoTime();
    followers.forEach(follower -> follower.awaitNews(now));
  }

  /**
   * Waits until every client has had news since the mark.
   *
   * @param since when the clock began to run, in {@link System#nanoTime()}
   */
  List<Duration> recovered(long since) {
    Awaitility.await("that all have news")
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .until(() -> followers.stream().allMatch(follower -> follower.newsAt() > 0));
    return followers.stream().map(follower -> Duration.ofNanos(follower.newsAt() - since)).toList();
  }

  /** How many clients have had news since the mark. */
  long informed() {
    return followers.stream().filter(follower -> follower.newsAt() > 0).count();
  }

  /** Waits until every client stands at a position or after it. */
  void awaitPosition(long position) {
    Awaitility.await("that all have come to " + position)
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .until(() -> followers.stream().allMatch(follower -> follower.position() >= position));
  }

  /** Of all clients, against what the log has. */
  Verdict verdict(List<Ledger.Row> stored) {
    List<Long> positions = stored.stream().map(Ledger.Row::position).toList();
    return followers.stream()
        .map(follower -> follower.verdict(positions))
        .reduce(Verdict.NONE, Verdict::plus);
  }

  List<Follower> followers() {
    return followers;
  }

  /** How often the streams said what of themselves, and how they ended. */
  Map<String, Integer> told() {
    return new TreeMap<>(told);
  }

  int told(String what) {
    return told.getOrDefault(what, 0);
  }

  /** Streams that did not stay open. */
  int broken() {
    return told("broken off") + told("ended") + told("silent");
  }

  long deliveries() {
    return deliveries.get();
  }

  Ledger ledger() {
    return ledger;
  }

  CompletableFuture<HttpResponse<Void>> send(
      HttpRequest request, HttpResponse.BodyHandler<Void> handler) {
    return http.sendAsync(request, handler);
  }

  void later(Runnable task, long millis) {
    if (!clock.isShutdown()) {
      var unused = clock.schedule(task, millis, TimeUnit.MILLISECONDS);
    }
  }

  void count(String what) {
    told.merge(what, 1, Integer::sum);
  }

  void delivered(long madeAt) {
    deliveries.incrementAndGet();
    long millis = Duration.ofNanos(System.nanoTime() - madeAt).toMillis();
    lateness.incrementAndGet((int) Math.max(0, Math.min(millis, MOST_MILLIS)));
  }

  void back(Duration away) {
    absences.add(away);
  }

  /**
   * How long clients were without events, from the end of a stream to the first event of the next.
   */
  List<Duration> absences() {
    return List.copyOf(absences);
  }

  /** Forgets how late events came until now. */
  void forgetLateness() {
    for (int i = 0; i <= MOST_MILLIS; i++) {
      lateness.set(i, 0);
    }
  }

  /** How late events came, from when they were made; to the millisecond, a minute at most. */
  Duration lateness(double percent) {
    long all = IntStream.rangeClosed(0, MOST_MILLIS).mapToLong(lateness::get).sum();
    long seen = 0;
    for (int i = 0; i < MOST_MILLIS; i++) {
      seen += lateness.get(i);
      if (seen >= all * percent / 100) {
        return Duration.ofMillis(i);
      }
    }
    return Duration.ofMillis(MOST_MILLIS);
  }

  /** All hang up. */
  @Override
  public void close() {
    clock.shutdownNow();
    followers.forEach(Follower::close);
    readers.shutdown();
  }

  private static java.util.concurrent.ThreadFactory daemon(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
