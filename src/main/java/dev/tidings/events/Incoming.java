package dev.tidings.events;

import dev.tidings.problem.Problem;
import java.io.ByteArrayInputStream;
import java.util.List;

/**
 * A publish request that came another way than over HTTP.
 *
 * @param user in whose name it is published
 * @param key what it is known by among all requests of this user, those over HTTP too
 * @param topic none of the hub's own
 */
public record Incoming(String user, String key, Topic topic, List<Draft> drafts) {
  public Incoming {
    if (topic.isOfHub()) {
      throw new IllegalArgumentException(topic + " is the hub's own.");
    }
    drafts = List.copyOf(drafts);
  }

  /**
   * The drafts in a body as {@code POST /api/events} takes it: an event or an array of them.
   *
   * @throws Problem that names the field, if there is anything wrong with it
   */
  public static List<Draft> drafts(byte[] body) {
    return Drafts.read(new ByteArrayInputStream(body));
  }
}
