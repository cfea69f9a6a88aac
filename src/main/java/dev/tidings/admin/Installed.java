package dev.tidings.admin;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Which Tidings this is, and on which database. Safe for any thread. */
@ApplicationScoped
class Installed {
  private static final Logger LOG = Logger.getLogger(Installed.class.getName());

  /** The build writes it. */
  private static final String FILE = "/META-INF/tidings.properties";

  @Resource(lookup = "jdbc/tidings")
  DataSource source;

  private final String version = read();
  private volatile @Nullable String database;

  String version() {
    return version;
  }

  /** Such as {@code PostgreSQL 15.14}; null while it was never there to be asked. */
  @Nullable String database() {
    String known = database;
    if (known == null) {
      try (Connection connection = source.getConnection()) {
        DatabaseMetaData data = connection.getMetaData();
        known = data.getDatabaseProductName() + " " + first(data.getDatabaseProductVersion());
        database = known;
      } catch (SQLException away) {
        LOG.log(Level.FINE, "The database does not say which it is.", away);
      }
    }
    return known;
  }

  /** What follows is of the build. */
  private static String first(String version) {
    return version.strip().split(" ", 2)[0];
  }

  private static String read() {
    try (InputStream file = Installed.class.getResourceAsStream(FILE)) {
      Properties properties = new Properties();
      if (file != null) {
        properties.load(file);
      }
      return properties.getProperty("version", "");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
