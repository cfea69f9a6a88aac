package dev.tidings.cluster;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * {@code LISTEN} and {@code NOTIFY}. One connection listens and does nothing else: the driver looks
 * for notifications only when it is asked to. Another one notifies, beside the transactions that
 * publish: inside them, {@code NOTIFY} would halve what they can do.
 */
final class PostgresSignal implements Signal {
  private static final Logger LOG = Logger.getLogger(PostgresSignal.class.getName());

  private static final int WAIT_MILLIS = 1_000;

  /** A connection that is silent for as long is asked whether it is still there. */
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LEAVE_MILLIS = 2_000;
  private static final int SECONDS = 3;

  private final DataSource database;
  private final String channel;
  private final Frames outgoing;
  private final Frames incoming = new Frames("");
  private final ManagedThreadFactory threads;
  private final Outage listening = new Outage("hear what other nodes tell");
  private final Outage sending = new Outage("tell other nodes what happens here");

  private volatile boolean closed;
  private @Nullable Thread listener;

  /** Guarded by this: whoever closes does not wait for who sends. */
  private @Nullable Connection toTell;

  /** Only who sends uses it. */
  private long noConnectionBefore = System.nanoTime();

  /**
   * @param database whose connections are no part of any transaction
   * @param channel what hubs that share a database tell apart
   * @param run this node's
   */
  PostgresSignal(DataSource database, String channel, String run, ManagedThreadFactory threads) {
    this.database = database;
    this.channel = channel;
    this.outgoing = new Frames(run);
    this.threads = threads;
  }

  @Override
  public void open(Ear ear) {
    Thread thread = threads.newThread(() -> listen(ear));
    listener = thread;
    thread.start();
  }

  @Override
  public boolean carriesEvents() {
    return false;
  }

  private void listen(Ear ear) {
    while (!closed) {
      try (Connection connection = database.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("listen " + quoted(channel));
        incoming.forget();
        listening.worked();
        ear.listening();
        hear(connection, statement, ear);
      } catch (SQLException | RuntimeException | Error failure) {
        if (!closed) {
          listening.failed(failure);
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    }
  }

  private void hear(Connection connection, Statement statement, Ear ear) throws SQLException {
    PGConnection postgres = connection.unwrap(PGConnection.class);
    long heard = System.nanoTime();
    while (!closed) {
      PGNotification[] notifications = postgres.getNotifications(WAIT_MILLIS);
      if (notifications != null && notifications.length > 0) {
        heard = System.nanoTime();
        for (PGNotification notification : notifications) {
          String message = incoming.join(notification.getParameter());
          if (message != null) {
            ear.heard(message);
          }
        }
      } else if (System.nanoTime() - heard > SILENCE_NANOS) {
        statement.execute("select 1");
        heard = System.nanoTime();
      }
    }
  }

  @Override
  public void send(String message) {
    try {
      Connection connection = connection();
      if (connection != null) {
        notify(connection, message);
        sending.worked();
      }
    } catch (SQLException | RuntimeException failure) {
      hangUp();
      if (!closed) {
        sending.failed(failure);
      }
    }
  }

  /** Null while there is none to be had: a database that is away is not asked all the time. */
  private @Nullable Connection connection() throws SQLException {
    synchronized (this) {
      if (toTell != null) {
        return toTell;
      }
    }
    if (closed || System.nanoTime() - noConnectionBefore < 0) {
      return null;
    }
    noConnectionBefore = System.nanoTime() + PAUSE_NANOS;
    Connection connection = database.getConnection();
    noConnectionBefore = System.nanoTime();
    synchronized (this) {
      toTell = connection;
    }
    if (closed) {
      // While it was opened, and whoever closed did not see it.
      hangUp();
      return null;
    }
    return connection;
  }

  private void notify(Connection connection, String message) throws SQLException {
    // One statement, one transaction.
    try (PreparedStatement statement =
        connection.prepareStatement("select pg_notify(?, piece) from unnest(?) piece")) {
      statement.setQueryTimeout(SECONDS);
      statement.setString(1, channel);
      statement.setArray(2, connection.createArrayOf("text", outgoing.split(message).toArray()));
      statement.execute();
    }
  }

  private void hangUp() {
    Connection connection;
    synchronized (this) {
      connection = toTell;
      toTell = null;
    }
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException alreadyGone) {
        LOG.log(Level.FINE, "A connection was gone already.", alreadyGone);
      }
    }
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  @Override
  public void close() {
    closed = true;
    hangUp();
    Thread thread = listener;
    if (thread != null) {
      LockSupport.unpark(thread);
      try {
        thread.join(LEAVE_MILLIS);
      } catch (InterruptedException hurry) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
