package dev.tidings.cluster;

import dev.tidings.events.EventLog;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks all other nodes something, and answers what they ask. It goes by the way of the {@link
 * Relay}, where messages may be lost: whoever asks is told who has not answered. For people who
 * look, not for what must be right. Safe for any thread.
 */
@ApplicationScoped
public class Inquiries {
  private static final Logger LOG = Logger.getLogger(Inquiries.class.getName());

  /** Characters of a part of an answer: less than what is sent at a time. */
  private static final int PART = 60_000;

  /** Characters of an answer, at most: a bound against what goes wrong. */
  private static final int MOST = 16 << 20;

  /** Questions of this node that wait for answers, at most. */
  private static final int ASKING = 100;

  @Inject Relay relay;
  @Inject Roster roster;
  @Inject @Any Instance<Respondent> respondents;
  @Resource ManagedExecutorService executor;

  private final Map<String, Asking> asking = new ConcurrentHashMap<>();

  /**
   * What came back.
   *
   * @param answers in no order
   * @param silent nodes that have not answered in time
   */
  public record Replies(List<String> answers, List<Node> silent) {}

  /** A question that waits. */
  private static final class Asking {
    private final Set<String> expected;
    private final CountDownLatch over = new CountDownLatch(1);

    // Guarded by this.
    private final Map<String, StringBuilder> coming = new HashMap<>();
    private final Map<String, String> answers = new HashMap<>();

    Asking(Set<String> expected) {
      this.expected = expected;
    }

    synchronized void hear(String from, Message.Answer part) {
      StringBuilder text = coming.computeIfAbsent(from, first -> new StringBuilder());
      // A part that was lost leaves an answer that cannot be read, so it counts as none.
      if (text.length() > MOST || text.length() != part.from()) {
        return;
      }
      text.append(part.text());
      if (part.last()) {
        answers.put(from, text.toString());
        if (answers.keySet().containsAll(expected)) {
          over.countDown();
        }
      }
    }

    synchronized Map<String, String> answers() {
      return Map.copyOf(answers);
    }
  }

  void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) Startup started) {
    relay.talk(this::heard);
  }

  /**
   * Asks, and waits for the answers; returns at once where there is no other node.
   *
   * @param patience how long to wait for those that do not answer
   */
  public Replies ask(String subject, String question, Duration patience) {
    List<Node> others =
        roster.nodes().stream().filter(node -> !node.run().equals(roster.run())).toList();
    if (others.isEmpty() || asking.size() >= ASKING) {
      return new Replies(List.of(), others);
    }
    Set<String> expected = new HashSet<>();
    others.forEach(node -> expected.add(node.run()));
    String id = EventLog.newEpoch();
    Asking asked = new Asking(expected);
    asking.put(id, asked);
    try {
      if (relay.tell(new Message.Question(id, subject, question))) {
        asked.over.await(patience.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      asking.remove(id);
    }
    Map<String, String> answers = asked.answers();
    return new Replies(
        List.copyOf(answers.values()),
        others.stream().filter(node -> !answers.containsKey(node.run())).toList());
  }

  /** Quick: the relay waits. */
  private void heard(String from, Message message) {
    if (message instanceof Message.Question question) {
      Respondent respondent = respondent(question.subject());
      if (respondent != null) {
        try {
          executor.execute(() -> answer(from, question, respondent));
        } catch (RejectedExecutionException stopping) {
          LOG.log(Level.FINE, "A question is not answered: the server stops.", stopping);
        }
      }
    } else if (message instanceof Message.Answer answer && answer.to().equals(roster.run())) {
      Asking asked = asking.get(answer.id());
      if (asked != null) {
        asked.hear(from, answer);
      }
    }
  }

  private @Nullable Respondent respondent(String subject) {
    return respondents.stream()
        .filter(each -> each.subject().equals(subject))
        .findFirst()
        .orElse(null);
  }

  private void answer(String to, Message.Question question, Respondent respondent) {
    try {
      parts(question.id(), to, respondent.answer(question.text())).forEach(relay::tell);
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.WARNING, "What another node asked could not be answered.", failure);
    }
  }

  /** An answer in parts that can be sent one by one. */
  static List<Message.Answer> parts(String id, String to, String text) {
    List<Message.Answer> parts = new ArrayList<>();
    int from = 0;
    do {
      int end = Math.min(text.length(), from + PART);
      if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
        end--;
      }
      boolean last = end == text.length();
      parts.add(new Message.Answer(id, to, from, text.substring(from, end), last));
      from = end;
    } while (from < text.length());
    return parts;
  }
}
