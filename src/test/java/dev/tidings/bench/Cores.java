package dev.tidings.bench;

import dev.tidings.LibertyServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The server on one core and the load generator on another, so that neither takes from the other.
 */
final class Cores {
  private static final Path TASKSET = Path.of("/usr/bin/taskset");
  private static final String SERVER = "0";
  private static final String GENERATOR = "1";

  private final boolean apart;

  private Cores(boolean apart) {
    this.apart = apart;
  }

  /** Moves this process to its core, if there are two and they can be chosen. */
  static Cores divide() {
    boolean apart = Runtime.getRuntime().availableProcessors() >= 2 && Files.isExecutable(TASKSET);
    if (apart) {
      String self = String.valueOf(ProcessHandle.current().pid());
      try {
        new ProcessBuilder(TASKSET.toString(), "-a", "-c", "-p", GENERATOR, self)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    return new Cores(apart);
  }

  LibertyServer forServer(LibertyServer server) {
    return apart ? server.launchedBy(TASKSET.toString(), "-c", SERVER) : server;
  }

  @Override
  public String toString() {
    return apart
        ? "server on core " + SERVER + ", load generator on core " + GENERATOR
        : "server and load generator on the same cores";
  }
}
