package dev.tidings.doctor;

import dev.tidings.config.NodeName;
import dev.tidings.config.Settings;
import dev.tidings.stream.StreamConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * What the doctor holds its findings against: settings of the hub, read live. Safe for any thread.
 */
@ApplicationScoped
class DoctorConfig {
  @Inject Settings settings;
  @Inject NodeName name;
  @Inject StreamConfig streams;

  String node() {
    return name.text();
  }

  /** In milliseconds. */
  long heartbeat() {
    return streams.heartbeat().toMillis();
  }

  /** Streams that this node lets in. */
  long maxStreams() {
    return settings.number("tidings.stream.max-per-node", 1, 1_000_000);
  }
}
