package dev.tidings.admin;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** A row of the table of topics, with getters: that is what becomes CompositeData. */
public final class TopicView {
  private final JsonObject row;

  TopicView(JsonObject row) {
    this.row = row;
  }

  public String getTopic() {
    return row.getString("topic");
  }

  /** Whether its events are in no log. */
  public boolean isLive() {
    return row.getBoolean("live");
  }

  public int getListeners() {
    return row.getInt("listeners");
  }

  /** Events a second in the last minute. */
  public double getRate() {
    return row.getJsonNumber("rate").doubleValue();
  }

  /** In the log; -1 for a live topic. */
  public long getEvents() {
    return row.isNull("events") ? -1 : row.getJsonNumber("events").longValue();
  }

  public @Nullable String getOldest() {
    return row.getString("oldest", null);
  }

  public @Nullable String getNewest() {
    return row.getString("newest", null);
  }

  public @Nullable String getOldestAt() {
    return row.getString("oldestAt", null);
  }

  public @Nullable String getNewestAt() {
    return row.getString("newestAt", null);
  }
}
