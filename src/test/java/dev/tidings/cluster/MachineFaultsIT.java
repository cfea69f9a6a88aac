package dev.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Client;
import dev.tidings.LibertyServer;
import dev.tidings.PostgresServer;
import dev.tidings.cluster.Fleet.Recovery;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Faults of the machine below: its network, its disk, its clock. They need root, and the clock
 * needs libfaketime (Debian: {@code apt-get install libfaketime}); without, they fail and say so.
 */
@Tag("faults")
@Timeout(1200)
class MachineFaultsIT {
  private static final List<Path> FAKE_TIME =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
          Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));

  @Test
  void a_node_is_cut_off_from_the_database() {
    try (Island island = Island.made()) {
      PostgresServer database = PostgresServer.fresh("faults-net", Island.database(), home -> {});
      try (Nodes nodes =
          Nodes.of(
              2,
              "faults-net",
              database,
              node ->
                  node.directory().toString().contains("faults-net-2")
                      ? node.at(island.node())
                          .launchedBy(island.launcher())
                          .environment("TIDINGS_POSTGRESQL_URL", database.url(Island.database()))
                      : node)) {
        nodes.start();
        LibertyServer cutOff = nodes.node(1);
        // It does not believe a proxy at an address that is not its own.
        cutOff.editVariable(
            "tidings.security.origins", "https://" + nodes.front().uri().getAuthority());
        try (Trial trial = Trial.on(nodes, FaultsIT.CLIENTS, FaultsIT.PER_SECOND)) {
          trial.fleet().mark();
          island.cut();
          long since = System.nanoTime();
          Trial.await("that it is not ready", () -> FaultsIT.ready(cutOff) == 503);
          Duration noticed = Duration.ofNanos(System.nanoTime() - since);
          Trial.last(Duration.ofSeconds(15).minus(noticed));
          long others = trial.fleet().informed();
          island.join();
          trial.fleet().mark();
          since = System.nanoTime();
          Recovery recovery = Recovery.of(trial.fleet().recovered(since));
          trial.judge();
          trial.judgePositions();
          Figures.add(
              "a node cut off from the database for 15 s",
              trial,
              recovery,
              "from its end; not ready after %s; %d clients had news meanwhile; %s"
                  .formatted(Figures.seconds(noticed), others, trial.words()));
          assertThat(trial.fleet().broken()).as("streams stay open").isZero();
          assertThat(others).as("clients of the other node").isGreaterThan(FaultsIT.CLIENTS / 5);
          Trial.await("that it is ready again", () -> FaultsIT.ready(cutOff) == 200);
        }
      }
    }
  }

  @Test
  void the_disk_of_the_database_is_full() throws IOException {
    Path mounted = Path.of("target/postgres/faults-disk").toAbsolutePath();
    mount("umount", "-l", mounted.toString());
    PostgresServer database =
        PostgresServer.fresh(
            "faults-disk",
            "localhost",
            home -> {
              if (mount("mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", home.toString()) != 0) {
                throw new IllegalStateException("This test needs root, to mount a small disk.");
              }
            });
    try (Nodes nodes = Nodes.of(2, "faults-disk", database, node -> node).start();
        Trial trial = Trial.on(nodes, FaultsIT.CLIENTS, FaultsIT.PER_SECOND)) {
      Path filling = mounted.resolve("filling");
      Client news = Client.signedIn(nodes.node(0).uri(), "news");
      String large =
          "["
              + String.join(",", Collections.nCopies(100, Client.message("x".repeat(60_000))))
              + "]";
      int status = 201;
      // Until even what PostgreSQL had in reserve is used up.
      for (int i = 0; i < 200 && status == 201; i++) {
        fill(filling);
        status = news.post("feeds/large", large).statusCode();
      }
      int full = status;
      Trial.last(Duration.ofSeconds(5));
      int during = news.post("feeds/large", large).statusCode();
      Files.delete(filling);
      boolean died = !database.answers();
      if (died) {
        // It gives up where it cannot even write what it needs to recover.
        database.close();
        database.start();
      }
      long since = System.nanoTime();
      trial.fleet().mark();
      Recovery recovery = Recovery.of(trial.fleet().recovered(since));
      trial.judge();
      trial.judgePositions();
      Figures.add(
          "disk of the database full",
          trial,
          recovery,
          "from when there was room; answered %d; PostgreSQL %s; %s"
              .formatted(full, died ? "was started again" : "went on by itself", trial.words()));
      assertThat(List.of(full, during)).allMatch(answer -> answer >= 500);
      assertThat(trial.fleet().broken()).as("streams stay open").isZero();
    } finally {
      database.close();
      mount("umount", "-l", mounted.toString());
    }
  }

  private static void fill(Path file) {
    byte[] some = new byte[1 << 16];
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (true) {
        out.write(some);
      }
    } catch (IOException full) {
      // That is what it was for.
    }
  }

  private static int mount(String... command) {
    try {
      return new ProcessBuilder(command).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException stop) {
      throw new AssertionError("interrupted", stop);
    }
  }

  @Test
  void the_clock_of_a_node_is_moved_by_an_hour_either_way() throws IOException {
    Path library =
        FAKE_TIME.stream()
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "This test needs libfaketime; Debian: apt-get install libfaketime"));
    Path offset = Files.writeString(Path.of("target/faults-clock").toAbsolutePath(), "+0");
    PostgresServer database = PostgresServer.fresh("faults-clock");
    try (Nodes nodes =
            Nodes.of(
                    2,
                    "faults-clock",
                    database,
                    node ->
                        node.directory().toString().contains("faults-clock-2")
                            ? node.environment("LD_PRELOAD", library.toString())
                                .environment("FAKETIME_TIMESTAMP_FILE", offset.toString())
                                .environment("FAKETIME_CACHE_DURATION", "1")
                                .environment("DONT_FAKE_MONOTONIC", "1")
                                // With it, whoever waits for a time in Java does not wait at all.
                                .environment("FAKETIME_FORCE_MONOTONIC_FIX", "0")
                                .environment("FAKETIME_DONT_FAKE_MONOTONIC", "1")
                            : node)
                .start();
        Trial trial = Trial.on(nodes, FaultsIT.CLIENTS, FaultsIT.PER_SECOND)) {
      LibertyServer moved = nodes.node(1);
      // What is older than half an hour would go at once if a clock that is wrong were believed.
      nodes
          .all()
          .forEach(
              node ->
                  node.editVariable("tidings.retention.rules", "feeds/* PT30M 100000")
                      .editVariable("tidings.retention.interval", "PT1S"));
      Client alice = Client.signedIn(nodes.node(0).uri(), "alice");
      trial.fleet().mark();
      long since = System.nanoTime();
      for (String by : List.of("+1h", "-1h", "+0")) {
        Files.writeString(offset, by);
        Trial.last(Duration.ofSeconds(15));
        trial.awaitSome();
        assertThat(alice.at(moved.uri()).get("api/session").statusCode())
            .as("a login from before, at %s", by)
            .isEqualTo(200);
        Client fresh = Client.signedIn(moved.uri(), "bob");
        assertThat(fresh.at(nodes.node(0).uri()).get("api/session").statusCode())
            .as("a login from %s, at the other node", by)
            .isEqualTo(200);
      }
      Recovery recovery = Recovery.of(trial.fleet().recovered(since));
      trial.judge();
      trial.judgePositions();
      Figures.add("clock of a node moved by an hour, either way", trial, recovery, trial.words());
      assertThat(trial.fleet().broken()).as("streams stay open").isZero();
      assertThat(trial.fleet().told("reset")).as("nothing has expired").isZero();
      assertThat(
              database.query(
                  "select 1 from tidings_event where committed_at > now() + interval '50 minutes'"))
          .as("its clock was ahead")
          .isNotEmpty();
      assertThat(
              database.query(
                  "select 1 from tidings_event where committed_at < now() - interval '50 minutes'"))
          .as("its clock was behind")
          .isNotEmpty();
    }
  }
}
