package dev.tidings.doctor;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Compares the database's clock with ours. Blocks; safe for any thread. */
@ApplicationScoped
class DatabaseClock {
  private static final Logger LOG = Logger.getLogger(DatabaseClock.class.getName());
  private static final int PATIENCE_SECONDS = 3;

  @Resource(lookup = "jdbc/tidings")
  DataSource database;

  /**
   * In milliseconds.
   *
   * @param ahead of ours; negative where it is behind
   * @param error at most so much of it is the time that asking took
   */
  record Offset(long ahead, long error) {}

  /** Null where the database does not answer. */
  @Nullable Offset offset() {
    try (Connection connection = database.getConnection();
        PreparedStatement now = connection.prepareStatement("select current_timestamp")) {
      now.setQueryTimeout(PATIENCE_SECONDS);
      // Once for nothing: the first one is slower than its answer is old.
      read(now);
      long before = System.currentTimeMillis();
      long there = read(now);
      long after = System.currentTimeMillis();
      return new Offset(there - (before + after) / 2, (after - before + 1) / 2);
    } catch (SQLException noAnswer) {
      LOG.log(Level.FINE, "The database does not tell its time.", noAnswer);
      return null;
    }
  }

  private static long read(PreparedStatement now) throws SQLException {
    try (ResultSet row = now.executeQuery()) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant().toEpochMilli();
    }
  }
}
