package dev.tidings.events;

import java.util.List;

/**
 * A pattern of topics: {@code *} stands for one segment, a last {@code **} for one or more, and
 * {@code {user}} for the caller's escaped name.
 */
public record TopicPattern(String path) {
  private static final String ANY = "*";
  private static final String REST = "**";
  private static final String USER = "{user}";

  /** Whether it has a place for the name of a user. */
  public boolean namesUser() {
    return List.of(path.split("/", -1)).contains(USER);
  }

  /** Whether the topic fits, whoever calls. */
  public boolean fits(Topic topic) {
    return fits(topic, ANY);
  }

  /** Whether the topic fits with {@code {user}} standing for this user. */
  public boolean fitsFor(Topic topic, String user) {
    return fits(topic, Topic.escape(user));
  }

  private boolean fits(Topic topic, String user) {
    List<String> wanted = List.of(path.split("/", -1));
    List<String> given = topic.segments();
    for (int i = 0; i < wanted.size(); i++) {
      String want = wanted.get(i);
      if (want.equals(REST) && i == wanted.size() - 1) {
        return given.size() > i;
      }
      String segment = want.equals(USER) ? user : want;
      if (given.size() <= i || !(segment.equals(ANY) || segment.equals(given.get(i)))) {
        return false;
      }
    }
    return given.size() == wanted.size();
  }
}
