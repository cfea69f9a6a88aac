package dev.tidings.assistant;

import dev.tidings.events.Draft;
import dev.tidings.events.Event;
import dev.tidings.events.EventLog;
import dev.tidings.events.Publisher;
import dev.tidings.events.Topic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of answers in the database. Whoever writes to one does so only while it runs and
 * stands where the writer thinks it does: an answer that another node has given up, or its user has
 * cancelled, gets no more text and no second end. Safe for any thread.
 */
@ApplicationScoped
@Transactional
class Answers {
  private static final int PAGE = 1_000;
  private static final long PAGE_BYTES = 1 << 20;

  @Inject EventLog log;
  @Inject Publisher publisher;

  @PersistenceContext(unitName = "tidings")
  EntityManager em;

  /** What became of a piece. */
  record Fate(Kind kind, int written, boolean begun) {
    enum Kind {
      /** It is written. */
      DONE,
      /** It was written before, in part or as a whole, up to here. */
      BEHIND,
      /** The answer has ended. */
      OVER
    }
  }

  /** Whose an answer is; null if there is none. */
  @Nullable String owner(String id) {
    return em.createQuery("select a.user from Answer a where a.id = :id", String.class)
        .setParameter("id", id)
        .getResultStream()
        .findFirst()
        .orElse(null);
  }

  /** The answer with this id; null if there is none. */
  @Nullable Answer find(String id) {
    return em.find(Answer.class, id);
  }

  /** Writes pieces of different answers in one transaction, and tells what became of each. */
  Map<String, Fate> write(Collection<Piece> pieces) {
    Map<String, Fate> fates = new HashMap<>();
    // In one order, so that two nodes cannot wait for each other.
    pieces.stream()
        .sorted(Comparator.comparing(Piece::id))
        .forEach(piece -> fates.put(piece.id(), write(piece)));
    return fates;
  }

  private Fate write(Piece piece) {
    Ending ending = piece.ending();
    if (!advance(piece)) {
      Answer answer = em.find(Answer.class, piece.id());
      return answer == null || answer.state != State.RUNNING
          ? new Fate(Fate.Kind.OVER, 0, true)
          : new Fate(Fate.Kind.BEHIND, answer.written, answer.begun);
    }
    Topic topic = AssistantTopic.of(piece.id());
    if (piece.begins()) {
      publisher.publish(topic, Draft.of("started", Map.of()));
    }
    List<Draft> tokens = TokenJson.drafts(piece.from(), piece.text());
    if (!tokens.isEmpty()) {
      publisher.publish(topic, tokens);
    }
    if (ending != null) {
      finish(piece.id(), ending, piece.all());
    }
    return new Fate(Fate.Kind.DONE, piece.to(), true);
  }

  private boolean advance(Piece piece) {
    return em.createQuery(
                "update Answer a set a.written = :to, a.renewed = instant,"
                    + " a.begun = :begun, a.state = :state"
                    + " where a.id = :id and a.state = :running and a.written = :from")
            .setParameter("to", piece.to())
            .setParameter("begun", piece.begun())
            .setParameter("state", piece.ending() == null ? State.RUNNING : piece.ending().state())
            .setParameter("id", piece.id())
            .setParameter("running", State.RUNNING)
            .setParameter("from", piece.from())
            .executeUpdate()
        > 0;
  }

  /**
   * Ends an answer that may be under way anywhere, with the text that is in the log. Whether it was
   * still running.
   */
  boolean end(String id, Ending ending) {
    int ended =
        em.createQuery(
                "update Answer a set a.state = :state where a.id = :id and a.state = :running")
            .setParameter("state", ending.state())
            .setParameter("id", id)
            .setParameter("running", State.RUNNING)
            .executeUpdate();
    if (ended > 0) {
      // Its row is locked: no more text can come in between.
      finish(id, ending, text(id, log.head().position()));
    }
    return ended > 0;
  }

  private void finish(String id, Ending ending, String text) {
    Query update =
        em.createQuery(
            "update Answer a set a.ended = instant, a.text = :text, a.finish = :finish,"
                + " a.code = :code, a.reason = :reason, a.tokensIn = :in, a.tokensOut = :out"
                + " where a.id = :id");
    update
        .setParameter("text", text)
        .setParameter("finish", ending.finish())
        .setParameter("code", ending.code())
        .setParameter("reason", ending.reason())
        .setParameter("in", ending.tokensIn())
        .setParameter("out", ending.tokensOut())
        .setParameter("id", id)
        .executeUpdate();
    Answer answer = em.find(Answer.class, id);
    publisher.publish(AssistantTopic.of(id), Draft.of(ending.state().word(), told(answer)));
    tell(answer, "answered");
  }

  private static Map<String, Object> told(Answer answer) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("length", answer.text == null ? 0 : answer.text.length());
    put(told, "finish", answer.finish);
    put(told, "code", answer.code);
    put(told, "reason", answer.reason);
    put(told, "tokensIn", answer.tokensIn);
    put(told, "tokensOut", answer.tokensOut);
    if (answer.ended != null) {
      told.put("ms", Duration.between(answer.asked, answer.ended).toMillis());
    }
    return told;
  }

  private static void put(Map<String, Object> told, String name, @Nullable Object what) {
    if (what != null) {
      told.put(name, what);
    }
  }

  /** Tells all pages of its user. */
  void tell(Answer answer, String type) {
    Draft draft =
        Draft.of(
            type,
            Map.of(
                "id", answer.id,
                "conversation", answer.conversation,
                "state", answer.state.word()));
    AssistantTopic.ofUser(answer.user).ifPresent(topic -> publisher.publish(topic, draft));
  }

  /** The text of an answer as it is in the log up to a position. */
  String text(String id, long upTo) {
    StringBuilder text = new StringBuilder();
    List<Topic> topic = List.of(AssistantTopic.of(id));
    long after = 0;
    boolean more = true;
    while (more) {
      EventLog.Page page = log.after(topic, after, upTo, PAGE, PAGE_BYTES);
      for (Event event : page.events()) {
        after = event.position();
        if (event.type().equals(TokenJson.TYPE)) {
          TokenJson.append(text, event.data());
        }
      }
      more = !page.complete();
    }
    return text.toString();
  }

  /** The ids of those that nobody has given a sign of for so long. */
  List<String> abandoned(Duration lease) {
    return em.createQuery(
            "select a.id from Answer a where a.state = :running and a.renewed < :before",
            String.class)
        .setParameter("running", State.RUNNING)
        .setParameter("before", now().minus(lease))
        .setMaxResults(PAGE)
        .getResultList();
  }

  /** Forgets some of conversations that have rested for so long; whether there may be more. */
  boolean forget(Duration kept) {
    List<String> old =
        em.createQuery(
                "select a.id from Answer a where a.asked < :before and a.state <> :running"
                    + " and not exists (select 1 from Answer b"
                    + " where b.conversation = a.conversation and b.asked >= :before)",
                String.class)
            .setParameter("before", now().minus(kept))
            .setParameter("running", State.RUNNING)
            .setMaxResults(PAGE)
            .getResultList();
    if (!old.isEmpty()) {
      em.createQuery("delete from Answer a where a.id in :old")
          .setParameter("old", old)
          .executeUpdate();
    }
    return old.size() == PAGE;
  }

  /** By the database's clock, which all nodes have in common. */
  private Instant now() {
    return (Instant)
        em.createNativeQuery("select current_timestamp", Instant.class).getSingleResult();
  }
}
