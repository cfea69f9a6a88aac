package dev.tidings.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The topics of the hub, as {@code dev.tidings:type=Topics}. */
@Says("The topics of the Tidings hub")
public interface TopicsMXBean {
  String NAME = "dev.tidings:type=Topics";

  @Says("How many have a channel in the memory of this node")
  int getOpen();

  @Says(
      "Topics that somebody listens to on any node and those in the log, by path; asks the database")
  List<TopicView> list(
      @Says(name = "prefix", value = "What their paths begin with; null or empty for all")
          @Nullable String prefix,
      @Says(name = "limit", value = "How many at most, 1 to 1,000") int limit);

  @Says("Clears a topic: its history is gone, and listeners get a clear event")
  void clear(@Says(name = "topic", value = "Such as feeds/news; none below tidings/") String topic);
}
