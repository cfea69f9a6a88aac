package dev.tidings.events;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.event.Startup;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {
  @TempDir private Path directory;

  private Connection connect(String options) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:h2:file:" + directory.resolve("tidings") + ";NON_KEYWORDS=VALUE" + options);
  }

  /** The first connections can only read. */
  private DataSource readOnlyFor(int connections) {
    AtomicInteger asked = new AtomicInteger();
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("getConnection");
              return connect(asked.getAndIncrement() < connections ? ";ACCESS_MODE_DATA=r" : "");
            });
  }

  @SuppressWarnings("UnnecessaryAssignment") // There is no container here.
  private static Migrations of(DataSource database) {
    Migrations migrations = new Migrations();
    migrations.database = database;
    migrations.log =
        new EventLog() {
          @Override
          void begin(String turnstile) {
            // The log is another test's.
          }
        };
    return migrations;
  }

  /** As after a restore by another user: H2 opens it all the same, and nothing can be published. */
  @Test
  void a_database_that_can_only_be_read_is_waited_for_and_said() throws SQLException {
    connect("").close();
    List<String> said = new ArrayList<>();
    Handler listener =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            said.add(record.getParameters() == null ? "" : (String) record.getParameters()[0]);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger log = Logger.getLogger(Migrations.class.getName());
    log.addHandler(listener);
    try {
      Migrations migrations = of(readOnlyFor(2));
      migrations.migrate(new Startup());
      assertThat(migrations.done()).isTrue();
    } finally {
      log.removeHandler(listener);
    }
    assertThat(said)
        .first()
        .asString()
        .isEqualTo(
            "It can be read and not written. Give its files to the user of this server, and restart it.");
    assertThat(said).hasSize(2);
  }
}
