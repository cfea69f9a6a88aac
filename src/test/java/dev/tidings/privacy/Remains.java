package dev.tidings.privacy;

import dev.tidings.events.Topic;
import dev.tidings.privacy.Columns.Fate;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is left of a user in any table of a database, whatever its schema says. */
public final class Remains {
  /** What stays in the log, and why: see {@link Columns}. */
  private static final String ALLOWED_EVENTS =
      "type = 'clear' or topic in ('tidings/revocations', 'tidings/sign-outs')";

  private Remains() {}

  /**
   * Each place where there is something, as {@code table.column: value}; what {@link Columns} says
   * is kept is left out.
   *
   * @param secrets texts that nobody else's data has
   */
  public static List<String> of(Connection database, String user, List<String> secrets)
      throws SQLException {
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, Columns.Declared> column : Columns.declared().entrySet()) {
      String[] name = column.getKey().split("\\.", 2);
      boolean event = name[0].equals("tidings_event");
      if (column.getValue().fate() != Fate.KEPT || event) {
        look(database, name[0], name[1], event, user, secrets, found);
      }
    }
    return found;
  }

  private static void look(
      Connection database,
      String table,
      String column,
      boolean event,
      String user,
      List<String> secrets,
      List<String> found)
      throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select "
                    + column
                    + " from "
                    + table
                    + (event ? " where not (" + ALLOWED_EVENTS + ")" : ""))) {
      while (row.next()) {
        Object value = row.getObject(1);
        String text =
            value instanceof byte[] bytes
                ? new String(bytes, java.nio.charset.StandardCharsets.UTF_8)
                : String.valueOf(value);
        if (names(text, user) || secrets.stream().anyMatch(text::contains)) {
          found.add(table + "." + column + ": " + text);
        }
      }
    }
  }

  /** A short name is in many a word: it is one as a whole, in quotes, or in a topic. */
  private static boolean names(String text, String user) {
    return text.equals(user)
        || text.contains("\"" + user + "\"")
        || text.contains(Topic.of("users", user).path() + "/");
  }
}
