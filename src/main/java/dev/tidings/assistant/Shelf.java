package dev.tidings.assistant;

import dev.tidings.events.EventLog;
import dev.tidings.events.EventLog.Head;
import dev.tidings.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answers that a user has got. Another's are as if they were not there. */
@ApplicationScoped
class Shelf {
  private static final String SUMMARY =
      "select a.id, a.conversation, a.state, left(a.prompt, 200), a.asked from Answer a"
          + " where a.user = :user";

  @Inject Answers answers;
  @Inject EventLog log;

  @PersistenceContext(unitName = "tidings")
  EntityManager em;

  /**
   * An answer and its text so far.
   *
   * @throws Problem 404 if the user has none with this id
   */
  Snapshot snapshot(String user, String id) {
    Answer before = mine(user, id);
    Head head = log.head();
    if (before.state == State.RUNNING) {
      String text = answers.text(id, head.position());
      Answer after = mine(user, id);
      if (after.state == State.RUNNING) {
        // Its end is beyond the cursor, then.
        return new Snapshot(after, text, head.id().toString());
      }
      before = after;
      head = log.head();
    }
    // Its end was committed before the head was read, or with it.
    return new Snapshot(before, String.valueOf(before.text), head.id().toString());
  }

  /**
   * Lets through whose answer it is.
   *
   * @throws Problem 404 otherwise
   */
  Answer mine(String user, String id) {
    Answer answer = find(user, id);
    if (answer == null) {
      throw missing();
    }
    return answer;
  }

  /**
   * The answer that a list goes on after.
   *
   * @throws Problem 400 if the user has none with this id
   */
  Answer last(String user, String id) {
    Answer answer = find(user, id);
    if (answer == null) {
      throw Question.unknownAfter();
    }
    return answer;
  }

  private @Nullable Answer find(String user, String id) {
    Answer answer = AssistantTopic.isId(id) ? answers.find(id) : null;
    return answer != null && answer.user.equals(user) ? answer : null;
  }

  private static Problem missing() {
    return new Problem(404, "Not found", "You have no answer with this id; it may have expired.");
  }

  /**
   * The newest, or those after one of them.
   *
   * @param conversations only those that began a conversation
   */
  @Transactional
  List<Summary> newest(String user, @Nullable Answer after, int limit, boolean conversations) {
    String which = SUMMARY + (conversations ? " and a.turn = 1" : "");
    String order = " order by a.asked desc, a.id desc";
    if (after == null) {
      return em.createQuery(which + order, Summary.class)
          .setParameter("user", user)
          .setMaxResults(limit)
          .getResultList();
    }
    return em.createQuery(
            which + " and (a.asked < :asked or (a.asked = :asked and a.id < :id))" + order,
            Summary.class)
        .setParameter("user", user)
        .setParameter("asked", after.asked)
        .setParameter("id", after.id)
        .setMaxResults(limit)
        .getResultList();
  }

  /** The ids of a conversation, in their order; none where the user has no such. */
  @Transactional
  List<String> conversation(String user, String id) {
    return em.createQuery(
            "select a.id from Answer a where a.conversation = :id and a.user = :user"
                + " order by a.turn",
            String.class)
        .setParameter("id", id)
        .setParameter("user", user)
        .getResultList();
  }
}
