package dev.tidings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What a test JVM that was killed could not clear away: processes, and directories. */
final class Leftover {
  private Leftover() {}

  /**
   * Kills a process, if it still is the one that was meant.
   *
   * @param pid the file whose first line is its number; it need not be there
   * @param mark what its command line has, and no other's
   */
  static void kill(Path pid, String mark) throws IOException {
    List<String> lines = Files.exists(pid) ? Files.readAllLines(pid) : List.of();
    if (!lines.isEmpty()) {
      ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
          .filter(left -> left.info().commandLine().orElse("").contains(mark))
          .ifPresent(
              left -> {
                left.destroyForcibly();
                left.onExit().orTimeout(10, TimeUnit.SECONDS).join();
              });
    }
  }

  /** Deletes a directory and all that is in it, if it is there. */
  static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
