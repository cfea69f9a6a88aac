package dev.tidings.portal.sample;

import dev.tidings.events.Draft;
import dev.tidings.events.Publisher;
import dev.tidings.events.Topic;
import dev.tidings.inbox.Audience;
import dev.tidings.inbox.Notification;
import dev.tidings.inbox.Notifications;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Orders in a table of the portal's own, an event for each and a word to who ordered: in one
 * transaction.
 */
@ApplicationScoped
public class OrderBook {
  @Resource(lookup = "jdbc/tidings")
  DataSource database;

  @Inject Publisher publisher;
  @Inject Notifications notifications;

  void create(@Observes Startup started) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table if not exists portal_order (item varchar(100) not null)");
    }
  }

  /** Publishes first, so that what is to be undone is more than nothing. */
  @Transactional
  public void place(String item, String buyer, boolean soldOut) throws SQLException {
    publisher.publish(
        Topic.of("feeds", "orders"), Draft.of("message", Map.of("title", "Ordered", "text", item)));
    notifications.send(
        Notification.of(Audience.users(buyer), "orders", "Ordered: " + item)
            .link("/portal/orders", "All orders"));
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement("insert into portal_order (item) values (?)")) {
      insert.setString(1, item);
      insert.executeUpdate();
    }
    if (soldOut) {
      throw new IllegalArgumentException("sold out");
    }
  }

  @Transactional
  public List<String> items() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select item from portal_order")) {
      List<String> items = new ArrayList<>();
      while (rows.next()) {
        items.add(rows.getString(1));
      }
      return items;
    }
  }

  /** A job of somebody's; each step is told at once, in a transaction of its own. */
  public void export(String user) throws SQLException {
    Topic job = Topic.of("users", user, "export");
    publisher.publish(job, Draft.of("started", Map.of()));
    int total = items().size();
    publisher.publish(
        new Topic(job.path() + "/progress"),
        Draft.of("progress", Map.of("done", total, "total", total)));
    publisher.publish(
        job, Draft.of("complete", Map.of("url", "/portal/orders", "name", "orders.txt")));
  }

  /** How long the queue is: a live topic. */
  public void measure(int waiting) {
    publisher.publish(Topic.of("metrics", "portal"), Draft.of("waiting", waiting));
  }
}
