package dev.tidings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Liberty of its own with the WAR that was built, the configuration in {@code liberty/}, a free
 * port and an empty database: what {@code mvn liberty:run} starts, as a process that a test can
 * kill. It lives below {@code target/} and ends with the test run.
 */
public final class LibertyServer implements AutoCloseable {
  private static final Path HOME = Path.of("target/liberty/wlp").toAbsolutePath();
  private static final String OPTIONS =
      Runtime.version().feature() >= 24 ? "java24.options" : "java9.options";
  private static final Path CONFIGURATION = Path.of("liberty");
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long LOOK_MILLIS = 100;

  private static @Nullable LibertyServer shared;

  private final Path users;
  private final Path directory;
  private final int port;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final Thread reaper = new Thread(this::kill);
  private @Nullable Process process;

  private LibertyServer(String name) {
    users = Path.of("target/servers").resolve(name).toAbsolutePath();
    directory = users.resolve("servers/tidings");
    port = freePort();
    try {
      erase(users);
      copy(CONFIGURATION, directory);
      copy(HOME.resolve("usr/servers/tidingsTest/lib"), directory.resolve("lib"));
      Files.createDirectories(directory.resolve("apps"));
      Files.copy(Path.of("target/tidings.war"), directory.resolve("apps/tidings.war"));
      Files.writeString(directory.resolve("bootstrap.properties"), "http.port=" + port + "\n");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The server that tests share which do no harm to it. Started once. */
  public static synchronized LibertyServer shared() {
    LibertyServer server = shared;
    if (server == null) {
      server = start("shared");
      shared = server;
    }
    return server;
  }

  /** A fresh server, ready to be used. */
  public static LibertyServer start(String name) {
    LibertyServer server = new LibertyServer(name);
    Runtime.getRuntime().addShutdownHook(server.reaper);
    server.start();
    return server;
  }

  public URI uri() {
    return URI.create("http://localhost:" + port + "/");
  }

  /** Starts the server again, on its old port and data. */
  public void start() {
    // What bin/server does, but so that the process is the server itself and not a shell around it.
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-javaagent:" + HOME.resolve("bin/tools/ws-javaagent.jar"),
            "-Djava.awt.headless=true",
            "-Djdk.attach.allowAttachSelf=true",
            "-Xmx512m",
            "@" + HOME.resolve("lib/platform/java/" + OPTIONS),
            "-jar",
            HOME.resolve("bin/tools/ws-server.jar").toString(),
            "tidings");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(directory.toFile());
    builder.environment().put("WLP_USER_DIR", users.toString());
    builder.environment().put("keystore_password", "only-for-tests");
    builder.environment().put("ltpa_keys_password", "only-for-tests");
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(users.resolve("console.log").toFile()));
    try {
      process = builder.start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    await(this::ready, "The server is not ready");
  }

  /** As by {@code kill -9}. */
  public void kill() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
      await(() -> !running.isAlive(), "The server cannot be killed");
    }
  }

  /** Stops the server as Ctrl-C does. */
  public void stop() {
    Process running = process;
    if (running != null) {
      running.destroy();
      await(() -> !running.isAlive(), "The server does not stop");
    }
  }

  /** For good; a server that was started by {@link #start(String)}. */
  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(reaper);
  }

  /** Edits a {@code <variable>} in server.xml, as an administrator would. */
  public void edit(String variable, String value) {
    Path file = directory.resolve("server.xml");
    try {
      String before = Files.readString(file);
      String after =
          before.replaceAll("(<variable name=\"" + variable + "\" value=\")[^\"]*", "$1" + value);
      if (before.equals(after)) {
        after =
            before.replace(
                "</server>",
                "  <variable name=\"" + variable + "\" value=\"" + value + "\"/>\n</server>");
      }
      Files.writeString(file, after);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** What the server has logged, messages and console. */
  public String log() {
    try {
      return Files.readString(directory.resolve("logs/messages.log"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The first-failure records that Liberty has written. */
  public List<Path> failures() {
    Path records = directory.resolve("logs/ffdc");
    if (!Files.isDirectory(records)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(records)) {
      return files.filter(file -> file.getFileName().toString().startsWith("ffdc_")).toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private boolean ready() {
    Process running = process;
    if (running != null && !running.isAlive()) {
      throw new AssertionError("The server has ended; see " + users.resolve("console.log"));
    }
    try {
      HttpRequest request =
          HttpRequest.newBuilder(uri().resolve("health/ready"))
              .timeout(Duration.ofSeconds(5))
              .build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException stop) {
      throw new AssertionError("interrupted", stop);
    }
  }

  /** Waits for something that is bound to happen. */
  public static void await(java.util.function.BooleanSupplier condition, String otherwise) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError(otherwise + " after " + PATIENCE + ".");
      }
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      } catch (InterruptedException stop) {
        throw new AssertionError("interrupted", stop);
      }
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(from)) {
      all.filter(Files::isRegularFile).forEach(files::add);
    }
    for (Path file : files) {
      Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void erase(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path done, @Nullable IOException failed)
              throws IOException {
            Files.delete(done);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
