package dev.tidings.stream;

import dev.tidings.events.EventLog;
import dev.tidings.events.FloorRaised;
import dev.tidings.events.HubTopicReader;
import dev.tidings.events.LiveEvent;
import dev.tidings.events.LivePublished;
import dev.tidings.events.Published;
import dev.tidings.events.Topic;
import dev.tidings.events.Traces;
import dev.tidings.security.Audit;
import dev.tidings.security.EndedLogins;
import dev.tidings.security.SignedOut;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.eclipse.microprofile.metrics.MetricRegistry;

/**
 * The parts of this package, put together when the application starts and taken apart when it
 * stops. They have threads of their own, so that neither heartbeats nor deliveries wait for a pool
 * whose threads a database or a client holds up.
 */
@Singleton
public class Engine {
  /** Liberty, once it stops, waits for 30 s and no longer. */
  private static final Duration OF_LIBERTY = Duration.ofSeconds(20);

  private static final long LEAVE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long LEAVE_MILLIS = 500;
  private static final long WATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final StreamConfig config;
  private final EndedLogins logins;
  private final Event<LiveAppended> appended;
  private final ManagedThreadFactory threads;
  private final StreamGauges gauges;
  private final Hub hub;
  private final Tail tail;
  private final Writers writers;
  private final Heartbeat heartbeat;
  private final Audiences audiences;
  private final Admission admission;
  private final Departure departure;
  private final HubBean forOthers;
  private final OpenPort port = new OpenPort();
  private final ThreadPoolExecutor readers;
  private final Subscriber.Node node;

  /** Read by whoever asks for its health. */
  private final List<Thread> running = new CopyOnWriteArrayList<>();

  /** Liberty waits 30 s for open requests before it stops; streams would make it wait in vain. */
  private final Thread farewell = new Thread(this::sayBye, "tidings-farewell");

  /** What is published live on a topic is told elsewhere in the order in which it stands here. */
  private final Turns turns = new Turns();

  private final Termination termination = new Termination(this::terminate);

  @Inject
  Engine(
      EventLog log,
      StreamConfig config,
      MetricRegistry registry,
      ManagedThreadFactory threads,
      Audit audit,
      Event<AudienceBegan> began,
      Event<AudienceEnded> ended,
      Event<ListenersHere> here,
      Event<LiveAppended> appended,
      EndedLogins logins,
      Event<LivePublished> live,
      Traces traces,
      @Any Instance<HubTopicReader> hubTopics) {
    this.config = config;
    this.logins = logins;
    this.threads = threads;
    this.gauges = new StreamGauges(registry);
    audiences =
        new Audiences(
            topic -> began.fire(new AudienceBegan(topic)),
            topic -> ended.fire(new AudienceEnded(topic)),
            (topic, any) -> here.fire(new ListenersHere(topic, any)));
    this.appended = appended;
    hub = new Hub(config, audiences::changed, new Traced(traces.tracing()));
    audiences.ask(hub::heard);
    tail = new Tail(log, hub, config, all(hubTopics.stream().toList()));
    writers = new Writers(threads, config);
    readers =
        new ThreadPoolExecutor(
            config.readers(),
            config.readers(),
            1,
            TimeUnit.MINUTES,
            // Bounded by the number of streams: each has one request at most.
            new LinkedBlockingQueue<>(),
            threads);
    readers.allowCoreThreadTimeOut(true);
    StreamMetrics metrics = new StreamMetrics(gauges::counter);
    node =
        new Subscriber.Node(
            hub, writers, new Replays(log, hub, config, metrics, readers), config, metrics, audit);
    departure = new Departure(hub, config);
    admission = new Admission(hub, departure, config, metrics);
    heartbeat = new Heartbeat(node, admission);
    forOthers = new HubBean(live::fire, tail, this::signOut);
    gauges.begin(hub, tail, admission, departure, metrics.latency(), config);
  }

