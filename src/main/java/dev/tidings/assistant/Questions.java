package dev.tidings.assistant;

import dev.tidings.assistant.Asked.Turn;
import dev.tidings.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes questions into the database, as many as a user may ask. */
@ApplicationScoped
@Transactional
class Questions {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int SOON = 5;

  @Inject Answers answers;
  @Inject AssistantConfig config;

  @PersistenceContext(unitName = "tidings")
  EntityManager em;

  /**
   * What became of a question.
   *
   * @param refused 400, 409, 422 or 429: nothing was stored. Not thrown: Liberty keeps a record of
   *     each exception that leaves a transaction
   */
  record Verdict(@Nullable Asked asked, @Nullable Problem refused) {}

  /** Accepts a question; with a known idempotency key its answer is the one from then. */
  Verdict accept(String user, Question question, @Nullable String key) {
    try {
      return new Verdict(accepted(user, question, key), null);
    } catch (Problem refused) {
      return new Verdict(null, refused);
    }
  }

  private Asked accepted(String user, Question question, @Nullable String key) {
    Answer known = key == null ? null : known(user, key);
    if (known != null) {
      if (!known.fingerprint.equals(question.fingerprint())) {
        throw new Problem(
            422,
            "Idempotency key reused",
            "This Idempotency-Key was used with another question. Use a new one.");
      }
      return new Asked(known.id, known.conversation, known.state, false, List.of());
    }
    requireModest(user);
    List<Answer> before = before(user, question.after());
    Answer answer = new Answer();
    answer.id = UUID.randomUUID().toString();
    answer.user = user;
    answer.conversation = before.isEmpty() ? answer.id : before.get(0).conversation;
    answer.turn = before.isEmpty() ? 1 : before.get(before.size() - 1).turn + 1;
    answer.prompt = question.prompt();
    answer.model = config.model();
    answer.asked = Instant.now();
    answer.renewed = answer.asked;
    answer.key = key;
    answer.fingerprint = question.fingerprint();
    store(answer);
    answers.tell(answer, "asked");
    return new Asked(answer.id, answer.conversation, answer.state, true, turns(before));
  }

  private void store(Answer answer) {
    em.persist(answer);
    em.flush();
    // By the clock of all nodes.
    em.createQuery("update Answer a set a.renewed = instant, a.asked = instant where a.id = :id")
        .setParameter("id", answer.id)
        .executeUpdate();
  }

  private @Nullable Answer known(String user, String key) {
    return em.createQuery("from Answer a where a.user = :user and a.key = :key", Answer.class)
        .setParameter("user", user)
        .setParameter("key", key)
        .getResultStream()
        .findFirst()
        .orElse(null);
  }

  private void requireModest(String user) {
    long running =
        em.createQuery(
                "select count(a) from Answer a where a.user = :user and a.state = :running",
                Long.class)
            .setParameter("user", user)
            .setParameter("running", State.RUNNING)
            .getSingleResult();
    if (running >= config.maxPerUser()) {
      throw Problem.tooMany(
          "At most %d of your questions are answered at the same time. Wait for an answer, or stop it."
              .formatted(config.maxPerUser()),
          SOON);
    }
    int most = config.maxPerHour();
    Instant now = Instant.now();
    // The oldest of the last so many tells when there is room again.
    em.createQuery(
            "select a.asked from Answer a where a.user = :user order by a.asked desc",
            Instant.class)
        .setParameter("user", user)
        .setFirstResult(most - 1)
        .setMaxResults(1)
        .getResultStream()
        .findFirst()
        .map(oldest -> Duration.between(now, oldest.plus(HOUR)).toSeconds() + 1)
        .filter(wait -> wait > 0)
        .ifPresent(
            wait -> {
              throw Problem.tooMany(
                  "At most %d questions an hour. Try again later.".formatted(most),
                  wait.intValue());
            });
  }

  /** The conversation that is gone on with, the oldest first; empty where one begins. */
  private List<Answer> before(String user, @Nullable String after) {
    if (after == null) {
      return List.of();
    }
    Answer previous = em.find(Answer.class, after);
    if (previous == null || !previous.user.equals(user)) {
      throw Question.unknownAfter();
    }
    List<Answer> all =
        em.createQuery(
                "from Answer a where a.conversation = :conversation order by a.turn", Answer.class)
            .setParameter("conversation", previous.conversation)
            .getResultList();
    if (all.stream().anyMatch(answer -> answer.state == State.RUNNING)) {
      throw new Problem(
          409, "Still answering", "Wait until the question before is answered, or stop it.");
    }
    if (all.size() >= config.maxTurns()) {
      throw new Problem(
          409,
          "Conversation too long",
          "A conversation has at most %d questions. Begin another.".formatted(config.maxTurns()));
    }
    return all;
  }

  private static List<Turn> turns(List<Answer> answers) {
    return answers.stream()
        .filter(answer -> answer.text != null && !answer.text.isBlank())
        .map(answer -> new Turn(answer.prompt, String.valueOf(answer.text)))
        .toList();
  }
}
