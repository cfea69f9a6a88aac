package dev.tidings.events;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be appended to the log: a draft on its topic, or the clearing of a topic.
 *
 * @param trace as {@link Event#trace}
 */
record Entry(Topic topic, String type, String data, @Nullable String trace) {
  static Entry of(Topic topic, Draft draft) {
    return new Entry(topic, draft.type(), draft.data().text(), null);
  }

  static Entry clear(Topic topic) {
    return new Entry(topic, Event.CLEAR, "null", null);
  }

  /**
   * The same entries in a trace. The last of them stands for all: who has got it has got the others
   * before it.
   */
  static List<Entry> traced(List<Entry> entries, String trace) {
    List<Entry> all = new ArrayList<>(entries);
    Entry last = all.remove(all.size() - 1);
    all.add(new Entry(last.topic, last.type, last.data, trace));
    return all;
  }
}
