package dev.tidings.events;

import dev.tidings.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How much each user may publish over HTTP: a token bucket in events, filled at {@code
 * tidings.publish.rate} a second up to {@code tidings.publish.burst}. Publishing from Java is the
 * application's own affair. Safe for any thread.
 */
@ApplicationScoped
class Throttle {
  private static final double NANOS = 1e9;

  /** Buckets beyond which those that are full again are forgotten. */
  private static final int MANY = 10_000;

  @Inject EventsConfig config;
  @Inject RefusedCounter refused;

  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
  private final LongSupplier clock;

  Throttle() {
    this(System::nanoTime);
  }

  Throttle(LongSupplier clock) {
    this.clock = clock;
  }

  /**
   * Takes events from a user's bucket.
   *
   * @throws Problem 429 if there are not as many in it; it says when to come back. More than the
   *     bucket can hold are let through when it is full, and leave a debt.
   */
  void take(String user, int events) {
    double rate = config.publishRate();
    double burst = config.publishBurst();
    long now = clock.getAsLong();
    if (buckets.size() > MANY) {
      buckets.values().removeIf(bucket -> bucket.full(now, rate, burst));
    }
    double missing =
        buckets
            .computeIfAbsent(user, fresh -> new Bucket(burst, now))
            .take(events, now, rate, burst);
    if (missing > 0) {
      refused.overRate();
      throw Problem.tooMany(
          "You publish more than %.0f events a second. Try again later.".formatted(rate),
          (int) Math.ceil(missing / rate));
    }
  }

  private static final class Bucket {
    // Guarded by this.
    private double tokens;
    private long filled;

    Bucket(double tokens, long now) {
      this.tokens = tokens;
      this.filled = now;
    }

    /** How many tokens are missing; none were taken unless it is zero. */
    synchronized double take(int events, long now, double rate, double burst) {
      fill(now, rate, burst);
      double needed = Math.min(events, burst);
      if (tokens < needed) {
        return needed - tokens;
      }
      tokens -= events;
      return 0;
    }

    synchronized boolean full(long now, double rate, double burst) {
      fill(now, rate, burst);
      return tokens >= burst;
    }

    private void fill(long now, double rate, double burst) {
      tokens = Math.min(burst, tokens + Math.max(0, now - filled) / NANOS * rate);
      filled = now;
    }
  }
}
