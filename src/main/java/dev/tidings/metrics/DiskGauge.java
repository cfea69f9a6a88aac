package dev.tidings.metrics;

import dev.tidings.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.nio.file.Path;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Tells in {@code /metrics} how much room there is where the server writes. */
@ApplicationScoped
class DiskGauge {
  private static final String FREE = "tidings_disk_free_bytes";

  /** Where Liberty keeps logs and, with H2, the database: a variable that it sets itself. */
  private static final String DIRECTORY = "server.output.dir";

  @Inject MetricRegistry registry;
  @Inject Settings settings;

  void start(@Observes Startup started) {
    Path directory = Path.of(settings.text(DIRECTORY));
    registry.gauge(
        Metadata.builder()
            .withName(FREE)
            .withDescription(
                "Bytes left on the disk of the server's directory: its logs, and H2's database.")
            .build(),
        directory,
        // 0 where there is no such directory.
        of -> of.toFile().getUsableSpace());
  }

  void stop(@Observes Shutdown stopping) {
    registry.remove(FREE);
  }
}
