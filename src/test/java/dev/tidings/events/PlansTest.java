package dev.tidings.events;

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
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What reads the log in order finds it in the order of an index. A statement that has to sort first
 * reads all of a topic, or of the log, for a page of it: right, and slower with every event.
 */
class PlansTest {
  private static final String URL = "jdbc:h2:mem:plans;DB_CLOSE_DELAY=-1";
  private static final Topic TOPIC = new Topic("feeds/a");
  private static final Topic OTHER = new Topic("feeds/b");
  private static final int ROWS = 10_000;

  private final List<String> statements = new ArrayList<>();
  private final EventLog log = new EventLog();
  private final RetentionStore retention = new RetentionStore();
  private Connection database;
  private EntityManagerFactory factory;

  @BeforeEach
  @SuppressWarnings("UnnecessaryAssignment") // There is no container here.
  void fill() throws SQLException, IOException {
    database = DriverManager.getConnection(URL);
    try (Statement statement = database.createStatement()) {
      statement.execute(
          Files.readString(Path.of("src/main/resources/META-INF/migrations/V1__log.sql")));
      statement.execute(
          "insert into tidings_event (position, topic, type, data, committed_at)"
              + " select x, case mod(x, 2) when 0 then 'feeds/a' else 'feeds/b' end,"
              + " 'message', '1', current_timestamp from system_range(1, "
              + ROWS
              + ")");
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
    EntityManager em = factory.createEntityManager();
    log.em = em;
    retention.em = em;
    retention.log = log;
  }

  @AfterEach
  void drop() throws SQLException {
    factory.close();
    try (Statement statement = database.createStatement()) {
      statement.execute("shutdown");
    }
  }

  @Test
  void pages_of_the_log() throws SQLException {
    assertThat(log.after(0, ROWS, 10)).hasSize(10);
    assertThat(log.after(List.of(TOPIC, OTHER), 100, ROWS, 200, 1 << 20).events())
        .extracting(Event::position)
        .containsExactlyElementsOf(positions(101, 300));
    assertThat(log.newest(TOPIC, 0, ROWS, 3, 1 << 20).events())
        .extracting(Event::position)
        .containsExactly(10_000L, 9_998L, 9_996L);
    assertThat(inOrderOfAnIndex()).isEqualTo(6);
  }

  @Test
  void retention() throws SQLException {
    assertThat(retention.topicAfter("feeds/a")).contains(OTHER);
    retention.raiseToCount(TOPIC, ROWS);
    retention.raiseToAge(TOPIC, Instant.EPOCH, 10);
    assertThat(retention.purge(TOPIC, 10)).isFalse();
    assertThat(inOrderOfAnIndex()).isEqualTo(4);
  }

  private static List<Long> positions(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  /** How many statements have an order; fails if one of them has to sort for it. */
  private int inOrderOfAnIndex() throws SQLException {
    int ordered = 0;
    for (String sql : statements) {
      if (sql.contains("order by")) {
        ordered++;
        assertThat(plan(sql)).contains("/* index sorted */");
      }
    }
    return ordered;
  }

  private String plan(String sql) throws SQLException {
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
      case Types.VARCHAR -> TOPIC.path();
      case Types.TIMESTAMP_WITH_TIMEZONE -> OffsetDateTime.now(ZoneOffset.UTC);
      default -> 10;
    };
  }
}
