package dev.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.PostgresServer;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Nodes and their users in a real PostgreSQL, without the nodes. */
class UserTableIT {
  private static final Path TABLES =
      Path.of("src/main/resources/META-INF/migrations/V5__cluster.sql");
  private static final Duration LEASE = Duration.ofMinutes(1);

  private static PostgresServer server;

  private final RosterTable roster = new RosterTable();
  private final UserTable table = new UserTable();

  /** Each connection is a transaction, as it is where a container begins one for each call. */
  private static final class Transactions extends PGSimpleDataSource {
    private static final long serialVersionUID = 1L;

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = super.getConnection();
      connection.setAutoCommit(false);
      return (Connection)
          Proxy.newProxyInstance(
              UserTableIT.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("close")) {
                  connection.commit();
                }
                try {
                  return method.invoke(connection, arguments);
                } catch (InvocationTargetException failed) {
                  throw failed.getCause();
                }
              });
    }
  }

  @BeforeAll
  static void start() throws IOException, SQLException {
    server = PostgresServer.fresh("user-table");
    try (Connection connection = database().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(Files.readString(TABLES));
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void prepare() throws SQLException {
    roster.database = database();
    table.database = database();
    try (Connection connection = database().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "truncate tidings_node; truncate tidings_node_user; truncate tidings_node_ask");
    }
    sign("one");
    sign("two");
  }

  private static Transactions database() {
    Transactions database = new Transactions();
    database.setUrl(server.url());
    database.setUser("tidings");
    database.setPassword("tidings");
    return database;
  }

  private RosterTable.Signed sign(String run) {
    return roster.sign(run, "node " + run, false, 7, LEASE);
  }

  /** As if a node had given no sign for so long. */
  private static void silence(String run, Duration since) throws SQLException {
    try (Connection connection = database().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "update tidings_node set seen_at = current_timestamp - interval '"
              + since.toSeconds()
              + " seconds' where run = '"
              + run
              + "'");
    }
  }

  private static List<String> rows(String table) {
    return server.query("select count(*) from " + table);
  }

  @Test
  void who_gives_no_sign_is_gone_with_its_users_and_may_come_back() throws SQLException {
    table.count("one", Map.of("alice", 2));
    table.count("two", Map.of("alice", 2));
    table.ask("one", List.of("alice"));
    assertThat(sign("one").living()).extracting(Node::run).containsExactlyInAnyOrder("one", "two");
    silence("two", LEASE.plusSeconds(5));
    // It counts no longer, even before somebody notices.
    assertThat(table.over(List.of("alice"), 3, LEASE)).isEmpty();
    RosterTable.Signed signed = sign("one");
    assertThat(signed.entered()).isFalse();
    assertThat(signed.living()).extracting(Node::run).containsExactly("one");
    assertThat(signed.living().get(0))
        .satisfies(
            node -> {
              assertThat(node.name()).isEqualTo("node one");
              assertThat(node.streams()).isEqualTo(7);
              assertThat(node.seen()).isAfterOrEqualTo(node.since());
            });
    assertThat(rows("tidings_node_user")).containsExactly("1");
    assertThat(rows("tidings_node_ask")).containsExactly("0");
    assertThat(sign("two").entered()).isTrue();
    roster.leave("two");
    assertThat(sign("one").living()).hasSize(1);
  }

  @Test
  void what_is_counted_and_asked_is_of_the_others() {
    table.count("one", Map.of("alice", 2, "bob", 1));
    table.count("two", Map.of("alice", 2, "carol", 9));
    assertThat(table.over(List.of("alice", "bob", "nobody"), 3, LEASE)).containsExactly("alice");
    assertThat(table.over(List.of("alice"), 4, LEASE)).isEmpty();
    table.count("one", Map.of("alice", 1, "bob", 0));
    assertThat(table.over(List.of("alice"), 3, LEASE)).isEmpty();
    assertThat(rows("tidings_node_user")).containsExactly("3");

    table.ask("one", List.of("alice", "carol"));
    table.ask("one", List.of("alice"));
    assertThat(table.asked("one")).isEmpty();
    assertThat(table.asked("two")).containsExactlyInAnyOrder("alice", "carol");
    assertThat(table.asked("two")).isEmpty();
    table.forget("two");
    assertThat(rows("tidings_node_user")).containsExactly("1");
  }

  @Test
  void of_two_that_settle_at_the_same_time_the_second_finds_it_settled() throws Exception {
    for (int i = 0; i < 30; i++) {
      table.count("one", Map.of("alice", 2));
      table.count("two", Map.of("alice", 2));
      AtomicInteger ended = new AtomicInteger();
      CyclicBarrier together = new CyclicBarrier(2);
      List<Thread> both =
          Stream.of("one", "two")
              .map(
                  run ->
                      new Thread(
                          () -> {
                            try {
                              together.await(20, TimeUnit.SECONDS);
                            } catch (Exception late) {
                              throw new IllegalStateException(late);
                            }
                            table.settle(
                                run,
                                "alice",
                                3,
                                LEASE,
                                count -> {
                                  ended.addAndGet(count);
                                  return count;
                                });
                          }))
              .toList();
      both.forEach(Thread::start);
      for (Thread each : both) {
        each.join();
      }
      assertThat(ended).hasValue(1);
      assertThat(server.query("select sum(streams) from tidings_node_user")).containsExactly("3");
    }
  }

  @Test
  void ten_thousand_at_once_take_a_few_statements() {
    Map<String, Integer> storm =
        IntStream.range(0, 10_000).boxed().collect(Collectors.toMap(i -> "user" + i, i -> 1));
    table.count("two", Map.of("user7", 3));
    for (String which : List.of("come", "come back")) {
      long start = System.nanoTime();
      table.count("one", storm);
      Duration counted = Duration.ofNanos(System.nanoTime() - start);
      assertThat(table.over(storm.keySet(), 3, LEASE)).containsExactly("user7");
      Duration both = Duration.ofNanos(System.nanoTime() - start);
      System.out.println("10,000 users " + which + ": " + counted + ", with the sums " + both);
    }
    storm.replaceAll((user, count) -> 0);
    table.count("one", storm);
    assertThat(rows("tidings_node_user")).containsExactly("1");
  }
}
