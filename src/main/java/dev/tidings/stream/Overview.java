package dev.tidings.stream;

import dev.tidings.events.Topic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is open on this node, for those who operate it, and how they end it. Nothing is
 * kept for this: each call walks all streams or channels as they are. Safe for any thread.
 */
@ApplicationScoped
public class Overview {
  /** A write that takes longer is not just slow. */
  private static final long STALLED_NANOS = Duration.ofSeconds(1).toNanos();

  @Inject Engine engine;

  /**
   * Some streams of those that fit.
   *
   * @param total how many fit
   */
  public record Found(List<OpenStream> streams, int total) {}

  /**
   * Streams in the order of their numbers.
   *
   * @param user whose; null for everybody's
   * @param topic one that they listen to; null for any
   * @param after only those with larger numbers; they do not change the total
   * @param limit how many at most
   */
  public Found streams(@Nullable String user, @Nullable Topic topic, long after, int limit) {
    List<Subscriber> fitting = new ArrayList<>();
    int total = 0;
    for (Subscriber stream : engine.hub().census().streams()) {
      if ((user == null || user.equals(stream.user()))
          && (topic == null || stream.topics().contains(topic))) {
        total++;
        if (stream.number() > after) {
          fitting.add(stream);
        }
      }
    }
    fitting.sort(Comparator.comparingLong(Subscriber::number));
    return new Found(seen(fitting.subList(0, Math.min(limit, fitting.size()))), total);
  }

  /** A stream and how many events it got since it was looked at last. */
  private record Busy(Subscriber stream, long events) {
    static final Comparator<Busy> LEAST_FIRST =
        Comparator.comparingLong(Busy::events).thenComparingLong(busy -> busy.stream().number());
  }

  /**
   * The streams that most events were written to since this was called last, those first; among
   * equals the newest. For one caller at a time, who calls again and again.
   */
  public Found busiest(int limit) {
    Queue<Busy> most = new PriorityQueue<>(Busy.LEAST_FIRST);
    int total = 0;
    for (Subscriber stream : engine.hub().census().streams()) {
      total++;
      most.add(new Busy(stream, stream.growth()));
      if (most.size() > limit) {
        most.remove();
      }
    }
    return new Found(
        seen(most.stream().sorted(Busy.LEAST_FIRST.reversed()).map(Busy::stream).toList()), total);
  }

  private List<OpenStream> seen(List<Subscriber> streams) {
    Set<Subscriber> stalled = engine.node().writers().stalled(STALLED_NANOS);
    return streams.stream().map(stream -> stream.seen(stalled.contains(stream))).toList();
  }

  /** All topics that have a channel here, in no order. */
  public List<OpenTopic> topics() {
    long now = System.nanoTime();
    return engine.hub().channels().stream()
        .map(channel -> new OpenTopic(channel.topic(), channel.audience(), channel.rate(now)))
        .toList();
  }

  /** What this node does. */
  public Activity activity() {
    StreamMetrics metrics = engine.node().metrics();
    StreamMetrics.Pace pace = metrics.pace();
    return new Activity(
        engine.hub().census().streams().size(),
        engine.hub().channels().size(),
        pace.deliveries(),
        pace.publishes(),
        metrics.deliveries(),
        engine.tail().lag(),
        engine.departure().ready());
  }

  /**
   * Ends a stream; it is told {@code bye}.
   *
   * @param retry after how long its browser is to come back; null: as after any end
   * @return false if there is none of this number
   */
  public boolean end(long number, @Nullable Duration retry) {
    for (Subscriber stream : engine.hub().census().streams()) {
      if (stream.number() == number) {
        end(stream, retry);
        return true;
      }
    }
    return false;
  }

  /**
   * Ends all streams of a user on this node in the same way.
   *
   * @return how many
   */
  public int endOf(String user, @Nullable Duration retry) {
    Set<Subscriber> streams = engine.hub().census().of(user);
    streams.forEach(stream -> end(stream, retry));
    return streams.size();
  }

  private void end(Subscriber stream, @Nullable Duration retry) {
    Duration back = retry == null ? engine.node().config().retry() : retry;
    stream.bye(Ending.ENDED, back.toMillis());
  }
}
