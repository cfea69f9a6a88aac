package dev.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A database that is away, and one that comes too late; the real one is tried by the ITs. */
class PostgresSignalTest {
  private static PostgresSignal signal(Callable<Connection> database) {
    DataSource source =
        (DataSource)
            Proxy.newProxyInstance(
                PostgresSignalTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> database.call());
    return new PostgresSignal(source, "test", "run", new Threads());
  }

  @Test
  void a_database_that_is_away_is_not_asked_for_each_message() {
    AtomicInteger asked = new AtomicInteger();
    PostgresSignal signal =
        signal(
            () -> {
              asked.incrementAndGet();
              throw new SQLException("away");
            });
    long begun = System.nanoTime();
    for (int i = 0; i < 1_000; i++) {
      signal.send("{}");
    }
    // Once a second, however long these take on a busy machine.
    assertThat(asked.get() - 1L).isLessThanOrEqualTo((System.nanoTime() - begun) / 1_000_000_000L);
  }

  @Test
  void a_connection_that_opens_after_the_end_is_given_back() {
    AtomicReference<PostgresSignal> signal = new AtomicReference<>();
    AtomicInteger closed = new AtomicInteger();
    Connection connection =
        (Connection)
            Proxy.newProxyInstance(
                PostgresSignalTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                  assertThat(method.getName()).isEqualTo("close");
                  return closed.incrementAndGet();
                });
    signal.set(
        signal(
            () -> {
              signal.get().close();
              return connection;
            }));
    signal.get().send("{}");
    assertThat(closed).hasValue(1);
  }
}
