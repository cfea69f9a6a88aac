package dev.tidings.jobs;

import dev.tidings.inbox.InboxHistory;
import dev.tidings.inbox.InboxHistory.Told;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Objects;

/** The notifications of a user, oldest first. Its cursor is the id of a notification. */
record InboxSource(InboxHistory inbox, String user, Export export, int rows) implements Source {
  static final List<String> COLUMNS =
      List.of("id", "at", "category", "severity", "title", "body", "link", "unread", "archived");

  /** Each may have 18,000 characters, and stands in memory several times. */
  private static final int FEW = 100;

  private record ItemRow(JsonObject item) implements Row {
    @Override
    public String json() {
      return item.toString();
    }

    @Override
    public List<String> cells() {
      JsonObject link = item.getJsonObject("link");
      return List.of(
          Objects.toString(item.get("id")),
          item.getString("at"),
          item.getString("category"),
          item.getString("severity"),
          item.getString("title"),
          item.getString("body", ""),
          link == null ? "" : link.getString("href"),
          Objects.toString(item.get("unread")),
          Objects.toString(item.get("archived")));
    }
  }

  @Override
  public long total() {
    return inbox.count(user, export.head().position());
  }

  @Override
  public Page after(long cursor) {
    List<Told> told = inbox.after(user, cursor, export.head().position(), Math.min(rows, FEW));
    List<ItemRow> wanted =
        told.stream()
            .filter(each -> export.wants(each.category(), each.at()))
            .filter(each -> !export.unread() || each.unread())
            .map(each -> new ItemRow(each.json()))
            .toList();
    return new Page(wanted, told.size(), told.isEmpty() ? cursor : told.get(told.size() - 1).id());
  }
}
