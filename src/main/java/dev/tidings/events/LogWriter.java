package dev.tidings.events;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Where the {@link EventLog} grows, inside the caller's transaction. Plain statements that execute
 * at once, on the connection that the transaction already has: this class also runs in applications
 * beside the hub, whatever they use for persistence. Safe for any thread.
 */
@ApplicationScoped
class LogWriter {
  private static final int BATCH = 100;
  private static final int SECONDS = 3;

  /** Whoever updates it has its lock until the end of the transaction, and so commits next. */
  private static final String ADVANCE = "update tidings_log set position = position + ?";

  private static final String HEAD = "select epoch, position from tidings_log";
  private static final String ROW =
      "insert into tidings_event (position, topic, type, data, committed_at, trace)"
          + " values (?, ?, ?, ?, ?, ?)";

  /** A floor never sinks. */
  private static final String FLOOR =
      "merge into tidings_floor f"
          + " using (select cast(? as varchar(200)) as topic, cast(? as bigint) as position) n"
          + " on f.topic = n.topic"
          + " when matched and f.position < n.position then update set position = n.position"
          + " when not matched then insert (topic, position) values (n.topic, n.position)";

  @Resource(lookup = "jdbc/tidings")
  DataSource database;

  @Inject AfterCommit afterCommit;
  @Inject jakarta.enterprise.event.Event<FloorRaised> raised;

  /** The database did not do its part; the transaction has to be rolled back. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failed(SQLException cause) {
      super("The log cannot be written: " + cause.getMessage(), cause);
    }
  }

  /**
   * Numbers and stores the entries, in their order. Call it last before the commit: from here on
   * every other transaction that publishes waits for this one.
   *
   * @throws Failed if the database does not take them
   */
  @Transactional(TxType.MANDATORY)
  public Published append(List<Entry> entries) {
    try (Connection connection = database.getConnection()) {
      advance(connection, entries.size());
      Published appended = number(connection, entries);
      insert(connection, appended.events());
      for (Event event : appended.events()) {
        if (event.type().equals(Event.CLEAR)) {
          raiseFloor(connection, event.topic(), event.position());
        }
      }
      return appended;
    } catch (SQLException failure) {
      throw new Failed(failure);
    }
  }

  /**
   * Declares a topic's events up to a position as gone.
   *
   * @throws Failed if the database does not take it
   */
  @Transactional(TxType.MANDATORY)
  public void raiseFloor(Topic topic, long position) {
    try (Connection connection = database.getConnection()) {
      raiseFloor(connection, topic, position);
    } catch (SQLException failure) {
      throw new Failed(failure);
    }
  }

  private static void advance(Connection connection, int count) throws SQLException {
    try (PreparedStatement statement = prepare(connection, ADVANCE)) {
      statement.setLong(1, count);
      statement.executeUpdate();
    }
  }

  private static Published number(Connection connection, List<Entry> entries) throws SQLException {
    try (PreparedStatement statement = prepare(connection, HEAD);
        ResultSet head = statement.executeQuery()) {
      head.next();
      Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      long position = head.getLong(2) - entries.size();
      List<Event> events = new ArrayList<>(entries.size());
      for (Entry entry : entries) {
        events.add(
            new Event(++position, entry.topic(), entry.type(), entry.data(), now, entry.trace()));
      }
      return new Published(head.getString(1), events);
    }
  }

  private static void insert(Connection connection, List<Event> events) throws SQLException {
    try (PreparedStatement row = prepare(connection, ROW)) {
      int waiting = 0;
      for (Event event : events) {
        row.setLong(1, event.position());
        row.setString(2, event.topic().path());
        row.setString(3, event.type());
        row.setString(4, event.data());
        row.setObject(5, event.at().atOffset(ZoneOffset.UTC));
        row.setString(6, event.trace());
        row.addBatch();
        if (++waiting % BATCH == 0) {
          row.executeBatch();
        }
      }
      row.executeBatch();
    }
  }

  private void raiseFloor(Connection connection, Topic topic, long position) throws SQLException {
    try (PreparedStatement statement = prepare(connection, FLOOR)) {
      statement.setString(1, topic.path());
      statement.setLong(2, position);
      statement.executeUpdate();
    }
    afterCommit.run(() -> raised.fire(new FloorRaised(topic, position)));
  }

  private static PreparedStatement prepare(Connection connection, String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setQueryTimeout(SECONDS);
    return statement;
  }
}
