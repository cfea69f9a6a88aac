package dev.tidings.bench;

import dev.tidings.LibertyServer;
import dev.tidings.bench.stock.StockApplication;
import dev.tidings.bench.stock.StockResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The container's own broadcaster: one topic, open to all, one event a request, nothing stored. */
final class StockTarget implements Target {
  private static final Path WAR = Path.of("target/stock.war").toAbsolutePath();

  private final LibertyServer server;

  private StockTarget(LibertyServer server) {
    this.server = server;
  }

  /** For a server that is set up with {@link #war} and not started. */
  static StockTarget start(LibertyServer server) {
    return new StockTarget(server.optimised().start());
  }

  static Path war() {
    try {
      Files.createDirectories(WAR.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ShrinkWrap.create(WebArchive.class)
        .addClasses(StockApplication.class, StockResource.class)
        .as(ZipExporter.class)
        .exportTo(WAR.toFile(), true);
    return WAR;
  }

  @Override
  public LibertyServer server() {
    return server;
  }

  @Override
  public String streamPath(String topic, String client) {
    return "/stock/stream";
  }

  @Override
  public String publishPath(String topic) {
    return "/stock/events";
  }

  @Override
  public byte[] body(List<String> data) {
    return data.get(0).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public String listenerHeaders() {
    return host();
  }

  @Override
  public String publisherHeaders(String topic) {
    return host();
  }
}
