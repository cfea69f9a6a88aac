package dev.tidings.cluster;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * The nodes in the database. All times are of its clock, so that a node whose own is wrong is taken
 * for what it is. Each call is a transaction.
 */
@ApplicationScoped
@Transactional
class RosterTable {
  private static final String NOW = "select current_timestamp";
  private static final String SIGN =
      "update tidings_node set name = ?, seen_at = ?, draining = ?, streams = ? where run = ?";
  private static final String ENTER =
      "insert into tidings_node (name, seen_at, draining, streams, run, since)"
          + " values (?, ?, ?, ?, ?, ?)";
  private static final String ALL =
      "select run, name, since, seen_at, draining, streams from tidings_node order by since, run";
  private static final String LEAVE = "delete from tidings_node where run = ? and seen_at < ?";
  private static final List<String> FORGET =
      List.of(
          "delete from tidings_node_user where run = ?",
          "delete from tidings_node_ask where run = ?");

  @Resource(lookup = "jdbc/tidings")
  DataSource database;

  /** The database did not do its part. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failed(SQLException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /**
   * What a sign brought.
   *
   * @param entered whether this node was not there before
   * @param living all nodes that have given a sign within the lease, the oldest first
   */
  record Signed(boolean entered, List<Node> living) {}

  /** Gives a sign of a node, and forgets those that have given none for as long as the lease. */
  Signed sign(String run, String name, boolean draining, int streams, Duration lease) {
    try (Connection connection = database.getConnection()) {
      OffsetDateTime now = now(connection);
      boolean entered = !sign(connection, SIGN, run, name, draining, streams, now);
      if (entered) {
        sign(connection, ENTER, run, name, draining, streams, now);
      }
      OffsetDateTime before = now.minus(lease);
      List<Node> living = new ArrayList<>();
      for (Node node : all(connection)) {
        if (node.seen().isBefore(before.toInstant())) {
          remove(connection, node.run(), before);
        } else {
          living.add(node);
        }
      }
      return new Signed(entered, living);
    } catch (SQLException failure) {
      throw new Failed(failure);
    }
  }

  /** A node that stops counts no longer. */
  void leave(String run) {
    try (Connection connection = database.getConnection()) {
      remove(connection, run, now(connection).plusDays(1));
    } catch (SQLException failure) {
      throw new Failed(failure);
    }
  }

  static OffsetDateTime now(Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(NOW);
        ResultSet row = query.executeQuery()) {
      row.next();
      // As the columns have it: a node that has signed now has not signed before now.
      return row.getObject(1, OffsetDateTime.class).truncatedTo(ChronoUnit.MILLIS);
    }
  }

  private static boolean sign(
      Connection connection,
      String sql,
      String run,
      String name,
      boolean draining,
      int streams,
      OffsetDateTime now)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setString(1, name);
      update.setObject(2, now);
      update.setBoolean(3, draining);
      update.setInt(4, streams);
      update.setString(5, run);
      if (sql.equals(ENTER)) {
        update.setObject(6, now);
      }
      return update.executeUpdate() > 0;
    }
  }

  private static List<Node> all(Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(ALL);
        ResultSet row = query.executeQuery()) {
      List<Node> nodes = new ArrayList<>();
      while (row.next()) {
        nodes.add(
            new Node(
                row.getString(1),
                row.getString(2),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                row.getObject(4, OffsetDateTime.class).toInstant(),
                row.getBoolean(5),
                row.getInt(6)));
      }
      return nodes;
    }
  }

  /** The node first, which locks it: one that gives a sign after all finds that it is gone. */
  private static void remove(Connection connection, String run, OffsetDateTime before)
      throws SQLException {
    try (PreparedStatement node = connection.prepareStatement(LEAVE)) {
      node.setString(1, run);
      node.setObject(2, before);
      if (node.executeUpdate() == 0) {
        return;
      }
    }
    forget(connection, run);
  }

  /** Forgets all that a node has said but that it is there. */
  static void forget(Connection connection, String run) throws SQLException {
    for (String sql : FORGET) {
      try (PreparedStatement delete = connection.prepareStatement(sql)) {
        delete.setString(1, run);
        delete.executeUpdate();
      }
    }
  }
}
