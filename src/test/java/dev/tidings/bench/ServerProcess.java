package dev.tidings.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a process costs, as Linux and its JVM tell. Times are exact to 10 ms. */
final class ServerProcess {
  /** {@code CLK_TCK}, on every Linux that runs Java. */
  private static final long TICK_NANOS = 10_000_000;

  private static final Pattern RSS = Pattern.compile("VmRSS:\\s+([0-9]+) kB");
  private static final Pattern TOTAL = Pattern.compile("Total\\s+[0-9]+\\s+([0-9]+)");

  private final long pid;

  ServerProcess(long pid) {
    this.pid = pid;
  }

  static ServerProcess self() {
    return new ServerProcess(ProcessHandle.current().pid());
  }

  /** User and system time so far. */
  Duration cpu() {
    String stat = read("/proc/" + pid + "/stat");
    // The name before may have spaces in it.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return ticks(Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
  }

  /** Bytes in memory, the kernel's socket buffers not among them. */
  long resident() {
    return 1024 * first(RSS, read("/proc/" + pid + "/status"));
  }

  /** Bytes of objects in use. Collects garbage, which stops the process for some 100 ms. */
  long liveHeap() {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin/jcmd");
    try {
      Process histogram =
          new ProcessBuilder(jcmd.toString(), String.valueOf(pid), "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      return first(
          TOTAL, new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What all processes of this machine have used so far, time in interrupts not included. */
  static Duration machineCpu() {
    String[] fields = read("/proc/stat").lines().findFirst().orElseThrow().split(" +", -1);
    return ticks(Arrays.stream(fields, 1, 4).mapToLong(Long::parseLong).sum());
  }

  /** Files and sockets that this process may open; a server that it starts may open as many. */
  static long mostFiles() {
    return read("/proc/self/limits")
        .lines()
        .filter(line -> line.startsWith("Max open files"))
        .flatMap(line -> Stream.of(line.split(" {2,}", -1)))
        .skip(1)
        .limit(1)
        .mapToLong(soft -> soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft))
        .sum();
  }

  /**
   * The ends of TCP connections to a port that the server still holds open: the clients' ports, and
   * how many bytes wait to be sent to each.
   */
  static List<long[]> connections(int port) {
    return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
        .map(Path::of)
        .filter(Files::exists)
        .flatMap(file -> read(file.toString()).lines().skip(1))
        .map(line -> line.strip().split("[ :]+", -1))
        .filter(fields -> fields[5].equals("01") && Integer.parseInt(fields[2], 16) == port)
        .map(fields -> new long[] {Long.parseLong(fields[4], 16), Long.parseLong(fields[6], 16)})
        .toList();
  }

  private static Duration ticks(long ticks) {
    return Duration.ofNanos(ticks * TICK_NANOS);
  }

  private static long first(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new IllegalStateException("No " + pattern + " in " + text);
    }
    return Long.parseLong(found.group(1));
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
