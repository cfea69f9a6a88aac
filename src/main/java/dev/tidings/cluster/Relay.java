package dev.tidings.cluster;

import dev.tidings.events.LiveEvent;
import dev.tidings.events.LiveTopics;
import dev.tidings.events.Published;
import dev.tidings.events.Topic;
import dev.tidings.stream.Elsewhere;
import dev.tidings.stream.ListenersHere;
import dev.tidings.stream.LiveAppended;
import dev.tidings.stream.Streams;
import jakarta.annotation.Priority;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells the other nodes what happens on this one, and the hub what happens there: that something
 * was committed, and the live events of topics that somebody there listens to. Where there is no
 * {@link Signal} it does nothing. Safe for any thread.
 */
@Singleton
public class Relay implements Signal.Ear {
  private static final Logger LOG = Logger.getLogger(Relay.class.getName());
  private static final long BATCH_BYTES = 256 << 10;
  private static final long LEAVE_MILLIS = 2_000;

  /** Longer than events take by the way of the broker, and shorter than anybody would notice. */
  private static final Duration ON_THE_WAY = Duration.ofMillis(50);

  private final ClusterConfig config;
  private final LiveTopics liveTopics;
  private final Elsewhere elsewhere;
  private final Streams streams;
  private final ManagedThreadFactory threads;
  private final Signals signals;

  private final Outbox outbox = new Outbox();
  private final Interest interest = new Interest();
  private final Neighbours neighbours;

  /** What nodes that have begun to listen do not have yet. */
  private final Set<Newcomer> newcomers = ConcurrentHashMap.newKeySet();

  /** Of what this node tells. Only the teller uses it. */
  private long number;

  /** Something that waited to be told had to go: those that listen are to notice. */
  private final AtomicBoolean dropped = new AtomicBoolean();

  /** Somebody has to be told all that this node listens to. */
  private final AtomicBoolean asked = new AtomicBoolean();

  /** Something that others told may not have come, or not been sent. */
  private final AtomicBoolean missing = new AtomicBoolean();

  private volatile @Nullable Signal signal;
  private volatile boolean stopped;
  private @Nullable Thread teller;

  /** Whether it was told that there is no room, and whether there was none since the last look. */
  private volatile boolean overflowing;

  private volatile boolean full;
  private long ticked;

  /** Told of questions and answers. */
  private volatile BiConsumer<String, Message> talk = (from, message) -> {};

  private record Newcomer(String run, Topic topic) {}

  @Inject
  Relay(
      ClusterConfig config,
      LiveTopics liveTopics,
      Elsewhere elsewhere,
      Streams streams,
      ManagedThreadFactory threads,
      Signals signals) {
    this.config = config;
    this.liveTopics = liveTopics;
    this.elsewhere = elsewhere;
    this.streams = streams;
    this.threads = threads;
    this.signals = signals;
    this.neighbours =
        new Neighbours(
            new Neighbours.News() {
              @Override
              public void begun(String run, Topic topic) {
                newcomers.add(new Newcomer(run, topic));
                outbox.wake();
              }

              @Override
              public void heard(Topic topic, boolean any) {
                elsewhere.heard(topic, any);
              }
            });
  }

