package dev.tidings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import io.kubernetes.client.openapi.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files that operators deploy say what their readers understand, and agree with the hub. */
class OpsFilesTest {
  private static final Path OPS = Path.of("src/ops");
  private static final Path KUBERNETES = OPS.resolve("kubernetes");
  private static final Path DEFAULTS =
      Path.of("src/main/resources/META-INF/microprofile-config.properties");
  private static final Path SYSTEMD = Path.of("/usr/bin/systemd-analyze");

  /** For how long Liberty waits for requests under way when it stops. */
  private static final Duration QUIESCE = Duration.ofSeconds(30);

  /** Liberty's own, and Java's. */
  private static final Set<String> OF_THE_PLATFORM = Set.of("JVM_ARGS", "ltpa_keys_password");

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([a-z.]+)}");

  static Stream<Map<String, Object>> resources() throws IOException {
    try (Stream<Path> files = Files.list(KUBERNETES)) {
      return files.filter(file -> !file.endsWith("kustomization.yaml")).sorted().toList().stream()
          .flatMap(OpsFilesTest::documents);
    }
  }

  @ParameterizedTest
  @MethodSource("resources")
  void kubernetes_knows_every_field_and_misses_none(Map<String, Object> resource) throws Exception {
    String version = text(resource, "apiVersion").replaceFirst(".*/", "");
    Class<?> model =
        Class.forName(
            "io.kubernetes.client.openapi.models."
                + version.substring(0, 1).toUpperCase(Locale.ROOT)
                + version.substring(1)
                + text(resource, "kind"));
    JsonElement json = new Gson().toJsonTree(resource);
    model.getMethod("validateJsonElement", JsonElement.class).invoke(null, json);
    // Numbers are numbers, and quantities quantities.
    assertThat((Object) JSON.getGson().fromJson(json, model)).isNotNull();
  }

  @Test
  void a_field_that_kubernetes_does_not_know_would_be_noticed() throws Exception {
    String deployment = read(KUBERNETES.resolve("deployment.yaml"));
    Map<String, Object> misspelt =
        documents(deployment.replace("readinessProbe", "readynessProbe")).findFirst().orElseThrow();
    try {
      kubernetes_knows_every_field_and_misses_none(misspelt);
    } catch (InvocationTargetException refused) {
      assertThat(refused.getCause()).hasMessageContaining("readynessProbe");
      return;
    }
    throw new AssertionError("It was taken.");
  }

  @Test
  void all_resources_are_applied() throws IOException {
    Map<String, Object> all = document("kustomization.yaml");
    try (Stream<Path> files = Files.list(KUBERNETES)) {
      assertThat(strings(all, "resources"))
          .containsExactlyInAnyOrderElementsOf(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> !name.equals("kustomization.yaml"))
                  .toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"service.yaml", "disruption.yaml", "network.yaml"})
  void what_selects_pods_selects_those_of_the_deployment(String name) {
    Object labels = at(document("deployment.yaml"), "spec", "template", "metadata", "labels");
    Map<String, Object> resource = document(name);
    Object selector =
        switch (name) {
          case "service.yaml" -> at(resource, "spec", "selector");
          case "disruption.yaml" -> at(resource, "spec", "selector", "matchLabels");
          default -> at(resource, "spec", "podSelector", "matchLabels");
        };
    assertThat(selector).isEqualTo(labels);
  }

  @Test
  void an_image_of_that_name_is_put_in() {
    assertThat(text(container(), "image"))
        .isEqualTo(text(document("kustomization.yaml"), "images", 0, "name"));
  }

  @Test
  void a_pod_that_ends_is_given_the_time_to_send_its_streams_away() {
    Map<String, Object> told = settings();
    Duration notice = Duration.parse(text(told, "TIDINGS_STREAM_NOTICE"));
    Duration leave = Duration.parse(text(told, "TIDINGS_STREAM_LEAVE"));
    long grace =
        number(
            document("deployment.yaml"),
            "spec",
            "template",
            "spec",
            "terminationGracePeriodSeconds");
    assertThat(Duration.ofSeconds(grace)).isGreaterThan(notice.plus(leave).plus(QUIESCE));

    Object probe = at(container(), "readinessProbe");
    long noticed = number(probe, "periodSeconds") * number(probe, "failureThreshold");
    assertThat(Duration.ofSeconds(noticed)).isLessThan(notice);
  }

  @ParameterizedTest
  @CsvSource({"startupProbe,started", "livenessProbe,live", "readinessProbe,ready"})
  void probes_ask_for_what_they_are_about(String probe, String question) {
    assertThat(text(container(), probe, "httpGet", "path")).isEqualTo("/health/" + question);
  }

  @Test
  void every_secret_and_file_that_pods_need_is_one_that_operators_are_told_to_make() {
    String told = read(Path.of("src/docs/operations.md"));
    Set<String> keys = new TreeSet<>();
    for (Object variable : list(container(), "env")) {
      Object key = at(variable, "valueFrom", "secretKeyRef", "key");
      if (key != null) {
        keys.add(key.toString());
      }
    }
    Object pod = at(document("deployment.yaml"), "spec", "template", "spec");
    for (Object file : list(pod, "volumes", 0, "secret", "items")) {
      keys.add(text(file, "key"));
    }
    assertThat(keys).hasSize(4).allMatch(key -> told.contains(key + "="));

    String directory = text(container(), "volumeMounts", 0, "mountPath") + "/";
    assertThat(text(settings(), "TIDINGS_ACCOUNTS")).isEqualTo(directory + "accounts.xml");
    assertThat(text(settings(), "TIDINGS_LTPA_KEYS")).isEqualTo(directory + "ltpa.keys");
  }

  @Test
  void what_is_not_for_the_world_behind_nginx_is_not_behind_an_ingress() {
    List<String> closed = new ArrayList<>();
    for (Object path : list(document("ingress.yaml"), "spec", "rules", 0, "http", "paths")) {
      if (text(path, "backend", "service", "name").equals("tidings-nobody")) {
        closed.add(text(path, "path"));
      }
    }
    assertThat(closed)
        .containsExactlyInAnyOrder(
            "/metrics", "/adminCenter", "/IBMJMXConnectorREST", "/ibm", "/jwt");
    assertThat(nginx("location = ?(/metrics) \\{|location (/metrics) \\{")).isNotEmpty();
    assertThat(nginx("location ~ \\^/\\(adminCenter\\|IBMJMXConnectorREST\\|ibm\\|jwt\\)"))
        .isNotEmpty();
  }

  @Test
  void an_ingress_waits_as_long_as_nginx_does() {
    String nginx = nginx("proxy_read_timeout (\\d+)s;");
    Map<?, ?> told = (Map<?, ?>) at(document("ingress.yaml"), "metadata", "annotations");
    assertThat(told.get("nginx.ingress.kubernetes.io/proxy-read-timeout")).isEqualTo(nginx);
    assertThat(told.get("nginx.org/proxy-read-timeout")).isEqualTo(nginx + "s");
    assertThat(told.get("haproxy.org/timeout-server")).isEqualTo(nginx + "s");
    assertThat(told.get("nginx.ingress.kubernetes.io/proxy-buffering")).isEqualTo("off");
    assertThat(told.get("nginx.org/proxy-buffering")).isEqualTo("false");
  }

  @Test
  void every_setting_is_one_that_the_hub_or_its_configuration_knows() throws IOException {
    Set<String> known = new HashSet<>(OF_THE_PLATFORM);
    Stream.concat(defaults().stringPropertyNames().stream(), variables())
        .map(key -> key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"))
        .forEach(known::add);

    Set<String> used = new TreeSet<>();
    settings().keySet().forEach(used::add);
    for (Object variable : list(container(), "env")) {
      used.add(text(variable, "name"));
    }
    // Those that are commented out, too.
    read(OPS.resolve("systemd/tidings.env"))
        .lines()
        .filter(line -> line.matches("#?[A-Za-z_]+=.*"))
        .forEach(line -> used.add(line.replaceFirst("^#", "").replaceFirst("=.*", "")));
    assertThat(used).hasSizeGreaterThan(12);
    assertThat(known).containsAll(used);
  }

  /** Variables of the files that Liberty reads. */
  private static Stream<String> variables() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("liberty"))) {
      return files
          .filter(file -> file.toString().endsWith(".xml"))
          .flatMap(file -> VARIABLE.matcher(read(file)).results())
          .map((MatchResult variable) -> variable.group(1))
          .toList()
          .stream();
    }
  }

  @Test
  void systemd_understands_the_unit_and_finds_little_that_it_may_do(@TempDir Path directory)
      throws Exception {
    if (!Files.isExecutable(SYSTEMD)) {
      if ("required".equals(System.getenv("TIDINGS_TOOLS"))) {
        throw new IllegalStateException("TIDINGS_TOOLS=required, but there is no " + SYSTEMD);
      }
      System.err.println("WARNING: NO TEST OF THE SYSTEMD UNIT: there is no " + SYSTEMD);
      abort("There is no " + SYSTEMD);
    }
    // Where it is not installed, the program is another one.
    Path unit = directory.resolve("tidings.service");
    Files.writeString(unit, unit().replaceFirst("ExecStart=\\S+", "ExecStart=/bin/true"));
    assertThat(said(SYSTEMD.toString(), "verify", "--man=no", unit.toString()))
        .doesNotContain("tidings");
    String exposure =
        said(SYSTEMD.toString(), "security", "--offline=true", "--threshold=20", unit.toString());
    assertThat(exposure).contains("tidings.service").contains("OK");
  }

  @Test
  void systemd_waits_until_streams_have_left_and_allows_as_many_as_the_hub() throws IOException {
    Duration wait = Duration.ofSeconds(Long.parseLong(unit("TimeoutStopSec=(\\d+)s")));
    Duration notice = Duration.parse(defaults().getProperty("tidings.stream.notice"));
    Duration leave = Duration.parse(defaults().getProperty("tidings.stream.leave"));
    assertThat(wait).isGreaterThan(notice.plus(leave).plus(QUIESCE));
    assertThat(Long.parseLong(unit("LimitNOFILE=(\\d+)")))
        .isGreaterThan(2 * Long.parseLong(defaults().getProperty("tidings.stream.max-per-node")));
  }

  private static String unit() {
    return read(OPS.resolve("systemd/tidings.service"));
  }

  private static String unit(String pattern) {
    return found(pattern, unit());
  }

  private static String nginx(String pattern) {
    return found(pattern, read(OPS.resolve("nginx/tidings.conf")));
  }

  /** The first group of the first match, or all of it. */
  private static String found(String pattern, String text) {
    Matcher match = Pattern.compile(pattern).matcher(text);
    if (!match.find()) {
      throw new AssertionError("There is no " + pattern);
    }
    return match.groupCount() == 0 || match.group(1) == null ? match.group() : match.group(1);
  }

  /** What a command says that succeeds. */
  private static String said(String... command) throws IOException {
    Process running = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(running.onExit().join().exitValue()).as(said).isZero();
    return said;
  }

  private static Properties defaults() throws IOException {
    Properties defaults = new Properties();
    try (var file = Files.newBufferedReader(DEFAULTS)) {
      defaults.load(file);
    }
    return defaults;
  }

  private static Map<String, Object> settings() {
    @SuppressWarnings("unchecked")
    Map<String, Object> data = (Map<String, Object>) at(document("config.yaml"), "data");
    return data;
  }

  private static Object container() {
    return at(document("deployment.yaml"), "spec", "template", "spec", "containers", 0);
  }

  private static Map<String, Object> document(String name) {
    return documents(KUBERNETES.resolve(name)).findFirst().orElseThrow();
  }

  private static Stream<Map<String, Object>> documents(Path file) {
    return documents(read(file));
  }

  @SuppressWarnings("unchecked")
  private static Stream<Map<String, Object>> documents(String text) {
    Iterable<Object> all = new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text);
    return StreamSupport.stream(all.spliterator(), false)
        .map(document -> (Map<String, Object>) document);
  }

  /** What is at the end of a path of names and numbers; null where there is nothing. */
  private static Object at(Object tree, Object... path) {
    Object here = tree;
    for (Object step : path) {
      if (here instanceof Map<?, ?> map) {
        here = map.get(step);
      } else if (here instanceof List<?> list) {
        here = list.get((Integer) step);
      } else {
        return null;
      }
    }
    return here;
  }

  private static String text(Object tree, Object... path) {
    return String.valueOf(at(tree, path));
  }

  private static long number(Object tree, Object... path) {
    return ((Number) at(tree, path)).longValue();
  }

  private static List<?> list(Object tree, Object... path) {
    return (List<?>) at(tree, path);
  }

  private static List<String> strings(Object tree, Object... path) {
    return list(tree, path).stream().map(Object::toString).toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
