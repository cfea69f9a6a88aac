package dev.tidings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka broker of its own that needs no other, on a free port, in a JVM of its own whose
 * libraries are not those of the tests, with its data below {@code target/kafka}. It can be stopped
 * and killed, and started again on the same data.
 *
 * <p>Nothing outlives the tests: what runs when their JVM ends is killed, and what a killed JVM
 * left behind is killed when a broker of the same name is made again. What it says is in the file
 * {@code log} beside its data.
 */
public final class KafkaBroker implements AutoCloseable {
  private static final Path HOMES = Path.of("target/kafka").toAbsolutePath();

  /** Where the build has written the libraries of a broker. */
  private static final Path LIBRARIES = HOMES.resolve("broker.txt");

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration ATTEMPT = Duration.ofSeconds(2);

  private final Path home;
  private final int port = LibertyServer.freePort();
  private Process process;

  private KafkaBroker(Path home) {
    this.home = home;
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill, "kill " + home));
  }

  /** A new one, started; its name is its directory below {@code target/kafka}. */
  public static KafkaBroker fresh(String name) {
    Path home = HOMES.resolve(name);
    try {
      Leftover.kill(home.resolve("pid"), "-Dtidings.broker=" + home + " ");
      Leftover.delete(home);
      Files.createDirectories(home);
      KafkaBroker broker = new KafkaBroker(home);
      broker.configure();
      broker.format();
      broker.start();
      return broker;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For {@code bootstrap.servers}. */
  public String address() {
    return "localhost:" + port;
  }

  /** Returns when it answers. */
  public void start() {
    process = launch("kafka.Kafka", home.resolve("properties").toString());
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        kill();
        throw new IllegalStateException("The broker did not start:\n" + log());
      }
    }
  }

  /** Ends it as operators do, with SIGTERM; returns when the process has ended. */
  public void stop() {
    process.destroy();
    await();
  }

  /** Ends it with SIGKILL; returns when the process has ended. */
  public void kill() {
    if (process != null && process.isAlive()) {
      process.destroyForcibly();
      await();
    }
  }

  @Override
  public void close() {
    kill();
  }

  /** Makes a topic, with settings such as {@code max.message.bytes}. */
  public void topic(String name, int partitions, Map<String, String> settings) {
    try (Admin admin = admin()) {
      admin
          .createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(settings)))
          .all()
          .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** To be closed. */
  public Admin admin() {
    return Admin.create(
        Map.of(
            CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, address(),
            CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, (int) ATTEMPT.toMillis(),
            CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ATTEMPT.toMillis()));
  }

  /** All that it said, in all its lives. */
  public String log() {
    try {
      return Files.readString(home.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean answers() {
    try (Admin admin = admin()) {
      return !admin.describeCluster().nodes().get().isEmpty();
    } catch (ExecutionException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void configure() throws IOException {
    int controller = LibertyServer.freePort();
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "process.roles", "broker,controller",
            "node.id", "1",
            "listeners", "CLIENT://localhost:" + port + ",CONTROLLER://localhost:" + controller,
            "listener.security.protocol.map", "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "inter.broker.listener.name", "CLIENT",
            "controller.listener.names", "CONTROLLER",
            "controller.quorum.voters", "1@localhost:" + controller,
            "log.dirs", home.resolve("data").toString()));
    properties.putAll(
        Map.of(
            "offsets.topic.replication.factor", "1",
            "offsets.topic.num.partitions", "1",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "transaction.state.log.num.partitions", "1",
            "group.initial.rebalance.delay.ms", "0",
            // For tests that kill those who consume.
            "group.min.session.timeout.ms", "1000",
            "log.cleaner.dedupe.buffer.size", "2097152"));
    properties.putAll(
        Map.of(
            // One that was killed is let in again when its session is over: 9 s otherwise.
            "broker.session.timeout.ms", "3000", "broker.heartbeat.interval.ms", "100"));
    try (var file = Files.newBufferedWriter(home.resolve("properties"))) {
      properties.store(file, null);
    }
  }

  private void format() {
    process =
        launch(
            "kafka.tools.StorageTool",
            "format",
            "--cluster-id",
            Uuid.randomUuid().toString(),
            "--config",
            home.resolve("properties").toString());
    await();
    if (process.exitValue() != 0) {
      throw new IllegalStateException("The broker's directory was not formatted:\n" + log());
    }
  }

  private Process launch(String main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    command.add("-Dorg.slf4j.simpleLogger.showDateTime=true");
    // By which a left-over is recognised.
    command.add("-Dtidings.broker=" + home);
    Path log = home.resolve("log");
    try {
      command.addAll(List.of("-cp", Files.readString(LIBRARIES).strip(), main));
      command.addAll(List.of(arguments));
      Process started =
          new ProcessBuilder(command)
              .directory(home.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      Files.writeString(
          home.resolve("pid"),
          String.valueOf(started.pid()),
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void await() {
    try {
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("The broker did not end:\n" + log());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
