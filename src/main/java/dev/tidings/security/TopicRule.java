package dev.tidings.security;

import dev.tidings.events.Topic;
import dev.tidings.events.TopicPattern;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Who may read and who may write the topics of a pattern. */
record TopicRule(TopicPattern pattern, Set<String> read, Set<String> write) {
  /**
   * Stands for the user whose name the topic holds in the place of {@code {user}}; where the
   * pattern has no such place, for whom a {@link TopicOwner} names.
   */
  private static final String OWNER = "owner";

  private static final String NOBODY = "nobody";

  /**
   * Rules from a text such as {@code feeds/* read=user write=publisher; users/{user}/** read=owner
   * write=publisher|operator}.
   *
   * @throws IllegalArgumentException if the text is not of that form or names an unknown role
   */
  static List<TopicRule> parse(String text) {
    return Arrays.stream(text.split(";"))
        .map(String::strip)
        .filter(rule -> !rule.isEmpty())
        .map(TopicRule::one)
        .toList();
  }

  private static TopicRule one(String text) {
    String[] words = text.split("\\s+", -1);
    if (words.length != 3 || !words[1].startsWith("read=") || !words[2].startsWith("write=")) {
      throw new IllegalArgumentException(
          "A topic rule reads PATTERN read=ROLE|ROLE write=ROLE|ROLE, not '" + text + "'.");
    }
    return new TopicRule(
        new TopicPattern(words[0]), roles(words[1].substring(5)), roles(words[2].substring(6)));
  }

  private static Set<String> roles(String text) {
    Set<String> roles = Set.of(text.split("\\|"));
    for (String role : roles) {
      if (!role.equals(OWNER) && !role.equals(NOBODY) && !Caller.ROLES.contains(role)) {
        throw new IllegalArgumentException("There is no role '" + role + "' in the topic rules.");
      }
    }
    return roles;
  }

  boolean mayRead(Topic topic, Caller caller, TopicOwner owners) {
    return may(read, topic, caller, owners);
  }

  boolean mayWrite(Topic topic, Caller caller, TopicOwner owners) {
    return may(write, topic, caller, owners);
  }

  private boolean may(Set<String> roles, Topic topic, Caller caller, TopicOwner owners) {
    return caller.roles().stream().anyMatch(roles::contains)
        || (roles.contains(OWNER) && owns(topic, caller.name(), owners));
  }

  private boolean owns(Topic topic, String user, TopicOwner owners) {
    return pattern.namesUser() ? pattern.fitsFor(topic, user) : user.equals(owners.ownerOf(topic));
  }
}
