package dev.tidings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * A real nginx with the configuration that operators deploy, on a free port, in a directory of its
 * own below {@code target/nginx}. Only addresses and certificate are put in.
 */
public final class Nginx implements AutoCloseable {
  static final Path EXECUTABLE = Path.of("/usr/sbin/nginx");

  private static final Path CONFIGURATION = Path.of("src/ops/nginx/tidings.conf").toAbsolutePath();
  private static final Path HOMES = Path.of("target/nginx").toAbsolutePath();

  /**
   * One process, so that nothing is left when it ends. What may stand here for other sites is as
   * unfavourable as can be: everything is compressed, and streams' own wish is not heard.
   */
  private static final String AROUND_IT =
      """
      daemon off;
      master_process off;
      pid nginx.pid;
      worker_rlimit_nofile 4096;
      worker_shutdown_timeout 10s;
      events { worker_connections 2048; }
      http {
        log_format request '$uri $server_protocol $status $connection';
        access_log access.log request;
        client_body_temp_path temp/body;
        proxy_temp_path temp/proxy;
        fastcgi_temp_path temp/fastcgi;
        uwsgi_temp_path temp/uwsgi;
        scgi_temp_path temp/scgi;

        gzip on;
        gzip_types *;
        gzip_proxied any;
        proxy_ignore_headers X-Accel-Buffering;

        include tidings.conf;
      }
      """;

  /** What nginx writes down of a request when it is over. */
  record Request(String path, String protocol, int status, String connection) {
    private static final Pattern LINE = Pattern.compile("(\\S+) (\\S+) (\\d+) (\\d+)");

    static Request of(String line) {
      Matcher request = LINE.matcher(line);
      if (!request.matches()) {
        throw new IllegalArgumentException("This is no request: " + line);
      }
      return new Request(
          request.group(1), request.group(2), Integer.parseInt(request.group(3)), request.group(4));
    }
  }

  private final Path home;
  private final int port = LibertyServer.freePort();
  private final Certificate certificate;
  private final Process process;

  private Nginx(Path home, List<URI> nodes) throws IOException {
    this.home = home;
    Leftover.kill(home.resolve("nginx.pid"), " -p " + home + "/ ");
    Files.createDirectories(home.resolve("temp"));
    Files.deleteIfExists(home.resolve("access.log"));
    Files.deleteIfExists(home.resolve("error.log"));
    certificate = Certificate.in(home);
    Files.writeString(home.resolve("nginx.conf"), AROUND_IT);
    Files.writeString(home.resolve("tidings.conf"), configuration(nodes));
    process =
        new ProcessBuilder(
                EXECUTABLE.toString(), "-p", home + "/", "-c", "nginx.conf", "-e", "error.log")
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("console.log").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "kill " + home));
  }

  /** Started; its name is its directory. The node need not run. */
  public static Nginx inFrontOf(URI node, String name) {
    return inFrontOf(List.of(node), name);
  }

  /** The same in front of several nodes, which have the same database and the same LTPA keys. */
  public static Nginx inFrontOf(List<URI> nodes, String name) {
    try {
      Nginx nginx = new Nginx(HOMES.resolve(name), nodes);
      nginx.awaitListening();
      return nginx;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The application's root, with a slash at the end. */
  public URI uri() {
    return URI.create("https://localhost:" + port + "/");
  }

  public URI uri(String path) {
    return uri().resolve(path);
  }

  public Client anonymous() {
    return Client.anonymous(uri(), trust());
  }

  public Client signedIn(String name) {
    return Client.signedIn(uri(), trust(), name);
  }

  public SSLContext trust() {
    return certificate.trust();
  }

  /** Has a server that is not started yet trust it. */
  public void trustedBy(LibertyServer server) {
    server
        .jvmOption("-Djavax.net.ssl.trustStore=" + certificate.trustStore())
        .jvmOption("-Djavax.net.ssl.trustStorePassword=" + Certificate.PASSWORD);
  }

  /** All requests that are over. */
  List<Request> requests() {
    return lines("access.log").stream().map(Request::of).toList();
  }

  /** What it has complained about. */
  List<String> errors() {
    return lines("error.log");
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  /** The file as it is, but for what every operator has to put in. */
  private String configuration(List<URI> nodes) throws IOException {
    String text = Files.readString(CONFIGURATION);
    text = put(text, "listen 443 ", "listen 127.0.0.1:" + port + " ");
    String servers = nodes.stream().map(Nginx::server).collect(Collectors.joining());
    text = put(text, "\n    server 127.0.0.1:9080 fail_timeout=2s;", servers);
    text = put(text, "/etc/nginx/tls/tidings.crt", certificate.chain().toString());
    return put(text, "/etc/nginx/tls/tidings.key", certificate.key().toString());
  }

  private static String server(URI node) {
    // Without looking the name up, which nginx would take for two servers, one of them IPv6.
    String host = node.getHost().equals("localhost") ? "127.0.0.1" : node.getHost();
    return "\n    server " + host + ":" + node.getPort() + " fail_timeout=2s;";
  }

  private static String put(String text, String placeholder, String value) {
    if (!text.contains(placeholder)) {
      throw new IllegalStateException("There is no \"" + placeholder + "\" in " + CONFIGURATION);
    }
    return text.replace(placeholder, value);
  }

  private void awaitListening() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (process.isAlive() && System.nanoTime() < deadline) {
      try (Socket knock = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (knock.isConnected()) {
          return;
        }
      } catch (IOException notYet) {
        process.onExit().completeOnTimeout(process, 50, TimeUnit.MILLISECONDS).join();
      }
    }
    close();
    throw new IllegalStateException(
        "nginx did not start: " + home + "\n" + lines("console.log") + errors());
  }

  private List<String> lines(String name) {
    try {
      return Files.exists(home.resolve(name)) ? Files.readAllLines(home.resolve(name)) : List.of();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
