package dev.tidings.cluster;

import dev.tidings.kafka.KafkaConfig;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Which {@link Signal} this node has, and what it is called there. */
@Singleton
class Signals {
  private static final Logger LOG = Logger.getLogger(Signals.class.getName());
  private static final String DATABASE = "jdbc/tidings-signal";

  /** Bytes of the name of a channel: PostgreSQL listens to longer ones by another name. */
  private static final int LONGEST = 63;

  private final ClusterConfig config;
  private final KafkaConfig kafka;
  private final ManagedThreadFactory threads;
  private final String run;

  @Inject
  Signals(ClusterConfig config, KafkaConfig kafka, ManagedThreadFactory threads, Roster roster) {
    this.config = config;
    this.kafka = kafka;
    this.threads = threads;
    this.run = roster.run();
  }

  /** This node, from its start to its end. */
  String run() {
    return run;
  }

  /** Null for a node that is alone. */
  @Nullable Signal find() {
    String name = config.signal();
    int channel = config.channel().getBytes(StandardCharsets.UTF_8).length;
    if (channel == 0 || channel > LONGEST) {
      LOG.log(
          Level.SEVERE,
          "tidings.cluster.channel has 1 to {0} bytes. Other nodes are told nothing, and hear of"
              + " what is committed here by polling.",
          LONGEST);
      return null;
    }
    return switch (name) {
      case "none" -> null;
      case "auto" -> postgres(Level.FINE);
      case "postgresql" -> postgres(Level.SEVERE);
      case "kafka" -> kafka();
      default -> {
        LOG.log(
            Level.SEVERE,
            "tidings.cluster.signal is auto, postgresql, kafka or none, not {0}. Other nodes are told"
                + " nothing, and hear of what is committed here by polling.",
            name);
        yield null;
      }
    };
  }

  private @Nullable Signal kafka() {
    if (kafka.servers().isEmpty()) {
      LOG.severe(
          "tidings.cluster.signal is kafka, but there are no tidings.kafka.bootstrap-servers, so"
              + " other nodes hear of what is committed here by polling only.");
      return null;
    }
    try {
      return new KafkaSignal(kafka, threads);
    } catch (LinkageError missing) {
      LOG.log(
          Level.SEVERE,
          "Kafka''s client is not there, so other nodes hear of what is committed here by polling"
              + " only: {0}. Put kafka-clients and what it needs into lib/kafka in the server''s"
              + " directory, and start again.",
          missing.toString());
      return null;
    }
  }

  /** Looked up by a constant name: injected, it would have to be there. */
  @SuppressWarnings("BanJNDI")
  private @Nullable Signal postgres(Level absent) {
    try {
      DataSource database = InitialContext.doLookup(DATABASE);
      return new PostgresSignal(database, config.channel(), run, threads);
    } catch (NamingException none) {
      LOG.log(
          absent,
          "There is no {0}, so other nodes hear of what is committed here by polling only.",
          DATABASE);
      return null;
    }
  }
}
