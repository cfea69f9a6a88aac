package dev.tidings.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Client;
import dev.tidings.JsonTree;
import dev.tidings.LibertyServer;
import dev.tidings.PostgresServer;
import dev.tidings.bench.Audience.Seat;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * {@code mvn -Pbench -Dbench.class=InboxBenchmark verify}: what each thing that a user does in an
 * inbox takes, with 100,000 items in it and 1,000,000 in the table, and how long a broadcast to
 * 10,000 users with open streams takes. With {@code -Dbench.postgres=true} on a PostgreSQL of its
 * own, otherwise on H2. Writes {@code target/benchmark-inbox.md}.
 */
class InboxBenchmark {
  private static final Path RESULT = Path.of("target/benchmark-inbox.md");
  private static final boolean H2 = !Boolean.getBoolean("bench.postgres");
  private static final int MINE = Integer.getInteger("bench.inbox.mine", 100_000);
  private static final int USERS = Integer.getInteger("bench.inbox.users", 10_000);
  private static final int EACH = Integer.getInteger("bench.inbox.each", 90);
  private static final int REPETITIONS = Integer.getInteger("bench.inbox.repetitions", 300);
  private static final int WARM_UP = 100;
  private static final int BROADCASTS = 3;

  private final @Nullable PostgresServer database = H2 ? null : PostgresServer.fresh("bench-inbox");

  private final StringBuilder table = new StringBuilder();

  @Test
  void measure() throws IOException, SQLException {
    try (PostgresServer ofItsOwn = database;
        LibertyServer server = LibertyServer.fresh("bench-inbox").optimised()) {
      if (database != null) {
        server.on(database);
      }
      server
          .editVariable("tidings.stream.max-per-user", "100000")
          .editVariable("tidings.stream.max-per-address", "100000")
          .editVariable("tidings.stream.max-per-node", "100000")
          // One operator has the pages of all users open.
          .editVariable(
              "tidings.topics.rules",
              "feeds/* read=user write=publisher; users/{user}/** read=owner|operator write=nobody");
      server.start();
      Client.signedIn(server.uri(), "alice").get("api/inbox");
      server.stop();
      fill(server);
      server.start();
      operations(server);
      broadcasts(server);
    }
    Files.writeString(RESULT, table.toString());
  }

  private Connection database(LibertyServer server) throws SQLException {
    return H2
        ? DriverManager.getConnection(
            "jdbc:h2:file:" + server.directory().resolve("data/tidings"), "tidings", "tidings")
        : DriverManager.getConnection(database.url(), "tidings", PostgresServer.PASSWORD);
  }

  /** Every second item is read, every fourth archived, one of 20,000 holds the needle. */
  private void fill(LibertyServer server) throws SQLException {
    String numbers = H2 ? "system_range(1, %d) as n(x)" : "generate_series(1, %d) as n(x)";
    try (Connection connection = database(server);
        Statement statement = connection.createStatement()) {
      statement.execute(
          ("insert into tidings_notification (id, category, severity, title, body, rest, sent_at)"
                  + " select -x - 1000000, 'c' || mod(x, 5), 'info', 'Notification number ' || x,"
                  + " case when mod(x, 20000) = 0 then 'a needle in it' else 'Something has happened"
                  + " that somebody wants to know of, and here is more of it.' end,"
                  + " '{\"icon\":\"🚀\",\"link\":{\"href\":\"/orders/7\"}}', current_timestamp from "
                  + numbers)
              .formatted(MINE));
      items(statement, "'alice'", numbers.formatted(MINE));
      for (int from = 0; from < USERS; from += 1_000) {
        String users =
            (H2 ? "system_range(%d, %d) as u(y)" : "generate_series(%d, %d) as u(y)")
                .formatted(from, from + 999);
        statement.execute(
            "insert into tidings_inbox (user_name, version, unread, unseen, read_all, seen_all,"
                + " filed_all, joined, visited, roles, time_zone, undo_version, mailed)"
                + " select 'u' || (100000 + y), 1000000, "
                + EACH / 4
                + ", 0, 0, 1000000, 0, 0, 0, '', '', 0, 0 from "
                + users);
        items(statement, "'u' || (100000 + y)", users + ", " + numbers.formatted(EACH));
      }
      statement.execute(
          "update tidings_inbox set version = 1000000, seen_all = 1000000, unread ="
              + " (select count(*) from tidings_inbox_item where user_name = 'alice' and unread_at > 0)"
              + " where user_name = 'alice'");
      statement.execute(H2 ? "analyze" : "vacuum analyze");
    }
  }