  private static HubTopicReader all(List<HubTopicReader> readers) {
    return new HubTopicReader() {
      @Override
      public void begin() {
        readers.forEach(HubTopicReader::begin);
      }

      @Override
      public void learn(dev.tidings.events.Event event) {
        readers.forEach(reader -> reader.learn(event));
      }
    };
  }

  Hub hub() {
    return hub;
  }

  Tail tail() {
    return tail;
  }

  Audiences audiences() {
    return audiences;
  }

  Writers writers() {
    return writers;
  }

  /** How many of the threads that nothing goes on without have ended. */
  long threadsMissing() {
    return running.stream().filter(thread -> !thread.isAlive()).count();
  }

  /** What a new stream is made with. */
  Subscriber.Node node() {
    return node;
  }

  Admission admission() {
    return admission;
  }

  /** How streams leave. */
  Departure departure() {
    return departure;
  }

  /** Where requests come in. */
  OpenPort port() {
    return port;
  }

  void start(@Observes Startup started) {
    tail.poll();
    Runtime.getRuntime().addShutdownHook(farewell);
    termination.take();
    writers.start();
    running.add(threads.newThread(tail));
    running.add(threads.newThread(writers::watch));
    running.add(threads.newThread(heartbeat));
    running.add(threads.newThread(audiences));
    running.add(threads.newThread(this::watchPort));
    running.forEach(Thread::start);
    forOthers.begin();
  }

  void committed(@Observes Published published) {
    node.metrics().published(published.events().size());
    tail.announce(published);
  }

  void live(@Observes LivePublished published) {
    if (published.elsewhere()) {
      hub.append(published);
      return;
    }
    node.metrics().published(published.events().size());
    // What this node publishes at a time is of one topic.
    turns.take(
        published.events().get(0).event().topic(),
        () -> {
          hub.append(published);
          appended.fire(new LiveAppended(published));
        });
  }

  /** In its turn, so that nothing newer is told before it. */
  void tellNewest(Topic topic, Consumer<LiveEvent> ear) {
    turns.take(topic, () -> hub.newest(topic).forEach(ear));
  }

  void floorRaised(@Observes FloorRaised raised) {
    hub.raiseFloor(raised.topic(), raised.position());
  }

  void signedOut(@Observes SignedOut signedOut) {
    hub.census().endSession(signedOut.user(), Ending.SIGNED_OUT);
  }

  /** Another application tells. */
  private void signOut(String user) {
    logins.signOut(user);
    hub.census().endSession(user, Ending.SIGNED_OUT);
  }

  /**
   * Browsers are told to come back; whoever does not take it in time is cut off with the server.
   */
  void stop(@Observes Shutdown stopping) {
    forgetFarewell();
    termination.leave();
    forOthers.end();
    departure.begin(OF_LIBERTY);
    awaitLeft();
    heartbeat.stop();
    tail.stop();
    writers.stop();
    readers.shutdownNow();
    gauges.end();
    // Beans are gone after this: nothing may run on.
    running.forEach(Engine::ended);
    writers.threads().forEach(Engine::ended);
  }

  private void awaitLeft() {
    long deadline = System.nanoTime() + LEAVE_NANOS;
    while (!hub.census().streams().isEmpty() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** The process is told to end, and has not begun to. */
  private void terminate() {
    departure.announce();
    departure.awaitNoticed();
    departure.begin(config.leave());
    awaitLeft();
  }

  private static void ended(Thread thread) {
    thread.interrupt();
    try {
      thread.join(LEAVE_MILLIS);
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }

  private void sayBye() {
    departure.begin(OF_LIBERTY);
  }

  /** A port that is closed for another reason, such as an edit of its options, is opened again. */
  private void watchPort() {
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(WATCH_NANOS);
      if (!hub.census().streams().isEmpty() && port.closed()) {
        departure.tell(OF_LIBERTY);
      }
    }
  }

  private void forgetFarewell() {
    try {
      Runtime.getRuntime().removeShutdownHook(farewell);
    } catch (IllegalStateException alreadyShuttingDown) {
      // Then it has run, or does.
    }
  }
}
