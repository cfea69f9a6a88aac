package dev.tidings.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SchemaTest {
  private static final Path MIGRATIONS = Path.of("src/main/resources/META-INF/migrations");

  /** Whoever adds a column that a user's name or data can get into has to think of erasure. */
  @Test
  void of_every_column_it_is_declared_what_becomes_of_it_when_a_user_is_erased()
      throws SQLException, IOException {
    assertThat(Columns.declared().keySet()).isEqualTo(columns());
  }

  private static Set<String> columns() throws SQLException, IOException {
    Set<String> columns = new TreeSet<>();
    try (Connection database =
            DriverManager.getConnection("jdbc:h2:mem:schema;NON_KEYWORDS=VALUE");
        Statement statement = database.createStatement();
        Stream<Path> files = Files.list(MIGRATIONS)) {
      for (Path script : files.filter(file -> file.toString().endsWith(".sql")).sorted().toList()) {
        statement.execute(Files.readString(script));
      }
      try (ResultSet row =
          statement.executeQuery(
              "select lower(table_name), lower(column_name) from information_schema.columns"
                  + " where table_schema = 'PUBLIC'")) {
        while (row.next()) {
          columns.add(row.getString(1) + "." + row.getString(2));
        }
      }
    }
    return columns;
  }
}
