package dev.tidings.admin;

import dev.tidings.cluster.Inquiries;
import dev.tidings.cluster.Node;
import dev.tidings.cluster.Respondent;
import dev.tidings.events.LiveTopics;
import dev.tidings.events.Topic;
import dev.tidings.events.TopicHistories;
import dev.tidings.events.TopicHistories.TopicHistory;
import dev.tidings.stream.OpenTopic;
import dev.tidings.stream.Overview;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The topics that somebody listens to on any node, and those that are in the log. Any thread. */
@ApplicationScoped
class TopicTable implements Respondent {
  private static final Comparator<OpenTopic> BUSIEST =
      Comparator.comparingInt(OpenTopic::listeners)
          .thenComparingDouble(OpenTopic::rate)
          .reversed()
          .thenComparing(OpenTopic::topic);

  @Inject Overview overview;
  @Inject Inquiries inquiries;
  @Inject LiveTopics live;
  @Inject TopicHistories histories;
  @Inject ConsoleConfig config;

  /**
   * Rows, in the order of paths.
   *
   * @param more whether there are further topics
   * @param silent nodes that have not answered
   */
  record Table(List<JsonObject> rows, boolean more, List<Node> silent) {}

  @Override
  public String subject() {
    return "topics";
  }

  @Override
  public String answer(String question) {
    JsonObject asked = Rows.parse(question);
    List<OpenTopic> open = open(asked.getString("prefix"));
    return Rows.answer(
        open.stream().limit(asked.getInt("limit")).map(this::row).toList(), open.size());
  }

  /** Asks all nodes and the database. */
  Table all(String prefix, int limit) {
    JsonObject question =
        Json.createObjectBuilder().add("prefix", prefix).add("limit", limit).build();
    Inquiries.Replies replies = inquiries.ask(subject(), question.toString(), config.patience());
    Map<Topic, OpenTopic> open = new HashMap<>();
    open(prefix).forEach(topic -> open.put(topic.topic(), topic));
    for (String answer : replies.answers()) {
      for (JsonObject row : Rows.rows(Rows.parse(answer))) {
        OpenTopic there =
            new OpenTopic(
                new Topic(row.getString("topic")),
                row.getInt("listeners"),
                row.getJsonNumber("rate").doubleValue());
        open.merge(there.topic(), there, TopicTable::both);
      }
    }
    Map<Topic, OpenTopic> page = new TreeMap<>();
    open.values().stream()
        .sorted(BUSIEST)
        .limit(limit)
        .forEach(topic -> page.put(topic.topic(), topic));
    List<Topic> stored = histories.topics(prefix, limit + 1);
    boolean more = open.size() > limit;
    for (Topic topic : stored) {
      if (shown(topic, prefix) && !page.containsKey(topic)) {
        more |= page.size() == limit;
        if (page.size() < limit) {
          page.put(topic, new OpenTopic(topic, 0, 0));
        }
      }
    }
    return new Table(rows(page.values()), more, replies.silent());
  }

  /** What is heard from several nodes is the same: each hears all of a topic that it listens to. */
  private static OpenTopic both(OpenTopic one, OpenTopic other) {
    return new OpenTopic(
        one.topic(), one.listeners() + other.listeners(), Math.max(one.rate(), other.rate()));
  }

  /** The hub's own are of interest to whoever asks for them. */
  private static boolean shown(Topic topic, String prefix) {
    return topic.path().startsWith(prefix)
        && (!topic.isOfHub() || prefix.startsWith(Topic.ofHub("x").segments().get(0)));
  }

  private List<OpenTopic> open(String prefix) {
    return overview.topics().stream()
        .filter(topic -> shown(topic.topic(), prefix))
        .sorted(BUSIEST)
        .toList();
  }

  private List<JsonObject> rows(Collection<OpenTopic> topics) {
    List<Topic> durable =
        topics.stream().map(OpenTopic::topic).filter(topic -> !isLive(topic)).toList();
    Map<Topic, TopicHistory> known = new HashMap<>();
    histories.of(durable).forEach(history -> known.put(history.topic(), history));
    List<JsonObject> rows = new ArrayList<>();
    topics.forEach(topic -> rows.add(row(topic, known.get(topic.topic()))));
    return rows;
  }

  private JsonObject row(OpenTopic topic, @Nullable TopicHistory history) {
    JsonObjectBuilder row = begun(topic, history == null ? topic.rate() : history.rate());
    if (history == null) {
      row.addNull("events");
    } else {
      row.add("events", history.events()).add("eventsMore", history.more());
    }
    Rows.text(row, "oldest", history == null ? null : history.oldest());
    Rows.text(row, "newest", history == null ? null : history.newest());
    Rows.text(
        row,
        "oldestAt",
        history == null || history.oldestAt() == null ? null : Rows.time(history.oldestAt()));
    Rows.text(
        row,
        "newestAt",
        history == null || history.newestAt() == null ? null : Rows.time(history.newestAt()));
    return row.build();
  }

  private JsonObject row(OpenTopic topic) {
    return begun(topic, topic.rate()).build();
  }

  private JsonObjectBuilder begun(OpenTopic topic, double rate) {
    return Json.createObjectBuilder()
        .add("topic", topic.topic().path())
        .add("live", isLive(topic.topic()))
        .add("listeners", topic.listeners())
        .add("rate", Rows.rounded(rate));
  }

  private boolean isLive(Topic topic) {
    return live.kind(topic) != LiveTopics.Kind.DURABLE;
  }

  /**
   * The topics of this node that have most listeners.
   *
   * @param total how many it has
   */
  record Busiest(List<JsonObject> rows, int total) {}

  /** Those of this node, without what is in the log. */
  Busiest busiest(int limit) {
    List<OpenTopic> open = open("");
    return new Busiest(open.stream().limit(limit).map(this::row).toList(), open.size());
  }
}