  void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) Startup started) {
    Signal found = signals.find();
    if (found == null) {
      return;
    }
    signal = found;
    if (found.carriesEvents()) {
      elsewhere.toldWithin(ON_THE_WAY);
    }
    found.open(this);
    Thread thread = threads.newThread(this::tell);
    teller = thread;
    thread.start();
  }

  void stop(@Observes Shutdown stopping) throws InterruptedException {
    stopped = true;
    Thread thread = teller;
    Signal way = signal;
    if (thread != null && way != null) {
      outbox.wake();
      thread.join(LEAVE_MILLIS);
      signal = null;
      way.close();
    }
  }

  // ---- what happens here

  void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) Published published) {
    Signal way = signal;
    if (way == null) {
      return;
    }
    Message whole = new Message.Published(published);
    List<dev.tidings.events.Event> events = published.events();
    boolean carried = way.carriesEvents() && Outbox.size(whole) <= BATCH_BYTES;
    add(carried ? whole : new Message.Committed(events.get(events.size() - 1).position()));
  }

  void live(@Observes LiveAppended appended) {
    if (signal != null) {
      for (LiveEvent event : appended.published().events()) {
        // Who listens later must not get from elsewhere what is cleared here.
        if (event.clears() || neighbours.listen(event.event().topic())) {
          add(new Message.Live(event, null));
        }
      }
    }
  }

  void listeners(@Observes ListenersHere here) {
    if (signal == null) {
      return;
    }
    if (!here.any()) {
      // Whatever it is by now: what has begun ends.
      interest.leave(here.topic(), System.nanoTime());
    } else if (liveTopics.kind(here.topic()) != LiveTopics.Kind.DURABLE) {
      interest.begin(here.topic()).ifPresent(this::add);
    }
  }

  /**
   * A browser, whose stream is not at this node, has told on which pages it is heard.
   *
   * @return false if there is no other node
   */
  public boolean tellPages(String user, String browser, Set<String> pages) {
    if (signal == null || neighbours.count() == 0) {
      return false;
    }
    add(new Message.Pages(user, browser, pages));
    return true;
  }

  /**
   * Who is told what other nodes ask and answer, with the node's run. Quick: the next message waits
   * for it.
   */
  void talk(BiConsumer<String, Message> ear) {
    talk = ear;
  }

  /**
   * Tells the other nodes something.
   *
   * @return false if there is no way to them
   */
  boolean tell(Message message) {
    if (signal == null) {
      return false;
    }
    add(message);
    return true;
  }

  private void add(Message message) {
    if (outbox.add(message, config.waitingBytes())) {
      return;
    }
    dropped.set(true);
    full = true;
    if (!overflowing) {
      overflowing = true;
      LOG.warning(
          "More is published than other nodes can be told (tidings.cluster.waiting-bytes): what"
              + " waited for longest is left out. Events of the log arrive by polling.");
    }
  }

  /** The one thread that tells. */
  private void tell() {
    ticked = System.nanoTime();
    long nextHere = ticked;
    try {
      while (!stopped) {
        if (newcomers.isEmpty()) {
          outbox.await(Math.min(nextHere - System.nanoTime(), config.here().toNanos()));
        }
        long now = System.nanoTime();
        if (now - nextHere >= 0) {
          nextHere = now + config.here().toNanos();
          attempt(() -> tick(now));
        }
        LockSupport.parkNanos(config.gather().toNanos());
        attempt(this::serve);
        send(outbox.take(BATCH_BYTES));
      }
      send(outbox.take(BATCH_BYTES));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whatever fails, the others have to be told that this node is there. */
  private void attempt(Runnable what) {
    try {
      what.run();
    } catch (RuntimeException | Error failure) {
      if (!stopped) {
        LOG.log(Level.WARNING, "Part of what other nodes have to know is not told.", failure);
      }
    }
  }

  private void tick(long now) {
    overflowing &= full;
    full = false;
    long absence = config.absence().toNanos();
    if (now - ticked > Math.max(absence, 2 * config.here().toNanos())) {
      // It was this node that was away: others may have taken it for gone, and told it nothing.
      missing.set(true);
    } else {
      neighbours.forget(now, absence);
    }
    ticked = now;
    long linger = config.linger().toNanos();
    for (Optional<Message.Listens> over = interest.end(now, linger);
        over.isPresent();
        over = interest.end(now, linger)) {
      add(over.get());
      over.get().ended().forEach(elsewhere::untold);
    }
    if (missing.getAndSet(false)) {
      missed();
    }
    add(new Message.Here(interest.change()));
  }

  private void missed() {
    interest.topics().forEach(elsewhere::missed);
    // Whoever is told all anew sends the newest values.
    tellAll();
  }

  /** Soon, and once however many ask. */
  private void tellAll() {
    asked.set(true);
    outbox.wake();
  }

  private void serve() {
    if (asked.getAndSet(false)) {
      interest.all().forEach(this::add);
    }
    serveNewcomers();
  }

  /**
   * Here, and not where they were heard of: what was published before stands in this node's
   * channels now, so no value is overtaken by an older one. No more at a time than is sent at a
   * time, so that it is not left out.
   */
  private void serveNewcomers() {
    Iterator<Newcomer> all = newcomers.iterator();
    while (all.hasNext() && outbox.bytes() < BATCH_BYTES) {
      Newcomer next = all.next();
      // First: who begins to listen from here on is served once more.
      all.remove();
      elsewhere.newest(next.topic(), event -> add(new Message.Live(event, next.run())));
    }
  }

  private void send(List<Message> messages) {
    Signal way = signal;
    if (messages.isEmpty() || way == null) {
      return;
    }
    // What was dropped, or does not arrive, leaves a hole in the numbers.
    number += dropped.getAndSet(false) ? 2 : 1;
    try {
      way.send(new Messages(signals.run(), number, messages).text());
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.WARNING, "Other nodes could not be told.", failure);
    }
  }

  // ---- what happens elsewhere

  @Override
  public void listening() {
    elsewhere.missed();
    missed();
    add(new Message.Ask(null));
  }

  @Override
  public void heard(String text) {
    try {
      Messages messages = Messages.of(text);
      if (!messages.from().equals(signals.run())) {
        if (!neighbours.heard(messages.from(), messages.number(), System.nanoTime())) {
          missing.set(true);
        }
        hear(messages);
      }
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.WARNING, "What another node told could not be taken.", failure);
    }
  }

  private void hear(Messages messages) {
    List<LiveEvent> live = new ArrayList<>();
    for (Message message : messages.all()) {
      if (message instanceof Message.Live event) {
        if (isForUs(event)) {
          live.add(event.event());
        }
      } else {
        hear(messages.from(), message);
      }
    }
    if (!live.isEmpty()) {
      elsewhere.published(live);
    }
  }

  private boolean isForUs(Message.Live live) {
    Topic topic = live.event().event().topic();
    String to = live.to();
    if (to == null) {
      return live.event().clears()
          ? liveTopics.kind(topic) != LiveTopics.Kind.DURABLE
          : interest.includes(topic);
    }
    // What was newest there may be older than what came from yet another node.
    return to.equals(signals.run()) && interest.includes(topic) && !elsewhere.knows(live.event());
  }

  private void hear(String from, Message message) {
    if (message instanceof Message.Committed committed) {
      elsewhere.committed(committed.position());
    } else if (message instanceof Message.Published told) {
      Signal way = signal;
      if (way != null && way.carriesEvents()) {
        // On another way nobody sends it, and it would be believed without a look into the log.
        elsewhere.committed(told.published());
      }
    } else if (message instanceof Message.Listens listens) {
      if (!neighbours.listens(from, listens)) {
        add(new Message.Ask(from));
      }
    } else if (message instanceof Message.Here here) {
      if (!neighbours.knows(from, here.change())) {
        add(new Message.Ask(from));
      }
    } else if (message instanceof Message.Ask ask) {
      String of = ask.of();
      if (of == null || of.equals(signals.run())) {
        tellAll();
      }
    } else if (message instanceof Message.Pages pages) {
      streams.heardOn(pages.user(), pages.browser(), pages.pages());
    } else {
      talk.accept(from, message);
    }
  }
}
