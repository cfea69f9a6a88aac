package dev.tidings.security;

import dev.tidings.events.Draft;
import dev.tidings.events.EventLog;
import dev.tidings.events.HubTopics;
import dev.tidings.events.Topic;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells the log of sign-outs, so that all nodes hear of them. While the log cannot be written they
 * wait here; those that still wait when the node stops, the other nodes never hear of. A thread of
 * its own, so that nobody who signs out waits for a database. Safe for any thread.
 */
@ApplicationScoped
class SignOuts {
  private static final Logger LOG = Logger.getLogger(SignOuts.class.getName());

  /** Where they are in the log. No rule lets anybody read or write it. */
  static final Topic TOPIC = Topic.ofHub("sign-outs");

  static final String TYPE = "signed-out";

  /** Sign-outs that may wait for the log, at most. */
  private static final int MOST = 10_000;

  private static final int TOGETHER = 500;
  private static final long RETRY_MILLIS = 1_000;
  private static final long LEAVE_MILLIS = 2_000;

  @Inject EventLog log;
  @Inject HubTopics topics;
  @Resource ManagedThreadFactory threads;

  private final BlockingDeque<SignOut> waiting = new LinkedBlockingDeque<>(MOST);

  /** Tells this node, until it stops, from others. */
  private final String run = EventLog.newEpoch();

  private volatile @Nullable Thread thread;
  private volatile boolean stopped;
  private volatile boolean failing;

  private record SignOut(
      String user, @Nullable Instant ends, long nanos, CompletableFuture<Void> told) {}

  /** Wakes the thread up. */
  private static final SignOut NONE = new SignOut("", null, 0, new CompletableFuture<>());

  void start(@Observes Startup started) {
    Thread teller = threads.newThread(this::tell);
    thread = teller;
    teller.start();
  }

  /** What waits is told, if the log takes it at once. */
  void stop(@Observes Shutdown stopping) {
    stopped = true;
    waiting.offerFirst(NONE);
    Thread teller = thread;
    if (teller != null) {
      try {
        teller.join(LEAVE_MILLIS);
        // Only now: H2 closes its files when a thread is interrupted that writes to them.
        teller.interrupt();
      } catch (InterruptedException hurry) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Tells the log soon.
   *
   * @param ends when the login would have ended; null where it was none of this server's
   * @return completed when it stands there; or when it will not, because too many wait already
   */
  CompletionStage<Void> add(String user, @Nullable Instant ends) {
    SignOut next = new SignOut(user, ends, System.nanoTime(), new CompletableFuture<>());
    if (!waiting.offerLast(next)) {
      LOG.log(
          Level.WARNING,
          "A sign-out holds on this node only: {0} others wait for the log already.",
          MOST);
      next.told().complete(null);
    }
    return next.told();
  }

  /** Whether an event was written by this node, which has known it since before. */
  boolean ours(String by) {
    return by.equals(run);
  }

  private void tell() {
    List<SignOut> batch = new ArrayList<>();
    try {
      while (!stopped || (!failing && !(waiting.isEmpty() && batch.isEmpty()))) {
        if (batch.isEmpty()) {
          batch.add(waiting.take());
          waiting.drainTo(batch, TOGETHER - 1);
          batch.removeIf(NONE::equals);
        }
        if (told(batch)) {
          batch.clear();
        } else if (!stopped) {
          TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean told(List<SignOut> batch) {
    if (batch.isEmpty()) {
      return true;
    }
    try {
      if (failing) {
        // A commit that fails is an error in the server's log, each time.
        log.head();
      }
      topics.publish(TOPIC, batch.stream().map(this::draft).toList());
      batch.forEach(each -> each.told().complete(null));
      if (failing) {
        failing = false;
        LOG.info("The other nodes hear of sign-outs again.");
      }
      return true;
    } catch (RuntimeException | Error failure) {
      if (!failing) {
        failing = true;
        LOG.log(
            Level.WARNING,
            "Sign-outs hold on this node only until the log can be written, which is tried every"
                + " second: {0}",
            failure.toString());
      }
      return false;
    }
  }

  private Draft draft(SignOut each) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("user", each.user());
    if (each.ends() != null) {
      data.put("ends", each.ends().toEpochMilli());
    }
    // Streams that were opened after it are not to end, however late this is.
    data.put("age", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - each.nanos()));
    data.put("by", run);
    return Draft.of(TYPE, data);
  }
}
