package dev.tidings.cluster;

import dev.tidings.Listener;
import dev.tidings.SseParser;
import dev.tidings.SseParser.Message;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One client of a {@link Fleet}, which behaves as ours does in a browser: it resumes with the id of
 * the last event it has whole, comes back after the time that the stream asked for when it ends or
 * breaks off, after a time of its own when it is refused, and gives a stream up that says nothing
 * for two heartbeats.
 */
final class Follower {
  private static final long FIRST_RETRY_MILLIS = 1_000;
  private static final long LONGEST_RETRY_MILLIS = 30_000;
  private static final long SLACK_MILLIS = 2_000;
  private static final long CONNECTING_LIMIT_MILLIS = 45_000;

  private final Fleet fleet;
  private final HttpRequest.Builder request;

  /** Guards all that follows. */
  private final Object lock = new Object();

  private final List<Long> received = new ArrayList<>();
  private String epoch = "";
  private String lastId = "";

  /** What is after this is to be received. */
  private long from = -1;

  private int resets;
  private @Nullable Attempt current;
  private int refusals;
  private long retryMillis = 3_000; // as browsers do that were not told
  private long heartbeatMillis = 15_000;
  private long heardAt;
  private boolean closed;
  private long newSince = Long.MAX_VALUE;
  private long newAt;

  /** When its stream ended; 0 once something has come since. */
  private long awaySince;

  Follower(Fleet fleet, HttpRequest.Builder request) {
    this.fleet = fleet;
    this.request = request;
  }

  void open() {
    Attempt attempt;
    HttpRequest next;
    synchronized (lock) {
      if (closed) {
        return;
      }
      attempt = new Attempt();
      current = attempt;
      heardAt = System.nanoTime();
      next =
          lastId.isEmpty()
              ? request.build()
              : request.copy().header("Last-Event-ID", lastId).build();
    }
    var unused = fleet.send(next, attempt).whenComplete((answer, failure) -> attempt.over(answer));
  }

  void close() {
    Attempt attempt;
    synchronized (lock) {
      closed = true;
      attempt = current;
    }
    if (attempt != null) {
      attempt.hangUp();
    }
  }

  /** Gives up a stream that has been silent for too long. */
  void watch() {
    Attempt silent;
    synchronized (lock) {
      long limit =
          from < 0 || current == null || !current.connected
              ? CONNECTING_LIMIT_MILLIS
              : 2 * heartbeatMillis + SLACK_MILLIS;
      if (current == null || System.nanoTime() - heardAt < Duration.ofMillis(limit).toNanos()) {
        return;
      }
      silent = current;
      current = null;
      awaySince = awaySince == 0 ? heardAt : awaySince;
    }
    fleet.count("silent");
    silent.hangUp();
    backOff();
  }

  /** From here on the first event that was made after an instant counts as news. */
  void awaitNews(long since) {
    synchronized (lock) {
      newSince = since;
      newAt = 0;
    }
  }

  /** When the first news came; 0 if there was none yet. */
  long newsAt() {
    synchronized (lock) {
      return newAt;
    }
  }

  boolean listening() {
    synchronized (lock) {
      return current != null && current.connected;
    }
  }

  int resets() {
    synchronized (lock) {
      return resets;
    }
  }

  String epoch() {
    synchronized (lock) {
      return epoch;
    }
  }

  /** The position up to which it has all there is. */
  long position() {
    synchronized (lock) {
      return lastId.isEmpty() ? -1 : Ledger.position(lastId);
    }
  }

  /** What this client has of what it was to get since it began, or since its last reset. */
  Fleet.Verdict verdict(List<Long> stored) {
    synchronized (lock) {
      Set<Long> once = new HashSet<>(received);
      long lost = stored.stream().filter(at -> at > from && !once.contains(at)).count();
      long disordered = 0;
      for (int i = 1; i < received.size(); i++) {
        disordered += received.get(i) < received.get(i - 1) ? 1 : 0;
      }
      Set<Long> known = new HashSet<>(stored);
      long invented = once.stream().filter(at -> !known.contains(at)).count();
      return new Fleet.Verdict(
          received.size(), lost, received.size() - once.size(), disordered, invented);
    }
  }

  private void take(Attempt attempt, Message message) {
    synchronized (lock) {
      if (attempt != current) {
        return;
      }
      long now = System.nanoTime();
      heardAt = now;
      if (!message.id().isEmpty()) {
        lastId = message.id();
      }
      if (Listener.OWN.contains(message.type())) {
        own(attempt, message);
        return;
      }
      OptionalLong madeAt = fleet.ledger().madeAt(message.data());
      if (madeAt.isPresent()) {
        received.add(Ledger.position(message.id()));
        if (awaySince != 0) {
          fleet.back(Duration.ofNanos(now - awaySince));
          awaySince = 0;
        }
        fleet.delivered(madeAt.getAsLong());
        if (newAt == 0 && madeAt.getAsLong() > newSince) {
          newAt = now;
        }
      }
    }
  }

  private void own(Attempt attempt, Message message) {
    fleet.count(message.type());
    switch (message.type()) {
      case "connected" -> {
        attempt.connected = true;
        heartbeatMillis = Long.parseLong(message.data().replaceAll("\\D", ""));
        if (from < 0) {
          begin(message.id());
        }
      }
      case "tick" -> refusals = 0;
      case "reset" -> {
        resets++;
        received.clear();
        begin(message.id());
      }
      default -> {
        // It ends after this, and says when to come back.
      }
    }
  }

  private void begin(String id) {
    from = Ledger.position(id);
    epoch = id.substring(0, id.indexOf('-'));
  }

  private void backOff() {
    long plain = Math.min(FIRST_RETRY_MILLIS << Math.min(refusals++, 10), LONGEST_RETRY_MILLIS);
    fleet.later(this::open, (long) (plain * (0.75 + ThreadLocalRandom.current().nextDouble() / 2)));
  }

  /** One stream. */
  final class Attempt implements BodyHandler<Void>, Flow.Subscriber<String> {
    private final SseParser parser = new SseParser();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean hungUp;
    private boolean connected;

    @Override
    public HttpResponse.BodySubscriber<Void> apply(HttpResponse.ResponseInfo answer) {
      return answer.statusCode() == 200
          ? BodySubscribers.fromLineSubscriber(this)
          : BodySubscribers.replacing(null);
    }

    @Override
    public void onSubscribe(Flow.Subscription lines) {
      subscription = lines;
      if (hungUp) {
        lines.cancel();
      } else {
        lines.request(Long.MAX_VALUE);
      }
    }

    @Override
    public void onNext(String line) {
      Message message = parser.line(line);
      if (message != null) {
        take(this, message);
      }
    }

    @Override
    public void onError(Throwable failure) {
      // The answer fails, too.
    }

    @Override
    public void onComplete() {
      // The answer is complete, too.
    }

    void hangUp() {
      hungUp = true;
      Flow.Subscription lines = subscription;
      if (lines != null) {
        lines.cancel();
      }
    }

    void over(@Nullable HttpResponse<Void> answer) {
      long delay;
      synchronized (lock) {
        if (this != current || closed) {
          return;
        }
        current = null;
        awaySince = awaySince == 0 ? System.nanoTime() : awaySince;
        Long asked = parser.retry();
        retryMillis = asked == null ? retryMillis : asked;
        delay = retryMillis;
      }
      if (answer != null && answer.statusCode() != 200) {
        fleet.count("status " + answer.statusCode());
        backOff();
      } else {
        fleet.count(answer == null ? "broken off" : "ended");
        fleet.later(Follower.this::open, delay);
      }
    }
  }
}
