package dev.tidings;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.hibernate.resource.jdbc.spi.StatementInspector;

/** A database in memory that tells how it goes about what was asked of it. */
public final class Plans implements AutoCloseable {
  private static final String URL = "jdbc:h2:mem:plans;DB_CLOSE_DELAY=-1;NON_KEYWORDS=VALUE";
  private static final Path MIGRATIONS = Path.of("src/main/resources/META-INF/migrations");

  private final List<String> statements = new ArrayList<>();
  private final Connection database;
  private final EntityManagerFactory factory;
  private final EntityManager em;

  /** With the tables of Tidings, and what these statements put into them. */
  public Plans(String... fillings) throws SQLException, IOException {
    database = DriverManager.getConnection(URL);
    try (Statement statement = database.createStatement();
        Stream<Path> files = Files.list(MIGRATIONS)) {
      for (Path script : files.filter(file -> file.toString().endsWith(".sql")).sorted().toList()) {
        statement.execute(Files.readString(script));
      }
      for (String filling : fillings) {
        statement.execute(filling);
      }
      statement.execute("analyze");
    }
    StatementInspector listen =
        sql -> {
          statements.add(sql);
          return sql;
        };
    factory =
        Persistence.createEntityManagerFactory(
            "tidings",
            Map.of(
                "jakarta.persistence.transactionType",
                "RESOURCE_LOCAL",
                "jakarta.persistence.nonJtaDataSource",
                JdbcConnectionPool.create(URL, "", ""),
                "hibernate.session_factory.statement_inspector",
                listen));
    em = factory.createEntityManager();
  }

  /** Whose statements are watched. */
  public EntityManager em() {
    return em;
  }

  /** How many statements had an order; fails if one of them has to sort for it. */
  public int inOrderOfAnIndex() throws SQLException {
    int ordered = 0;
    for (String sql : statements) {
      if (sql.contains("order by")) {
        ordered++;
        assertThat(of(sql)).as(sql).contains("/* index sorted */");
      }
    }
    return ordered;
  }

  private String of(String sql) throws SQLException {
    try (PreparedStatement explain = database.prepareStatement("explain " + sql)) {
      ParameterMetaData parameters = explain.getParameterMetaData();
      for (int i = 1; i <= parameters.getParameterCount(); i++) {
        explain.setObject(i, some(parameters.getParameterType(i)));
      }
      try (ResultSet plan = explain.executeQuery()) {
        plan.next();
        return plan.getString(1);
      }
    }
  }

  private static Object some(int type) {
    return switch (type) {
      case Types.VARCHAR -> "feeds/a";
      case Types.TIMESTAMP_WITH_TIMEZONE -> OffsetDateTime.now(ZoneOffset.UTC);
      default -> 10;
    };
  }

  @Override
  public void close() throws SQLException {
    factory.close();
    try (Statement statement = database.createStatement()) {
      statement.execute("shutdown");
    }
  }
}
