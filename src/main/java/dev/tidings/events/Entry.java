package dev.tidings.events;

/** What is to be appended to the log: a draft on its topic, or the clearing of a topic. */
record Entry(Topic topic, String type, String data) {
  static Entry of(Topic topic, Draft draft) {
    return new Entry(topic, draft.type(), draft.data().text());
  }

  static Entry clear(Topic topic) {
    return new Entry(topic, Event.CLEAR, "null");
  }
}
