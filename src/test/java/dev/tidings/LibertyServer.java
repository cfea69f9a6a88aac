package dev.tidings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Liberty of its own: the real configuration and the built WAR in a fresh directory below {@code
 * target/servers}, on a free port, in one process whose id is the server's. It can be stopped,
 * killed and started again on the same data.
 *
 * <p>Nothing outlives the tests: what runs when their JVM ends is killed, and what a killed JVM
 * left behind is killed when a server of the same name is made again.
 */
public final class LibertyServer implements AutoCloseable {
  private static final Path INSTALLATION = path("tidings.liberty", "target/liberty/wlp");
  private static final Path WAR = path("tidings.war", "target/tidings.war");
  private static final Path CONFIGURATION = Path.of("liberty").toAbsolutePath();

  /** Tests run in several JVMs at a time: what one of them has claimed, another leaves alone. */
  private static final Map<String, Claim> CLAIMED = new ConcurrentHashMap<>();

  /**
   * A directory, and the lock on it, which lasts until its channel is closed or not known any more.
   */
  private record Claim(Path home, FileChannel lock) {}

  private static final Path SERVERS = Path.of("target/servers").toAbsolutePath();

  /** Generous: eight tests may start at once on two cores. */
  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  /** Liberty waits 30 s for requests under way, which includes open streams. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

  private static final Pattern COMPLAINT =
      Pattern.compile("\"loglevel\":\"(?:WARN|WARNING|ERROR|SEVERE|FATAL|SystemErr)\"");

  private static final Pattern OPEN_STREAMS =
      Pattern.compile("tidings_streams_open\\{[^}]*} ([0-9]+)");

  /** Half the processor time of a start is the second compiler's, for code that soon ends. */
  private static final String QUICK = "-XX:TieredStopAtLevel=1";

  /** Two cores have other things to do than to collect ahead; and it takes half the memory. */
  private static final String FRUGAL = "-XX:+UseSerialGC";

  /** A fifth of a start is the search for beans in libraries of the hub, which have none. */
  private static final String ALONE_FILE = "configDropins/defaults/alone.xml";

  private static final String ALONE =
      "<server><cdi enableImplicitBeanArchives=\"false\"/></server>";

  private static final String NAME = "tidings";
  private static LibertyServer shared;

  private final Path home;
  private final int port;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final List<String> jvmOptions = new ArrayList<>(List.of(QUICK, FRUGAL));
  private final List<String> launcher = new ArrayList<>();
  private String scheme = "http";
  private String host = "localhost";
  private HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private Process process;

