package dev.tidings.admin;

import dev.tidings.cluster.Inquiries;
import dev.tidings.cluster.Node;
import dev.tidings.cluster.Respondent;
import dev.tidings.cluster.Roster;
import dev.tidings.config.NodeName;
import dev.tidings.stream.Overview;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The open streams of all nodes. Safe for any thread. */
@ApplicationScoped
class StreamTable implements Respondent {
  @Inject Overview overview;
  @Inject Inquiries inquiries;
  @Inject Roster roster;
  @Inject NodeName name;
  @Inject ConsoleConfig config;

  /**
   * Rows, in the order of ids.
   *
   * @param total how many fit on the nodes that have answered
   * @param cursor where to go on; null at the end
   * @param silent nodes that have not answered
   */
  record Table(List<JsonObject> rows, long total, @Nullable StreamId cursor, List<Node> silent) {}

  @Override
  public String subject() {
    return "streams";
  }

  @Override
  public String answer(String question) {
    return here(StreamQuery.of(question));
  }

  /** Asks all nodes. */
  Table all(StreamQuery query) {
    List<JsonObject> rows = new ArrayList<>();
    Inquiries.Replies replies = inquiries.ask(subject(), query.text(), config.patience());
    List<String> answers = new ArrayList<>(replies.answers());
    answers.add(here(query));
    long total = 0;
    for (String answer : answers) {
      JsonObject json = Rows.parse(answer);
      rows.addAll(Rows.rows(json));
      total += json.getJsonNumber("total").longValue();
    }
    rows.sort(Comparator.comparing(StreamTable::id));
    List<JsonObject> page = rows.subList(0, Math.min(rows.size(), query.limit()));
    // A node that has as many as were asked for may have more.
    boolean more = !page.isEmpty() && page.size() == query.limit() && total > page.size();
    return new Table(
        page,
        total,
        more ? id(page.get(page.size() - 1)) : null,
        replies.silent().stream().filter(node -> fits(query, node.name(), node.run())).toList());
  }

  private static StreamId id(JsonObject row) {
    return StreamId.parse(row.getString("id")).orElseThrow();
  }

  private static boolean fits(StreamQuery query, String name, String run) {
    String wanted = query.node();
    return wanted == null || wanted.equals(name) || wanted.equals(run);
  }

  private String here(StreamQuery query) {
    String run = roster.run();
    String node = name.text();
    if (!fits(query, node, run)) {
      return Rows.answer(List.of(), 0);
    }
    Overview.Found found =
        overview.streams(query.user(), query.topic(), query.afterOn(run), query.limit());
    return Rows.answer(
        found.streams().stream().map(stream -> Rows.of(stream, node, run)).toList(), found.total());
  }

  /** The busiest streams of this node. For one caller at a time. */
  Overview.Found busiest(int limit) {
    return overview.busiest(limit);
  }
}
