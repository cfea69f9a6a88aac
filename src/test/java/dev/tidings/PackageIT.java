package dev.tidings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The package as operators get it: unpacked where there is nothing, and started with nothing but
 * Java and the settings that lie in it for systemd.
 */
class PackageIT {
  private static final Path PACKAGE =
      Path.of(System.getProperty("tidings.package", "target/tidings-server.zip")).toAbsolutePath();
  private static final Path HOME = Path.of("target/package-it").toAbsolutePath();
  private static final Path PROGRAM = HOME.resolve("opt/tidings");
  private static final Path SETTINGS = HOME.resolve("etc/tidings");
  private static final Path PID = HOME.resolve("pid");

  private static final String ACCOUNTS =
      """
      <server>
        <basicRegistry realm="tidings">
          <user name="carol" password="carol-secret"/>
          <group name="user"><member name="carol"/></group>
          <group name="publisher"><member name="carol"/></group>
        </basicRegistry>
      </server>
      """;

  private static final Pattern COPY = Pattern.compile("(?m)^COPY --chown=1001:0 (\\S+) /config/");
  private static final Pattern FEATURE = Pattern.compile("<feature>([^<]+)</feature>");
  private static final Pattern SHORT_NAME = Pattern.compile("(?m)^IBM-ShortName: (\\S+)");

  /** What a client says of itself, from where no proxy is. */
  private static final String CLAIMED = "203.0.113.7";

  private static final Path KEYS = SETTINGS.resolve("ltpa.keys");

  /** What a JVM answers that was ended by SIGTERM. */
  private static final int TERMINATED = 143;

