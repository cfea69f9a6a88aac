package dev.tidings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real Prometheus with the configuration and the rules that operators deploy, on a free port, in
 * a directory of its own below {@code target/prometheus}. Only addresses, files and intervals are
 * put in.
 */
final class Prometheus implements AutoCloseable {
  static final Path EXECUTABLE = Path.of("/usr/bin/prometheus");
  static final Path PROMTOOL = Path.of("/usr/bin/promtool");
  static final Path OPS = Path.of("src/ops/prometheus").toAbsolutePath();

  private static final Path HOMES = Path.of("target/prometheus").toAbsolutePath();

  private final Path home;
  private final int port = LibertyServer.freePort();
  private final Process process;

  private Prometheus(Path home, URI node, Path certificate, String password) throws IOException {
    this.home = home;
    Leftover.kill(home.resolve("pid"), home.resolve("data").toString());
    Leftover.delete(home);
    Files.createDirectories(home);
    Files.writeString(home.resolve("password"), password);
    Files.copy(OPS.resolve("alerts.yml"), home.resolve("alerts.yml"));
    Files.writeString(home.resolve("prometheus.yml"), configuration(node, certificate));
    process =
        new ProcessBuilder(
                EXECUTABLE.toString(),
                "--config.file=" + home.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + home.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--log.level=warn")
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("console.log").toFile())
            .start();
    Files.writeString(home.resolve("pid"), String.valueOf(process.pid()));
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "kill " + home));
  }

  /** Begins to read a node over TLS, as the user {@code prometheus}. */
  static Prometheus reading(URI node, Path certificate, String password) {
    try {
      return new Prometheus(HOMES.resolve("watch"), node, certificate, password);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** What is at a path of its API; nothing while it does not answer. */
  JsonTree api(String path) {
    if (!process.isAlive()) {
      throw new IllegalStateException("Prometheus has ended: " + log());
    }
    try {
      return JsonTree.of(Client.anonymous(uri()).get("api/v1/" + path).body());
    } catch (UncheckedIOException notYet) {
      return JsonTree.of("{}");
    }
  }

  /** What a query comes to now, one for each series. */
  List<JsonTree> query(String expression) {
    JsonTree answer = api("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    if (answer.at("status").isMissing()) {
      return List.of();
    }
    if (!answer.at("status").text().equals("success")) {
      throw new AssertionError(expression + ": " + answer.at("error"));
    }
    return answer.at("data", "result").list();
  }

  /** What it has complained about. */
  String log() {
    try {
      return Files.readString(home.resolve("console.log"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** What promtool says; fails unless it is content. */
  static String promtool(String... arguments) {
    List<String> command = new ArrayList<>(List.of(PROMTOOL.toString()));
    command.addAll(List.of(arguments));
    try {
      Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (tool.onExit().join().exitValue() != 0) {
        throw new AssertionError(said);
      }
      return said;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private URI uri() {
    return URI.create("http://127.0.0.1:" + port + "/");
  }

  /** The file as it is, but for what every operator has to put in, and for the test's patience. */
  private String configuration(URI node, Path certificate) throws IOException {
    String text = Files.readString(OPS.resolve("prometheus.yml"));
    text = put(text, "scrape_interval: 15s", "scrape_interval: 500ms");
    text = put(text, "evaluation_interval: 15s", "evaluation_interval: 1s");
    text = put(text, "/etc/prometheus/tidings.password", home.resolve("password").toString());
    text = put(text, "/etc/prometheus/tidings.crt", certificate.toString());
    return put(text, "localhost:9443", node.getAuthority());
  }

  private static String put(String text, String placeholder, String value) {
    if (!text.contains(placeholder)) {
      throw new IllegalStateException("There is no \"" + placeholder + "\" in " + OPS);
    }
    return text.replace(placeholder, value);
  }
}
