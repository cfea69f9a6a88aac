package dev.tidings.stream;

import dev.tidings.events.Topic;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Tag;
import org.jspecify.annotations.Nullable;

/** The real parts of a node on a log in memory. */
final class TestNode implements AutoCloseable {
  final FakeLog log = new FakeLog();
  final FixedConfig config = new FixedConfig();
  final Set<Topic> audiencesChanged = ConcurrentHashMap.newKeySet();
  final TestAudit audit = new TestAudit();
  final Hub hub = new Hub(config, audiencesChanged::add);
  final Tail tail = new Tail(log, hub, config, new Told());

  private final ThreadFactory threads =
      task -> {
        Thread thread = new Thread(task, "test-node");
        thread.setDaemon(true);
        return thread;
      };
  private final ExecutorService readers = Executors.newFixedThreadPool(2, threads);
  private final Writers writers = new Writers(threads, config);
  private final Heartbeat heartbeat;
  private final Subscriber.Node node;
  final Departure departure = new Departure(hub, config);
  final Admission admission;

  private final Map<String, Count> counted = new ConcurrentHashMap<>();
  private final StreamMetrics metrics =
      new StreamMetrics(
          (name, what, of) ->
              counted.computeIfAbsent(
                  name + Arrays.stream(of).map(Tag::getTagValue).toList(), first -> new Count()));

  /** Of streams that others serve; no heartbeat touches it. */
  final StreamMetrics apart = new StreamMetrics((name, what, of) -> new Count());

  TestNode() {
    node =
        new Subscriber.Node(
            hub, writers, new Replays(log, hub, config, metrics, readers), config, metrics, audit);
    admission = new Admission(hub, departure, config, metrics);
    heartbeat = new Heartbeat(node, admission);
    tail.poll();
    writers.start();
    threads.newThread(tail).start();
    threads.newThread(writers::watch).start();
    threads.newThread(heartbeat).start();
  }

  /** How many streams have ended for a reason. */
  long ended(Ending why) {
    Count count = counted.get("tidings_streams_ended[" + why.word() + "]");
    return count == null ? -1 : count.getCount();
  }

  /** Until everything that was committed stands in the channels. */
  void awaitTail() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(1))
        .until(() -> hub.watermark() == log.head().position());
  }

  /** Writers look into the configuration now and then only. */
  void writeBytes(int bytes) {
    config.writeBytes = bytes;
    writers.relieve();
  }

  /** A stream that starts now. */
  TestStream listen(String... topics) {
    return join(new TestStream(), hub.watermark(), false, null, topics);
  }

  TestStream listenAfter(long cursor, String... topics) {
    return join(new TestStream(), cursor, false, null, topics);
  }

  TestStream listenLost(String... topics) {
    return join(new TestStream(), hub.watermark(), true, null, topics);
  }

  <T extends OutputStream> T join(
      T response, long cursor, boolean lost, @Nullable String client, String... topics) {
    List<Topic> all = Arrays.stream(topics).map(Topic::new).toList();
    Subscriber subscriber =
        new Subscriber(node, from(client), all, cursor, lost, response, () -> {});
    if (response instanceof TestStream stream) {
      stream.subscriber = subscriber;
    }
    hub.join(subscriber);
    return response;
  }

  private static Subscriber.Client from(@Nullable String browser) {
    return new Subscriber.Client(new TestPermit("alice"), "127.0.0.1", browser);
  }

  Subscriber join(OutputStream response, Runnable complete, String topic) {
    Subscriber subscriber =
        new Subscriber(
            node,
            from(null),
            List.of(new Topic(topic)),
            hub.watermark(),
            false,
            response,
            complete);
    hub.join(subscriber);
    return subscriber;
  }

  /** A stream that has not joined. */
  Subscriber subscriber(Subscriber.Client client, OutputStream response, List<Topic> topics) {
    return new Subscriber(node, client, topics, hub.watermark(), false, response, () -> {});
  }

  /** A stream whose run loop and reads of the log the test runs by itself. */
  Subscriber byHand(Executor reads, OutputStream response, long cursor, String topic) {
    return join(new Writers(threads, config), reads, response, cursor, topic);
  }

  /** A stream that other writers serve. */
  Subscriber outside(Writers others, OutputStream response, String topic) {
    return join(others, readers, response, hub.watermark(), topic);
  }

  private Subscriber join(
      Writers others, Executor reads, OutputStream response, long cursor, String topic) {
    Subscriber.Node node =
        new Subscriber.Node(
            hub, others, new Replays(log, hub, config, apart, reads), config, apart, audit);
    Subscriber subscriber =
        new Subscriber(
            node, from(null), List.of(new Topic(topic)), cursor, false, response, () -> {});
    hub.join(subscriber);
    return subscriber;
  }

  @Override
  public void close() {
    tail.stop();
    heartbeat.stop();
    writers.stop();
    readers.shutdownNow();
  }

  private static final class Count implements Counter {
    private final java.util.concurrent.atomic.LongAdder sum =
        new java.util.concurrent.atomic.LongAdder();

    @Override
    public void inc() {
      sum.increment();
    }

    @Override
    public void inc(long more) {
      sum.add(more);
    }

    @Override
    public long getCount() {
      return sum.sum();
    }
  }
}
