package dev.tidings;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A PostgreSQL of its own, on a free port, with its data below {@code target/postgres}: a database
 * and a user {@code tidings} who owns it and signs in by password. It can be stopped and killed,
 * and started again on the same data.
 *
 * <p>PostgreSQL does not run as root; root needs {@code unshare -U}, which a container may forbid.
 * What it says is in the file {@code log} beside its data.
 */
public final class PostgresServer implements AutoCloseable {
  public static final String PASSWORD = "tidings";

  private static final Path HOMES = Path.of("target/postgres").toAbsolutePath();
  private static final Path BINARIES = HOMES.resolve("binaries");
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** The first that fits holds. */
  private static final String WHO_MAY =
      """
      host all     postgres samehost trust
      host tidings tidings  samenet  scram-sha-256
      """;

  private final Path home;
  private final Path data;
  private final String address;
  private EmbeddedPostgres running;
  private int port;

  private PostgresServer(Path home, String address) {
    this.home = home;
    this.address = address;
    // Not below the binaries, where what is old is tidied away.
    data = home.resolve("data");
  }

  /** A new one, started; its name is its directory below {@code target/postgres}. */
  public static PostgresServer fresh(String name) {
    return fresh(name, "localhost", home -> {});
  }

  /**
   * The same where it can be reached at another address of this machine, too.
   *
   * @param prepare what is done to its directory, which is empty, before it is filled
   */
  public static PostgresServer fresh(String name, String address, Consumer<Path> prepare) {
    PostgresServer server = new PostgresServer(HOMES.resolve(name), address);
    try {
      System.setProperty("ot.epg.working-dir", BINARIES.toString());
      Leftover.kill(server.pidFile(), server.data.toString());
      Leftover.delete(server.home);
      Files.createDirectories(server.home);
      prepare.accept(server.home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.start();
    server.execute("create role tidings login password '" + PASSWORD + "'");
    server.execute("create database tidings owner tidings");
    return server;
  }

  private Path file(String name) {
    return home.resolve(name);
  }

  private Path pidFile() {
    return data.resolve("postmaster.pid");
  }

  /** Keys for logins that nodes share, for those that have this database. */
  Path loginKeys() {
    Path keys = file("ltpa.keys");
    if (!Files.exists(keys)) {
      LibertyServer.makeLoginKeys(keys, PASSWORD);
    }
    return keys;
  }

  /** For JDBC; user and password are given beside it. */
  public String url() {
    return url("localhost");
  }

  /** The same, for whoever reaches it at another address. */
  public String url(String host) {
    return "jdbc:postgresql://" + host + ":" + port + "/tidings";
  }

  /** Returns when it answers. */
  public void start() {
    try {
      running =
          EmbeddedPostgres.builder()
              .setPort(port)
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
              .setDataDirectoryCustomizer(PostgresServer::letIn)
              // Sorts as databases for people do, not by bytes.
              .setLocaleConfig("locale", "C")
              .setLocaleConfig("locale-provider", "icu")
              .setLocaleConfig("icu-locale", "en-US")
              .setServerConfig(
                  "listen_addresses",
                  address.equals("localhost") ? address : "localhost," + address)
              // Otherwise a commit that was acknowledged would not survive the kill.
              .setServerConfig("synchronous_commit", "on")
              .setPGStartupWait(LIMIT)
              .setOutputRedirector(ProcessBuilder.Redirect.appendTo(file("log").toFile()))
              .start();
      port = running.getPort();
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException("PostgreSQL did not start:\n" + log(), e);
    }
  }

  private static void letIn(File data) {
    try {
      Files.writeString(data.toPath().resolve("pg_hba.conf"), WHO_MAY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it as operators do: transactions roll back, connections are told and closed. */
  public void stop() {
    try {
      running.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies its data, as a backup; only while it is stopped. */
  public void backUp(String name) {
    copy(data, file(name));
  }

  /** Takes the data of a backup; only while it is stopped. */
  public void restore(String name) {
    try {
      Leftover.delete(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    copy(file(name), data);
  }

  private static void copy(Path from, Path to) {
    try {
      // With its permissions, which PostgreSQL insists on.
      int failed = new ProcessBuilder("cp", "-a", from.toString(), to.toString()).start().waitFor();
      if (failed != 0) {
        throw new IllegalStateException("Not copied: " + from + " to " + to);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends it as {@code pg_ctl stop -m immediate} does: the next start has to recover. */
  public void crash() {
    try {
      String pid = Files.readAllLines(pidFile()).get(0);
      new ProcessBuilder("sh", "-c", "kill -QUIT " + pid).inheritIO().start();
      Awaitility.await().atMost(LIMIT).until(() -> !Files.exists(pidFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // There is nothing left to stop, but the directory is still locked.
    stop();
  }

  /** Stops all its processes; connections stay open, and nobody answers. */
  public void freeze() {
    Signals.send("STOP", processes());
  }

  /** Lets a frozen one go on. */
  public void thaw() {
    Signals.send("CONT", processes());
  }

  private List<Long> processes() {
    try {
      ProcessHandle server =
          ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile()).get(0).strip()))
              .orElseThrow();
      // The one that starts others first, so that none is left out.
      return Stream.concat(Stream.of(server), server.descendants())
          .map(ProcessHandle::pid)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** Whether it answers. */
  public boolean answers() {
    try (Connection connection = connect()) {
      return connection.isValid(2);
    } catch (SQLException away) {
      return false;
    }
  }

  public int port() {
    return port;
  }

  /** All that it logged. */
  public String log() {
    try {
      return Files.exists(file("log")) ? Files.readString(file("log")) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A connection of the superuser's to the database of Tidings. */
  public Connection connect() throws SQLException {
    return running.getDatabase("postgres", "tidings").getConnection();
  }

  /** The first column of a query's answer, from the database of Tidings. */
  public List<String> query(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Executes a statement in the database of Tidings, as its operator. */
  public int update(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private void execute(String sql) {
    try (Connection connection = running.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
