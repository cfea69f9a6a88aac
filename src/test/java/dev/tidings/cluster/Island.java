package dev.tidings.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A network of its own for one node, which two cables join to this machine: one to its clients, one
 * to its database, and that one can be pulled out. Needs root.
 */
final class Island implements AutoCloseable {
  private static final String CLIENTS = "tidings-c";
  private static final String DATABASE = "tidings-d";
  private static final String NAME = "tidings-island";

  /** Of a range that nobody routes, four addresses for each cable. */
  private static final String NET = "10.231.87.";

  private Island() {}

  /** Takes the place of one that a killed test has left. */
  static Island made() {
    Island island = new Island();
    island.close();
    run("ip netns add " + NAME);
    island.cable(CLIENTS, "c0", 1);
    island.cable(DATABASE, "d0", 5);
    // What the machine has for a cable that is out goes nowhere, not to its own gateway.
    run("ip route add blackhole " + NET + "4/30 metric 4000");
    run("ip netns exec " + NAME + " ip link set lo up");
    return island;
  }

  private void cable(String here, String there, int address) {
    run("ip link add " + here + " type veth peer name " + there + " netns " + NAME);
    run("ip addr add " + NET + address + "/30 dev " + here);
    run("ip link set " + here + " up");
    run("ip netns exec " + NAME + " ip addr add " + NET + (address + 1) + "/30 dev " + there);
    run("ip netns exec " + NAME + " ip link set " + there + " up");
  }

  /** Where whoever is on it listens for clients. */
  String node() {
    return NET + 2;
  }

  /** Where the database is for those on it. */
  static String database() {
    return NET + 5;
  }

  /** Before a command that is to run on it. */
  String[] launcher() {
    return new String[] {"ip", "netns", "exec", NAME};
  }

  /** The database's cable is pulled out: what is sent goes nowhere, and nobody is told. */
  void cut() {
    run("ip link set " + DATABASE + " down");
  }

  void join() {
    run("ip link set " + DATABASE + " up");
  }

  @Override
  public void close() {
    tried("ip route del blackhole " + NET + "4/30 metric 4000");
    tried("ip link del " + CLIENTS);
    tried("ip link del " + DATABASE);
    tried("ip netns del " + NAME);
  }

  private static void run(String command) {
    String said = tried(command);
    if (!said.isEmpty()) {
      throw new IllegalStateException(
          "This test needs root, and networks of its own (CAP_NET_ADMIN): "
              + command
              + ": "
              + said);
    }
  }

  /** What it says if it fails. */
  private static String tried(String command) {
    try {
      Process process =
          new ProcessBuilder(List.of(command.split(" ", -1))).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? "" : "failed, " + said.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException stop) {
      throw new AssertionError("interrupted", stop);
    }
  }
}