  private LibertyServer(Path home) {
    this.home = home;
    this.port = freePort();
    environment.put("WLP_USER_DIR", home.toString());
    environment.put("HTTP_PORT", String.valueOf(port));
    // Tests open many streams as one user; those of the limits set their own.
    environment.put("TIDINGS_STREAM_MAX_PER_USER", "10000");
    environment.put("TIDINGS_STREAM_MAX_PER_ADDRESS", "10000");
    // What "server create" would have put into server.env.
    environment.put("keystore_password", UUID.randomUUID().toString());
    environment.put("ltpa_keys_password", UUID.randomUUID().toString());
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill, "kill " + home));
  }

  /** A new server, not started; its name is its directory below {@code target/servers}. */
  public static LibertyServer fresh(String name) {
    return fresh(name, WAR);
  }

  /** The same with another application, at the same place. */
  public static LibertyServer fresh(String name, Path war) {
    Path home = CLAIMED.computeIfAbsent(name, LibertyServer::claim).home();
    try {
      Leftover.kill(home.resolve("pid"), "-Dtidings.server=" + home + " ");
      Leftover.delete(home);
      Path server = home.resolve("servers").resolve(NAME);
      copyTree(CONFIGURATION, server);
      // The database driver, where the build put it.
      copyTree(INSTALLATION.resolve("usr/servers/tidings/lib"), server.resolve("lib"));
      Files.createDirectories(server.resolve("apps"));
      Files.copy(war, server.resolve("apps").resolve("tidings.war"));
      write(server.resolve(ALONE_FILE), ALONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new LibertyServer(home);
  }

  /** A directory for this JVM alone, for as long as it lives. */
  private static Claim claim(String name) {
    try {
      Files.createDirectories(SERVERS);
      for (int i = 1; ; i++) {
        Path home = SERVERS.resolve(i == 1 ? name : name + "-" + i);
        FileChannel channel =
            FileChannel.open(
                home.resolveSibling(home.getFileName() + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        if (channel.tryLock() != null) {
          return new Claim(home, channel);
        }
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The started server that all tests of a JVM share which do not stop it or change its settings.
   */
  public static synchronized LibertyServer shared() {
    if (shared == null) {
      shared = fresh("shared").start();
    }
    return shared;
  }

  /** Adds a configuration file, or puts another in its place; for example {@code database.xml}. */
  public LibertyServer file(String name, String content) {
    write(directory().resolve(name), content);
    return this;
  }

  /** For the next start. Liberty finds the variable {@code a.b} as {@code A_B} too. */
  public LibertyServer environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /**
   * For the next start: a node of the hub whose log is in this database. Who has signed in to one
   * of its nodes has signed in to all.
   */
  public LibertyServer on(PostgresServer database) {
    try {
      Path keys = directory().resolve("resources/security/ltpa.keys");
      Files.createDirectories(keys.getParent());
      Files.copy(database.loginKeys(), keys, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return environment("TIDINGS_DATABASE", "postgresql")
        .environment("TIDINGS_POSTGRESQL_URL", database.url())
        .environment("TIDINGS_POSTGRESQL_PASSWORD", PostgresServer.PASSWORD)
        .environment("ltpa_keys_password", PostgresServer.PASSWORD);
  }

  /** Makes keys that nodes can share, as operators do. */
  static void makeLoginKeys(Path file, String password) {
    String command = INSTALLATION.resolve("bin/securityUtility").toString();
    run(Map.of(), command, "createLTPAKeys", "--file=" + file, "--password=" + password);
  }

  /** For the next start: over TLS only. */
  LibertyServer secured(Certificate certificate) {
    scheme = "https";
    // No other than its own.
    environment.remove("keystore_password");
    http = HttpClient.newBuilder().sslContext(certificate.trust()).build();
    return environment("TIDINGS_PROFILE", "production")
        .environment("HTTPS_PORT", String.valueOf(port))
        .environment("TIDINGS_KEYSTORE", certificate.keyStore().toString())
        .environment("TIDINGS_KEYSTORE_PASSWORD", Certificate.PASSWORD);
  }

  /** For the next start. */
  public LibertyServer jvmOption(String option) {
    jvmOptions.add(option);
    return this;
  }

  /** For the next start: compiled as in production, for whoever measures. */
  public LibertyServer optimised() {
    jvmOptions.removeAll(List.of(QUICK, FRUGAL));
    return neighbourly();
  }

  /**
   * For the next start: other applications can be there, too, with beans wherever they have them.
   */
  public LibertyServer neighbourly() {
    try {
      Files.deleteIfExists(directory().resolve(ALONE_FILE));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For the next start: it listens at this address, not on this machine's own. */
  public LibertyServer at(String address) {
    host = address;
    return environment("HTTP_HOST", address);
  }

  /** For the next start: a command that becomes the server, such as {@code taskset -c 0}. */
  public LibertyServer launchedBy(String... command) {
    launcher.addAll(List.of(command));
    return this;
  }

  /** Returns when the application answers. */
  public LibertyServer start() {
    if (isRunning()) {
      throw new IllegalStateException("Already running: " + home);
    }
    process = launch();
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!isReady()) {
      if (!process.isAlive()) {
        throw new IllegalStateException("The server ended while starting: " + home + "\n" + log());
      }
      if (System.nanoTime() > deadline) {
        kill();
        throw new IllegalStateException("The server did not start: " + home + "\n" + log());
      }
      waitForExit(Duration.ofMillis(100));
    }
    return this;
  }

  /** Ends the server as operators do, with SIGTERM; returns when the process has ended. */
  public void stop() {
    if (!isRunning()) {
      return;
    }
    process.destroy();
    if (!waitForExit(STOP_LIMIT)) {
      kill();
      throw new IllegalStateException("The server did not stop: " + home + "\n" + log());
    }
  }

  /** Ends the server with the command {@code server stop}; returns when the process has ended. */
  public void stopByCommand() {
    run(INSTALLATION.resolve("bin/server").toString(), "stop", NAME);
    if (!waitForExit(STOP_LIMIT)) {
      kill();
      throw new IllegalStateException("The server did not stop: " + home + "\n" + log());
    }
  }

  /** Puts the WAR there once more, which a server that polls takes for another one. */
  public void redeploy() {
    try {
      Path war = directory().resolve("apps").resolve("tidings.war");
      Files.setLastModifiedTime(war, FileTime.from(Instant.now()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many objects of a class are reachable in the server. */
  public long instances(String className) {
    return run(jdk("jcmd"), String.valueOf(pid()), "GC.class_histogram")
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length > 3 && words[3].equals(className))
        .mapToLong(words -> Long.parseLong(words[1]))
        .sum();
  }

  /** How many streams are open, as its own metrics say. */
  public long openStreams() {
    String metrics = Client.anonymous(uri()).get("metrics?scope=application").body();
    Matcher open = OPEN_STREAMS.matcher(metrics);
    if (!open.find()) {
      throw new IllegalStateException("No number of open streams in:\n" + metrics);
    }
    return Long.parseLong(open.group(1));
  }

  private static String jdk(String tool) {
    return Path.of(System.getProperty("java.home"), "bin", tool).toString();
  }

  /** What a command that succeeds says. */
  private String run(String... command) {
    return run(environment, command);
  }

  private static String run(Map<String, String> environment, String... command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      Process running = builder.start();
      String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (running.waitFor() != 0) {
        throw new IllegalStateException(List.of(command) + " failed: " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends the server with SIGKILL; returns when the process has ended. */
  public void kill() {
    if (isRunning()) {
      process.destroyForcibly();
      waitForExit(STOP_LIMIT);
    }
  }

  public LibertyServer restart() {
    stop();
    return start();
  }

  @Override
  public void close() {
    kill();
  }

  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** Stops all its threads, as a machine that is suspended does; its sockets stay open. */
  public void pause() {
    Signals.send("STOP", List.of(pid()));
  }

  /** Lets a paused one go on. */
  public void resume() {
    Signals.send("CONT", List.of(pid()));
  }

  public long pid() {
    return process.pid();
  }

  /** The application's root, with a slash at the end. */
  public URI uri() {
    return URI.create(scheme + "://" + host + ":" + port + "/");
  }

  public URI uri(String path) {
    return uri().resolve(path);
  }

  /** Where server.xml is, and below it data, logs and the WAR. */
  public Path directory() {
    return home.resolve("servers").resolve(NAME);
  }

  /** Sets a variable in server.xml, running or not; a running server sees it within a second. */
  public LibertyServer editVariable(String name, String value) {
    Path file = directory().resolve("server.xml");
    String xml = read(file);
    String line = "<variable name=\"%s\" value=\"%s\"/>".formatted(escape(name), escape(value));
    Matcher present =
        Pattern.compile("<variable\\s+name=\"" + Pattern.quote(escape(name)) + "\"[^>]*/>")
            .matcher(xml);
    write(
        file,
        present.find()
            ? present.replaceFirst(Matcher.quoteReplacement(line))
            : xml.replace("</server>", "  " + line + "\n</server>"));
    return this;
  }

  /** All that the server logged so far in this run, and in case it did not come that far, said. */
  public String log() {
    return Stream.of("console.log", "messages.log")
        .map(directory().resolve("logs")::resolve)
        .filter(Files::exists)
        .map(LibertyServer::read)
        .reduce("", String::concat);
  }

  /** The warnings and errors among what it logged. */
  public List<String> complaints() {
    return complaints(log());
  }

  /** The same of what another server logged. */
  static List<String> complaints(String log) {
    return log.lines()
        .filter(line -> COMPLAINT.matcher(line).find())
        // We ask whether it is ready before it is; and it warns that it searches less.
        .filter(line -> !line.contains("CWMMH0053W") && !line.contains("CWOWB1009W"))
        .toList();
  }

  /** The records of failures that Liberty keeps beside its log. */
  public List<Path> failures() {
    Path records = directory().resolve("logs/ffdc");
    if (!Files.isDirectory(records)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(records)) {
      return files.filter(file -> file.getFileName().toString().startsWith("ffdc_")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@code bin/server run} does, without the shell, so that the process is the server. */
  private Process launch() {
    Path platform = INSTALLATION.resolve("lib/platform/java");
    boolean java24 = Runtime.version().feature() >= 24;
    Path tools = INSTALLATION.resolve("bin/tools");

    List<String> command = new ArrayList<>(launcher);
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.add("-javaagent:" + tools.resolve("ws-javaagent.jar"));
    command.add("-Djava.awt.headless=true");
    command.add("-Djdk.attach.allowAttachSelf=true");
    command.add("-Dfile.encoding=UTF-8");
    // By which a left-over is recognised.
    command.add("-Dtidings.server=" + home);
    command.addAll(options(directory().resolve("jvm.options")));
    command.addAll(options(platform.resolve(java24 ? "java24.options" : "java9.options")));
    command.addAll(jvmOptions);
    command.addAll(List.of("-jar", tools.resolve("ws-server.jar").toString(), NAME));

    Path logs = directory().resolve("logs");
    try {
      Files.createDirectories(logs);
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory().toFile())
              .redirectErrorStream(true)
              .redirectOutput(logs.resolve("console.log").toFile());
      builder.environment().putAll(environment);
      Process started = builder.start();
      Files.writeString(home.resolve("pid"), String.valueOf(started.pid()));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isReady() {
    HttpRequest ready =
        HttpRequest.newBuilder(uri("health/ready")).timeout(Duration.ofSeconds(5)).build();
    try {
      return http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private boolean waitForExit(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** One option a line, as in jvm.options. */
  private static List<String> options(Path file) {
    return Files.exists(file)
        ? read(file)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList()
        : List.of();
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In one step, so that a polling server never reads half a file. */
  private static void write(Path file, String content) {
    try {
      Files.createDirectories(file.getParent());
      Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), content);
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  private static Path path(String property, String otherwise) {
    return Path.of(System.getProperty(property, otherwise)).toAbsolutePath();
  }
}