  private static void items(Statement statement, String user, String from) throws SQLException {
    statement.execute(
        "insert into tidings_inbox_item (user_name, id, notification, category, box, place,"
            + " unread_at, unseen_at, held, arrived_at, due) select "
            + user
            + ", -x - 1000000, -x - 1000000, 'c' || mod(x, 5),"
            + " case when mod(x, 4) = 1 then 'ARCHIVED' else 'INBOX' end, x,"
            + " case when mod(x, 2) = 0 and mod(x, 4) <> 1 then x else -x end, 0, 0,"
            + " current_timestamp, timestamp with time zone '2030-01-01 00:00:00+00' from "
            + from);
  }

  // ---- what one user does

  private void operations(LibertyServer server) {
    Client alice = Client.signedIn(server.uri(), "alice");
    table.append(
        "%s, %,d items of one user, %,d in the table, Java %s%n%n"
            .formatted(
                H2 ? "H2" : "PostgreSQL",
                MINE,
                MINE + USERS * EACH,
                System.getProperty("java.version")));
    table.append("| operation | p50 ms | p95 ms | p99 ms |\n|---|---|---|---|\n");
    List<Long> ids = new ArrayList<>();
    String path = "api/inbox?limit=100";
    for (int i = 0; i < 20; i++) {
      JsonTree page = JsonTree.of(alice.get(path).body());
      page.at("items").list().forEach(item -> ids.add(item.at("id").number()));
      path = "api/inbox?limit=100&after=" + page.at("next").text();
    }
    get(alice, "counts", i -> "api/inbox/counts");
    get(alice, "first page", i -> "api/inbox");
    get(alice, "page far down", i -> "api/inbox?after=" + (MINE / 2 + i));
    get(alice, "unread", i -> "api/inbox?tab=unread");
    get(alice, "archived", i -> "api/inbox?tab=archived");
    get(alice, "category", i -> "api/inbox?category=c3");
    get(alice, "category among the unread", i -> "api/inbox?tab=unread&category=c2");
    get(alice, "search, a step that finds nothing", i -> "api/inbox?q=nothing");
    get(alice, "search, what is everywhere", i -> "api/inbox?q=happened");
    get(alice, "one item", i -> "api/inbox/" + ids.get(i));
    get(alice, "preferences", i -> "api/inbox/preferences");
    mark(alice, "read one", i -> one("read", ids.get(i)));
    mark(alice, "unread one", i -> one("unread", ids.get(i)));
    mark(alice, "archive one", i -> one("archived", ids.get(i)));
    mark(alice, "bring one back", i -> one("unarchived", ids.get(i)));
    mark(alice, "pin or unpin", i -> one(i % 2 == 0 ? "pinned" : "unpinned", ids.get(i / 2)));
    mark(alice, "snooze one", i -> snooze(ids.get(i)));
    mark(alice, "read 100", i -> many(i % 2 == 0 ? "read" : "unread", ids.subList(600, 700)));
    mark(alice, "seen", i -> "{\"mark\":\"seen\",\"all\":true}");
    undone(alice, "read all", "read");
    undone(alice, "archive all", "archived");
    get(alice, "archived, all at once", i -> "api/inbox?tab=archived");
  }

  private static String one(String mark, long id) {
    return many(mark, List.of(id));
  }

  private static String many(String mark, List<Long> ids) {
    return "{\"mark\":\"" + mark + "\",\"ids\":" + ids + "}";
  }

  private static String snooze(long id) {
    Instant until = Instant.now().plusSeconds(86_400);
    return "{\"mark\":\"snoozed\",\"ids\":[" + id + "],\"until\":\"" + until + "\"}";
  }

  private void get(Client client, String name, IntFunction<String> path) {
    time(name, i -> client.get(path.apply(i)));
  }

  private void mark(Client client, String name, IntFunction<String> body) {
    time(name, i -> post(client, "api/inbox/marks", body.apply(i)));
  }

