package dev.tidings.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The open streams of this node, as {@code dev.tidings:type=Streams}. */
@Says("The open streams of this node of the Tidings hub")
public interface StreamsMXBean {
  String NAME = "dev.tidings:type=Streams";

  @Says("How many are open")
  int getOpen();

  @Says("Open streams in the order in which they were opened, 1,000 at most")
  List<StreamView> list(
      @Says(name = "user", value = "Whose, by the whole name; null or empty for everybody's")
          @Nullable String user,
      @Says(name = "topic", value = "That listen to this topic; null or empty for any")
          @Nullable String topic,
      @Says(name = "limit", value = "How many at most, 1 to 1,000") int limit);

  @Says("Ends a stream of this node with bye; false if there is none of this id")
  boolean end(
      @Says(name = "id", value = "As list has it") String id,
      @Says(
              name = "retry",
              value =
                  "After how long its browser may come back, PT0.1S to P1D; null or empty: as after"
                      + " any end")
          @Nullable String retry);

  @Says("Ends all streams of a user on this node with bye, and tells how many there were")
  int endOf(
      @Says(name = "user", value = "By the whole name") String user,
      @Says(
              name = "retry",
              value =
                  "After how long the browsers may come back, PT0.1S to P1D; null or empty: as after"
                      + " any end")
          @Nullable String retry);
}
