package dev.tidings.events;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * Brings the database to the schema this version needs, before anything reads it. While there is no
 * database to be reached, the start waits for it.
 */
@ApplicationScoped
public class Migrations {
  private static final Logger LOG = Logger.getLogger(Migrations.class.getName());
  private static final String SCRIPTS = "classpath:META-INF/migrations";
  private static final String HISTORY = "tidings_schema";

  /** While the pool has a connection, H2 does not open its file again. */
  private static final String READ_ONLY =
      "It can be read and not written. Give its files to the user of this server, and restart it.";

  private static final long AGAIN_MILLIS = 1_000;
  private static final int SECONDS = 3;
  private static final int TRIES = 5;

  @Resource(lookup = "jdbc/tidings", shareable = false)
  DataSource database;

  @Inject EventLog log;

  private volatile boolean done;

  void migrate(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) Startup started) {
    if (!migrated(false)) {
      // Otherwise a server that is told to stop meanwhile would wait, too.
      CountDownLatch stopping = new CountDownLatch(1);
      Thread stop = new Thread(stopping::countDown, "tidings-start-given-up");
      Runtime.getRuntime().addShutdownHook(stop);
      do {
        pause(stopping);
      } while (!migrated(true));
      Runtime.getRuntime().removeShutdownHook(stop);
      LOG.info("The database can be reached: the application starts.");
    }
  }

  /**
   * False if the database cannot be reached, which passes; or not be written, which H2 forgets only
   * with a restart.
   *
   * @throws RuntimeException if it can, and is not as it should be
   */
  private boolean migrated(boolean waited) {
    SQLException why = unavailable();
    if (why == null) {
      try {
        migrate();
        return true;
      } catch (RuntimeException failure) {
        why = unavailable();
        if (why == null) {
          throw failure;
        }
      }
    }
    if (!waited) {
      LOG.log(
          Level.WARNING,
          "The database cannot be reached, and the application starts as soon as it can: {0}",
          why.getMessage());
    }
    return false;
  }

  private void migrate() {
    Flyway flyway =
        Flyway.configure(Migrations.class.getClassLoader())
            .dataSource(database)
            .locations(SCRIPTS)
            .callbackLocations(SCRIPTS)
            .table(HISTORY)
            .baselineOnMigrate(true)
            .baselineVersion("0")
            .load();
    FlywayException first = null;
    for (int left = TRIES; ; left--) {
      try {
        flyway.migrate();
        break;
      } catch (FlywayException failure) {
        // The first has the cause; the next ones only say that there was a failure before.
        first = first == null ? failure : first;
        if (left == 1 || unavailable() != null) {
          throw first;
        }
        // Another node that starts now may be about to make the table that Flyway finds half made.
        pause(new CountDownLatch(1));
      }
    }
    log.begin(HISTORY);
    done = true;
  }

  /** Whether the database has the schema. */
  public boolean done() {
    return done;
  }

  /** Why there is no connection to be had that writes; null if there is. */
  private @Nullable SQLException unavailable() {
    try (Connection connection = database.getConnection()) {
      if (!connection.isValid(SECONDS)) {
        return new SQLException("It does not answer.");
      }
      return connection.isReadOnly() ? new SQLException(READ_ONLY) : null;
    } catch (SQLException failure) {
      return failure;
    }
  }

  private static void pause(CountDownLatch stopping) {
    try {
      if (stopping.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("The server stops before there was a database.");
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The start was given up before there was a database.", stop);
    }
  }
}