  private void undone(Client client, String name, String mark) {
    Latencies all = new Latencies();
    Latencies undo = new Latencies();
    for (int i = 0; i < REPETITIONS; i++) {
      long begun = System.nanoTime();
      HttpResponse<String> done =
          post(client, "api/inbox/marks", "{\"mark\":\"" + mark + "\",\"all\":true}");
      long between = System.nanoTime();
      String version = JsonTree.of(done.body()).at("undo").text();
      HttpResponse<String> undone = post(client, "api/inbox/undo", "{\"version\":" + version + "}");
      assertThat(undone.statusCode()).as(undone.body()).isEqualTo(200);
      undo.add((System.nanoTime() - between) / 1_000);
      all.add((between - begun) / 1_000);
    }
    row(name, all);
    row("undo " + name, undo);
    post(client, "api/inbox/marks", "{\"mark\":\"" + mark + "\",\"all\":true}");
  }

  private void time(String name, IntFunction<HttpResponse<String>> request) {
    Latencies latencies = new Latencies();
    for (int i = 0; i < WARM_UP + REPETITIONS; i++) {
      long begun = System.nanoTime();
      HttpResponse<String> answer = request.apply(i);
      if (i >= WARM_UP) {
        latencies.add((System.nanoTime() - begun) / 1_000);
      }
      assertThat(answer.statusCode()).as(name + answer.body()).isEqualTo(200);
    }
    row(name, latencies);
  }

  private void row(String name, Latencies latencies) {
    say(
        String.format(
            Locale.ROOT,
            "| %s | %.1f | %.1f | %.1f |",
            name,
            latencies.percentile(50) / 1e3,
            latencies.percentile(95) / 1e3,
            latencies.percentile(99) / 1e3));
  }

  private void say(String line) {
    table.append(line).append('\n');
    System.err.println(line);
  }

  private static HttpResponse<String> post(Client client, String path, String body) {
    return client.send(
        client
            .request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  // ---- a broadcast

  private void broadcasts(LibertyServer server) {
    URI uri = server.uri();
    Client news = Client.signedIn(uri, "news");
    InetSocketAddress address = new InetSocketAddress("localhost", uri.getPort());
    String headers = "Host: " + uri.getAuthority() + "\r\n" + SignIn.headers(uri, "oscar");
    table.append(
        "\n| %,d users with a stream each | stored and delivered s | publish p50 ms | p99 ms |%n|---|---|---|---|%n"
            .formatted(USERS));
    try (Audience audience = new Audience(address, headers, new Ledger(1, 1))) {
      audience.open(
          USERS, i -> new Seat("/api/stream?topic=users/u" + (100_000 + i) + "/inbox", 0));
      publishing(news, "without a broadcast", () -> Pause.of(Duration.ofSeconds(5)));
      for (int i = 0; i < BROADCASTS; i++) {
        int heard = told(audience);
        publishing(
            news,
            "broadcast " + (i + 1),
            () -> {
              long deadline = System.nanoTime() + 60_000_000_000L;
              assertThat(
                      post(
                              news,
                              "api/notifications",
                              "{\"to\":{\"everyone\":true},\"category\":\"all\",\"title\":\"To everyone\"}")
                          .statusCode())
                  .isEqualTo(201);
              while (told(audience) < heard + USERS && System.nanoTime() < deadline) {
                Pause.of(Duration.ofMillis(5));
              }
              assertThat(told(audience)).isEqualTo(heard + USERS);
            });
      }
    }
  }

  private static int told(Audience audience) {
    return audience.told().getOrDefault("notification", 0);
  }

  /** While something is done, somebody else publishes one event after the other. */
  private void publishing(Client news, String name, Runnable deed) {
    AtomicBoolean over = new AtomicBoolean();
    Latencies latencies = new Latencies();
    CompletableFuture<Void> publisher =
        CompletableFuture.runAsync(
            () -> {
              while (!over.get()) {
                long begun = System.nanoTime();
                news.say("feeds/bench", "meanwhile");
                latencies.add((System.nanoTime() - begun) / 1_000);
                Pause.of(Duration.ofMillis(10));
              }
            });
    long begun = System.nanoTime();
    deed.run();
    double seconds = (System.nanoTime() - begun) / 1e9;
    over.set(true);
    publisher.join();
    say(
        String.format(
            Locale.ROOT,
            "| %s | %.2f | %.1f | %.1f |",
            name,
            seconds,
            latencies.percentile(50) / 1e3,
            latencies.percentile(99) / 1e3));
  }
}
