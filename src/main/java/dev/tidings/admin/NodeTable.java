package dev.tidings.admin;

import dev.tidings.cluster.Inquiries;
import dev.tidings.cluster.Node;
import dev.tidings.cluster.Respondent;
import dev.tidings.cluster.Roster;
import dev.tidings.config.NodeName;
import dev.tidings.stream.Activity;
import dev.tidings.stream.Overview;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All nodes. Safe for any thread. */
@ApplicationScoped
class NodeTable implements Respondent {
  private static final Comparator<JsonObject> BY_NAME =
      Comparator.<JsonObject, String>comparing(row -> row.getString("name"))
          .thenComparing(row -> row.getString("id"));

  @Inject Overview overview;
  @Inject Inquiries inquiries;
  @Inject Roster roster;
  @Inject NodeName name;
  @Inject Installed installed;
  @Inject ConsoleConfig config;

  @Override
  public String subject() {
    return "nodes";
  }

  @Override
  public String answer(String question) {
    return own().toString();
  }

  /** Asks all nodes; those that do not answer are shown as they said to be a few seconds ago. */
  List<JsonObject> all() {
    Inquiries.Replies replies = inquiries.ask(subject(), "", config.patience());
    List<JsonObject> rows = new ArrayList<>();
    rows.add(self(own(), true));
    replies.answers().forEach(answer -> rows.add(self(Rows.parse(answer), false)));
    replies.silent().forEach(node -> rows.add(away(node)));
    rows.sort(BY_NAME);
    return rows;
  }

  private static JsonObject self(JsonObject row, boolean self) {
    return Json.createObjectBuilder(row).add("self", self).build();
  }

  /** This node. */
  JsonObject own() {
    Activity activity = overview.activity();
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    JsonObjectBuilder row =
        Json.createObjectBuilder()
            .add("name", name.text())
            .add("id", roster.run())
            .add("state", activity.ready() ? "ready" : "draining")
            .add("since", Rows.time(started()))
            .add("streams", activity.streams())
            .add("topics", activity.topics())
            .add("deliveriesPerSecond", Rows.rounded(activity.deliveries()))
            .add("publishesPerSecond", Rows.rounded(activity.publishes()))
            .add("tailLag", activity.tailLag())
            .add("heapUsed", heap.getUsed());
    if (heap.getMax() > 0) {
      row.add("heapMax", heap.getMax());
    } else {
      row.addNull("heapMax");
    }
    Rows.text(row.add("version", installed.version()), "database", installed.database());
    return row.build();
  }

  static Instant started() {
    return Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
  }

  private static JsonObject away(Node node) {
    JsonObjectBuilder row =
        Json.createObjectBuilder()
            .add("name", node.name())
            .add("id", node.run())
            .add("self", false)
            .add("state", "away")
            .add("since", Rows.time(node.since()))
            .add("streams", node.streams());
    for (String unknown :
        List.of(
            "topics",
            "deliveriesPerSecond",
            "publishesPerSecond",
            "tailLag",
            "heapUsed",
            "heapMax",
            "version",
            "database")) {
      row.addNull(unknown);
    }
    return row.build();
  }
}
