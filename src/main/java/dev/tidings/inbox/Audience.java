package dev.tidings.inbox;

import dev.tidings.events.Topic;
import dev.tidings.problem.PlainText;
import dev.tidings.problem.Problem;
import java.util.List;

/** To whom a notification goes. */
public sealed interface Audience {
  /** Named users, 1 to 1,000, as the registry names them; in no order, each once. */
  record Users(List<String> names) implements Audience {
    private static final int MAX = 1_000;

    public Users {
      if (names.isEmpty() || names.size() > MAX) {
        throw Problem.badField("to.users", "to.users: 1 to " + MAX + " names.");
      }
      for (String name : names) {
        PlainText.line("to.users", name, Topic.MAX_LENGTH);
        try {
          InboxTopic.of(name);
        } catch (Topic.Invalid tooLong) {
          throw Problem.badField("to.users", "to.users: '" + name + "' is too long for a name.");
        }
      }
      names = names.stream().distinct().toList();
    }
  }

  /**
   * Who has a role or is in a group, as far as the hub has met them; and who has it at the next
   * visit, if that is not too late.
   */
  record Role(String name) implements Audience {
    static final int MAX_NAME = 200;

    public Role {
      PlainText.line("to.role", name, MAX_NAME);
    }
  }

  /**
   * All users that the hub has met.
   *
   * @param later also those who come for the first time after it was sent
   */
  record Everyone(boolean later) implements Audience {}

  /** Some users by name. */
  static Audience users(String... names) {
    return new Users(List.of(names));
  }

  /** Who has a role or is in a group of that name. */
  static Audience role(String name) {
    return new Role(name);
  }

  /** All users that the hub has met up to now. */
  static Audience everyone() {
    return new Everyone(false);
  }

  /** All users, also those who will come for the first time. */
  static Audience everyoneEver() {
    return new Everyone(true);
  }
}