  @BeforeAll
  static void unpack() throws IOException {
    Leftover.kill(PID, HOME.toString());
    Leftover.delete(HOME);
    Files.createDirectories(SETTINGS);
    try (FileSystem zip =
            FileSystems.newFileSystem(PACKAGE, Map.of("enablePosixFileAttributes", true));
        Stream<Path> files = Files.walk(zip.getPath("/"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = PROGRAM.resolveSibling(zip.getPath("/").relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
        Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(file));
      }
    }
  }

  @Test
  void who_unpacks_it_and_starts_it_can_sign_in_publish_listen_and_stop_it() throws Exception {
    Files.writeString(SETTINGS.resolve("accounts.xml"), ACCOUNTS);
    Certificate certificate = Certificate.in(SETTINGS);
    Map<Path, Long> before = program();
    int port = LibertyServer.freePort();
    URI uri = URI.create("https://localhost:" + port + "/");
    Path console = HOME.resolve("console.log");
    Process server = start(port, console);
    try {
      Client nobody = Client.anonymous(uri, certificate.trust());
      Awaitility.await()
          .atMost(Duration.ofMinutes(3))
          .ignoreExceptions()
          .failFast("It ended: " + console, () -> !server.isAlive())
          .untilAsserted(() -> assertThat(nobody.get("health/ready").statusCode()).isEqualTo(200));

      nobody.send(
          nobody
              .request("j_security_check")
              .header("Content-Type", "application/x-www-form-urlencoded")
              .header("X-Forwarded-For", CLAIMED)
              .POST(BodyPublishers.ofString("j_username=carol&j_password=wrong")));
      Client carol = Client.signedIn(uri, certificate.trust(), "carol");
      try (Listener stream = carol.listening("topic=feeds/news")) {
        carol.say("feeds/news", "unpacked");
        assertThat(stream.until("unpacked")).hasSize(1);
        server.destroy();
        stream.next("bye");
      }
      assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(server.exitValue()).isEqualTo(TERMINATED);
    } finally {
      server.destroyForcibly();
    }
    String log = Files.readString(console);
    assertThat(LibertyServer.complaints(log)).isEmpty();
    assertThat(log).contains("\"ext_outcome\":\"failed\"").doesNotContain(CLAIMED);
    assertThat(KEYS).isNotEmptyFile();
    assertThat(HOME.resolve("var/log/tidings/messages.log")).isNotEmptyFile();
    assertThat(HOME.resolve("var/lib/tidings/tidings/data")).isDirectory();
    assertThat(program()).as("files of the program").isEqualTo(before);
  }

  /** As the unit does it: in an environment with no more than that. */
  private static Process start(int port, Path console) throws IOException {
    ProcessBuilder command =
        new ProcessBuilder(PROGRAM.resolve("wlp/bin/server").toString(), "run", "tidings")
            .directory(HOME.toFile())
            .redirectErrorStream(true)
            .redirectOutput(console.toFile());
    Map<String, String> environment = command.environment();
    environment.clear();
    environment.put("PATH", "/usr/bin:/bin");
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("HTTPS_PORT", String.valueOf(port));
    environment.put("JVM_ARGS", "-XX:TieredStopAtLevel=1");
    environment.put("TIDINGS_PROXIES", "192\\.0\\.2\\.1");
    environment.put("TIDINGS_LTPA_KEYS", KEYS.toString());
    ops("systemd/tidings.service")
        .lines()
        .filter(line -> line.startsWith("Environment="))
        .flatMap(line -> Stream.of(line.substring("Environment=".length()).split(" ")))
        .forEach(setting -> put(environment, setting));
    ops("systemd/tidings.env")
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(setting -> put(environment, setting));
    Process server = command.start();
    Files.writeString(PID, String.valueOf(server.pid()));
    return server;
  }

  private static void put(Map<String, String> environment, String setting) {
    String[] parts = setting.split("=", 2);
    environment.put(
        parts[0],
        parts[1]
            .replace("/etc/", HOME.resolve("etc") + "/")
            .replace("/var/", HOME.resolve("var") + "/")
            .replace("CHANGE-ME", Certificate.PASSWORD));
  }

  private static String ops(String name) throws IOException {
    return Files.readString(PROGRAM.resolve("ops").resolve(name));
  }

  private static Map<Path, Long> program() throws IOException {
    try (Stream<Path> files = Files.walk(PROGRAM)) {
      return files
          .filter(Files::isRegularFile)
          .collect(
              Collectors.toMap(
                  file -> file,
                  file -> file.toFile().lastModified(),
                  (one, other) -> one,
                  TreeMap::new));
    }
  }

  @Test
  void the_image_copies_what_is_in_it() throws IOException {
    List<String> sources =
        COPY.matcher(ops("container/Containerfile"))
            .results()
            .map((MatchResult copy) -> copy.group(1))
            .toList();
    assertThat(sources).hasSize(2).allMatch(source -> Files.exists(PROGRAM.resolve(source)));
  }

  @Test
  void every_feature_that_any_configuration_asks_for_is_in_it() throws IOException {
    List<String> features =
        FEATURE
            .matcher(ops("container/features.xml"))
            .results()
            .map((MatchResult feature) -> feature.group(1))
            .toList();
    // Of production, of development, of tokens.xml, of an operator's file.
    assertThat(features)
        .contains("transportSecurity-1.0", "mpOpenAPI-4.1", "mpJwt-2.1", "ldapRegistry-3.0");
    try (Stream<Path> manifests = Files.list(PROGRAM.resolve("wlp/lib/features"))) {
      List<String> there =
          manifests
              .filter(file -> file.toString().endsWith(".mf"))
              .flatMap(file -> SHORT_NAME.matcher(read(file)).results())
              .map((MatchResult name) -> name.group(1))
              .toList();
      assertThat(there).containsAll(features);
    }
  }

  @Test
  void no_password_is_in_it() {
    assertThat(PROGRAM.resolve("wlp/usr/servers/tidings/server.xml")).exists();
    assertThat(PROGRAM.resolve("wlp/usr/servers/tidings/server.env")).doesNotExist();
    assertThat(PROGRAM.resolve("wlp/usr/servers/tidings/resources")).doesNotExist();
  }

  @Test
  void the_licences_of_what_is_in_it_are_in_it() {
    assertThat(PROGRAM.resolve("LICENSE")).isNotEmptyFile();
    assertThat(PROGRAM.resolve("wlp/LICENSE")).isNotEmptyFile();
    assertThat(PROGRAM.resolve("wlp/NOTICES")).isNotEmptyFile();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
