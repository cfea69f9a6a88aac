package dev.tidings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real nginx that does streams wrong, each way at a port of its own, without TLS. What is not
 * named is as it should be.
 */
public final class CrookedNginx implements AutoCloseable {
  private static final Path HOMES = Path.of("target/nginx").toAbsolutePath();

  /** What is wrong at a port. */
  public enum Fault {
    NONE(""),
    BUFFERS("proxy_buffering on; proxy_ignore_headers X-Accel-Buffering;"),
    COMPRESSES("gzip on; gzip_types text/event-stream; gzip_proxied any;"),
    CUTS("proxy_read_timeout 2s;"),
    FORGETS("proxy_set_header Last-Event-ID '';"),
    SPEAKS_1_0(""),
    HIDES_ITS_NAME(""),
    LETS_ALL_IN("add_header Access-Control-Allow-Origin *;"),
    ALL_AT_ONCE(
        "proxy_buffering on; proxy_ignore_headers X-Accel-Buffering; proxy_read_timeout 2s;"
            + " proxy_set_header Last-Event-ID ''; gzip on; gzip_types text/event-stream;"
            + " gzip_proxied any;");

    private final String directives;

    Fault(String directives) {
      this.directives = directives;
    }

    private String server(int port, URI node) {
      // With HTTP/1.1, nginx buffers no chunks that it has whole.
      boolean one = this == SPEAKS_1_0 || this == BUFFERS || this == ALL_AT_ONCE;
      String host = this == HIDES_ITS_NAME ? "$proxy_host" : "$http_host";
      String buffering = directives.contains("proxy_buffering") ? "" : "proxy_buffering off;";
      String version = one ? "" : "proxy_http_version 1.1; proxy_set_header Connection '';";
      return """
        server {
          listen 127.0.0.1:%d;
          proxy_set_header Host %s;
          proxy_set_header X-Forwarded-For $remote_addr;
          location / { proxy_pass http://127.0.0.1:%d; %s %s %s }
        }
      """
          .formatted(
              port,
              host,
              node.getPort(),
              buffering,
              version,
              // A location that sets one header inherits none.
              version.isEmpty() && directives.isEmpty()
                  ? ""
                  : "proxy_set_header Host "
                      + host
                      + "; proxy_set_header X-Forwarded-For $remote_addr; "
                      + directives);
    }
  }

  private final Path home;
  private final Map<Fault, Integer> ports = new EnumMap<>(Fault.class);
  private final Process process;

  private CrookedNginx(Path home, URI node) throws IOException {
    this.home = home;
    Leftover.kill(home.resolve("nginx.pid"), " -p " + home + "/ ");
    Files.createDirectories(home.resolve("temp"));
    StringBuilder servers = new StringBuilder();
    for (Fault fault : Fault.values()) {
      int port = LibertyServer.freePort();
      ports.put(fault, port);
      servers.append(fault.server(port, node));
    }
    Files.writeString(
        home.resolve("nginx.conf"),
        """
        daemon off;
        master_process off;
        pid nginx.pid;
        events { worker_connections 512; }
        http {
          access_log off;
          client_body_temp_path temp/body;
          proxy_temp_path temp/proxy;
          fastcgi_temp_path temp/fastcgi;
          uwsgi_temp_path temp/uwsgi;
          scgi_temp_path temp/scgi;
        """
            + servers
            + "}\n");
    process =
        new ProcessBuilder(
                Nginx.EXECUTABLE.toString(),
                "-p",
                home + "/",
                "-c",
                "nginx.conf",
                "-e",
                "error.log")
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("console.log").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "kill " + home));
  }

  /** Started; its name is its directory. The node need not run. */
  public static CrookedNginx inFrontOf(URI node, String name) {
    try {
      CrookedNginx nginx = new CrookedNginx(HOMES.resolve(name), node);
      nginx.awaitListening();
      return nginx;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The application's root where this is wrong. */
  public URI uri(Fault fault) {
    return URI.create("http://localhost:" + ports.get(fault) + "/");
  }

  private void awaitListening() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (process.isAlive() && System.nanoTime() < deadline) {
      try (Socket knock =
          new Socket(InetAddress.getLoopbackAddress(), ports.get(Fault.ALL_AT_ONCE))) {
        if (knock.isConnected()) {
          return;
        }
      } catch (IOException notYet) {
        process.onExit().completeOnTimeout(process, 50, TimeUnit.MILLISECONDS).join();
      }
    }
    close();
    throw new IllegalStateException(
        "nginx did not start: " + Files.readString(home.resolve("console.log")));
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
