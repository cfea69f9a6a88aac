package dev.tidings.cluster;

import dev.tidings.cluster.RosterTable.Failed;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import javax.sql.DataSource;

/**
 * How many streams each user has on each node, in the database. A node writes its own rows only,
 * and locks those of others for one user at a time, so that no two wait for each other. A few
 * statements do for thousands of users. Each call is a transaction.
 */
@ApplicationScoped
@Transactional
class UserTable {
  /** Users in one statement. */
  private static final int BATCH = 500;

  private static final String COUNT =
      "merge into tidings_node_user u using (values %s) as n (run, user_name, streams)"
          + " on u.run = n.run and u.user_name = n.user_name"
          + " when matched then update set streams = n.streams"
          + " when not matched then insert (run, user_name, streams)"
          + " values (n.run, n.user_name, n.streams)";
  private static final String ROW =
      "(cast(? as varchar(8)), cast(? as varchar(255)), cast(? as integer))";
  private static final String GONE =
      "delete from tidings_node_user where run = ? and user_name in (%s)";
  private static final String OVER =
      "select u.user_name from tidings_node_user u join tidings_node n on n.run = u.run"
          + " where n.seen_at >= ? and u.user_name in (%s)"
          + " group by u.user_name having sum(u.streams) > ?";
  private static final String ASK =
      "insert into tidings_node_ask (run, user_name) select run, user_name from tidings_node_user"
          + " where run <> ? and user_name in (%s)";
  private static final String ASKED =
      "select distinct user_name from tidings_node_ask where run = ?";
  private static final String ANSWERED =
      "delete from tidings_node_ask where run = ? and user_name in (%s)";
  private static final String LOCK =
      "select run, streams from tidings_node_user where user_name = ? order by run for update";
  private static final String LIVING = "select run from tidings_node where seen_at >= ?";
  private static final String LESS =
      "update tidings_node_user set streams = streams - ? where run = ? and user_name = ?";

  @Resource(lookup = "jdbc/tidings")
  DataSource database;

  /** Something with a connection. */
  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private <T> T with(Work<T> work) {
    try (Connection connection = database.getConnection()) {
      return work.on(connection);
    } catch (SQLException failure) {
      throw new Failed(failure);
    }
  }

  /** Forgets all that a node has said of its users. */
  void forget(String run) {
    with(
        connection -> {
          RosterTable.forget(connection, run);
          return run;
        });
  }

  /** Tells how many streams some users of a node have. */
  void count(String run, Map<String, Integer> streams) {
    List<String> some = new ArrayList<>();
    List<String> none = new ArrayList<>();
    streams.forEach((user, count) -> (count > 0 ? some : none).add(user));
    with(
        connection -> {
          for (List<String> users : batches(some)) {
            count(connection, run, users, streams);
          }
          return update(connection, GONE, run, none);
        });
  }

  private static void count(
      Connection connection, String run, List<String> users, Map<String, Integer> streams)
      throws SQLException {
    try (PreparedStatement merge =
        connection.prepareStatement(COUNT.formatted(list(ROW, users.size())))) {
      int next = 1;
      for (String user : users) {
        merge.setString(next++, run);
        merge.setString(next++, user);
        merge.setInt(next++, streams.getOrDefault(user, 0));
      }
      merge.executeUpdate();
    }
  }

  /** Which of these users have more streams on all living nodes than they may. */
  Set<String> over(Collection<String> users, int most, Duration lease) {
    return with(
        connection -> {
          Object since = RosterTable.now(connection).minus(lease);
          Set<String> over = new TreeSet<>();
          for (List<String> batch : batches(users)) {
            try (PreparedStatement query = prepare(connection, OVER, since, batch)) {
              query.setInt(batch.size() + 2, most);
              over.addAll(strings(query));
            }
          }
          return over;
        });
  }

  /** Asks the other nodes whether all streams of some users are still alive. */
  void ask(String run, Collection<String> users) {
    with(connection -> update(connection, ASK, run, users));
  }

  /** The users whose streams on a node others ask about; each is told once. */
  List<String> asked(String run) {
    return with(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(ASKED)) {
            query.setString(1, run);
            List<String> users = strings(query);
            update(connection, ANSWERED, run, users);
            return users;
          }
        });
  }

  /**
   * Looks once more, while no other node can: if a user has too many streams on all living nodes,
   * as many of this node's are to be ended.
   *
   * @param end ends so many, or as many as there are, and tells how many
   */
  void settle(String run, String user, int most, Duration lease, IntUnaryOperator end) {
    with(
        connection -> {
          int excess = all(connection, user, lease) - most;
          if (excess > 0) {
            try (PreparedStatement less = connection.prepareStatement(LESS)) {
              less.setInt(1, end.applyAsInt(excess));
              less.setString(2, run);
              less.setString(3, user);
              less.executeUpdate();
            }
          }
          return excess;
        });
  }

  private static int all(Connection connection, String user, Duration lease) throws SQLException {
    Collection<String> living;
    try (PreparedStatement query = connection.prepareStatement(LIVING)) {
      query.setObject(1, RosterTable.now(connection).minus(lease));
      living = strings(query);
    }
    int all = 0;
    try (PreparedStatement query = connection.prepareStatement(LOCK)) {
      query.setString(1, user);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          all += living.contains(row.getString(1)) ? row.getInt(2) : 0;
        }
      }
    }
    return all;
  }

  private static int update(Connection connection, String sql, String run, Collection<String> users)
      throws SQLException {
    int rows = 0;
    for (List<String> batch : batches(users)) {
      try (PreparedStatement update = prepare(connection, sql, run, batch)) {
        rows += update.executeUpdate();
      }
    }
    return rows;
  }

  /** A statement with something first, and a list of users. */
  private static PreparedStatement prepare(
      Connection connection, String sql, Object first, List<String> users) throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(sql.formatted(list("?", users.size())));
    statement.setObject(1, first);
    int next = 2;
    for (String user : users) {
      statement.setString(next++, user);
    }
    return statement;
  }

  private static List<String> strings(PreparedStatement query) throws SQLException {
    List<String> strings = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        strings.add(row.getString(1));
      }
    }
    return strings;
  }

  private static String list(String each, int count) {
    return each + ("," + each).repeat(count - 1);
  }

  private static List<List<String>> batches(Collection<String> users) {
    List<String> all = List.copyOf(users);
    List<List<String>> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += BATCH) {
      batches.add(all.subList(from, Math.min(all.size(), from + BATCH)));
    }
    return batches;
  }
}
