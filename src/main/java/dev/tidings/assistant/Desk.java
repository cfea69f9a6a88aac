package dev.tidings.assistant;

import dev.tidings.problem.Problem;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.inject.Inject;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where questions are asked and answers stopped. Safe for any thread. */
@ApplicationScoped
class Desk {
  /** Held while a question is accepted; which of them, its user tells: none gets one too many. */
  private static final Object[] ACCEPTING = Stream.generate(Object::new).limit(64).toArray();

  private record Line(HttpClient http, Duration connect) {}

  @Inject Questions questions;
  @Inject Answers answers;
  @Inject Scribe scribe;
  @Inject AssistantConfig config;

  /** For what takes no time. */
  @Resource ManagedExecutorService executor;

  /** An answer has a thread of its own: the executor is the one that serves requests, too. */
  @Resource ManagedThreadFactory threads;

  private final AtomicInteger busy = new AtomicInteger();
  private volatile boolean closed;
  private @Nullable Line line; // Guarded by this.

  /**
   * Accepts a question and begins to ask the model.
   *
   * @throws Problem 400, 409, 422, 429 or 503; nothing was stored
   */
  Asked ask(String user, Question question, @Nullable String key) {
    boolean taken = false;
    try {
      if (busy.incrementAndGet() > config.maxPerNode() || closed) {
        throw Problem.unavailable("The assistant has too much to do. Try again later.");
      }
      Asked asked = accept(user, question, key);
      if (asked.fresh()) {
        taken = begin(question, asked);
      }
      return asked;
    } finally {
      if (!taken) {
        busy.decrementAndGet();
      }
    }
  }

  private Asked accept(String user, Question question, @Nullable String key) {
    synchronized (ACCEPTING[Math.floorMod(user.hashCode(), ACCEPTING.length)]) {
      Questions.Verdict verdict = questions.accept(user, question, key);
      if (verdict.asked() == null) {
        throw Objects.requireNonNull(verdict.refused());
      }
      return verdict.asked();
    }
  }

  private boolean begin(Question question, Asked asked) {
    Run run = new Run(asked.id(), config.maxAnswer(), System::nanoTime);
    Wanted wanted =
        new Wanted(
            config.baseUrl(),
            config.model(),
            config.key(),
            config.system(),
            config.temperature(),
            config.maxTokens(),
            config.maxBytes(),
            asked.before(),
            question.prompt());
    scribe.follow(run);
    try {
      Model model = new Model(http());
      threads.newThread(() -> answer(model, wanted, run)).start();
      return true;
    } catch (RuntimeException refused) {
      run.end(Ending.RESTARTED);
      return false;
    }
  }

  private void answer(Model model, Wanted wanted, Run run) {
    try {
      model.ask(wanted, run);
    } finally {
      busy.decrementAndGet();
    }
  }

  /** Stops an answer, wherever it is under way. Does nothing where it has ended. */
  void cancel(String id) {
    answers.end(id, Ending.CANCELLED);
    Run run = scribe.find(id);
    if (run != null) {
      run.end(Ending.CANCELLED);
    }
  }

  /** One for all answers, until its time-out is configured otherwise. */
  private synchronized HttpClient http() {
    Duration connect = config.connect();
    if (line == null || !line.connect().equals(connect)) {
      // HTTP/1.1: hanging up closes the connection, which every server notices.
      HttpClient http =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(connect)
              .executor(executor)
              .build();
      line = new Line(http, connect);
    }
    return line.http();
  }

  void stop(@Observes Shutdown stopping) {
    closed = true;
    scribe.close();
    synchronized (this) {
      // Its one thread ends by itself once nobody knows the client any more.
      line = null;
    }
  }
}
